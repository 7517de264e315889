"""Pages that may see everything: the home page of each office, and the record of events."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from collaborative.http import Request
from collaborative.models import Event
from collaborative.roles import Permission

PAGE = 50


@login_not_required
def home(request: Request) -> HttpResponse:
    """What waits for this person, by the offices held; for the public, what was decided."""
    return render(request, "dashboard/home.html", {"panels": []})


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
