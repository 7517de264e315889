"""Pages that may see everything: the home page of each office, and the record of events."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from agreements.models import Agreement
from agreements.results import standings
from collaborative.dashboard import health
from collaborative.dashboard.panel import MOST
from collaborative.dashboard.panels import panels
from collaborative.http import Request
from collaborative.models import Event
from collaborative.roles import Permission
from initiatives.models import Round

PAGE = 50


@login_not_required
def home(request: Request) -> HttpResponse:
    """What waits for this person, by the offices held; for visitors, what the cities decided."""
    if not request.user.is_authenticated:
        return _front(request)
    return render(
        request,
        "dashboard/home.html",
        {"panels": panels(request.actor, at=timezone.now())},
    )


def _front(request: Request) -> HttpResponse:
    agreements = Agreement.objects.visible_to(request.actor).order_by("-state_since", "pk")
    rounds = Round.objects.visible_to(request.actor).order_by("-released_at", "pk")
    return render(
        request,
        "dashboard/front.html",
        {"standings": standings(agreements[:MOST]), "rounds": rounds[:MOST]},
    )


@login_not_required
def accessibility(request: Request) -> HttpResponse:
    """What the portal promises to people who read it in their own way, and whom to tell."""
    return render(request, "dashboard/accessibility.html")


def events(request: Request) -> HttpResponse:
    """Everything that happened, the newest first; nobody can change it."""
    if not request.actor.may(Permission.READ_EVENTS):
        raise PermissionDenied(
            "The record of events is read by administrators. Ask one at MARC, or open the page of "
            "the thing itself, which shows its own history."
        )
    recorded = Event.objects.select_related("by").order_by("-pk")
    return render(
        request,
        "dashboard/events.html",
        {"page": Paginator(recorded, PAGE).get_page(request.GET.get("page"))},
    )


@login_not_required
def alive(request: Request) -> HttpResponse:
    """Answer at once, without looking at anything else: the process lives."""
    del request
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
def ready(request: Request) -> HttpResponse:
    """Tell as JSON whether every part works; 503 while one does not.

    For supervisors and monitors. A balancer asks `/healthz`: pages work without the broker.
    """
    del request
    report = health.report(at=timezone.now())
    return JsonResponse(report, status=200 if report["ready"] else 503)
