"""One's own mail: what was sent, and how often one wants the digest."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.http import Request
from collaborative.roles import Permission
from notifications.forms import PreferenceForm
from notifications.models import Message, Preference
from notifications.models.people import person_of
from notifications.operations import preferences as operations
from notifications.views.ledger import labelled_page


@require_safe
def mine(request: Request) -> HttpResponse:
    """The messages to the person who is signed in, the latest first."""
    rows = Message.objects.filter(recipient=request.user)
    return render(
        request,
        "notifications/mine.html",
        {"page": labelled_page(request, rows)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Choose how often, and when, the digest comes."""
    form = PreferenceForm(request.POST or None, instance=Preference.objects.of(request.user))
    if request.method == "POST" and form.is_valid():
        operations.choose(request.user, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, "Your choice is kept.")
        return redirect("notifications:preferences")
    return render(
        request,
        "notifications/preferences.html",
        {"form": form, "is_reader": request.actor.may(Permission.RECEIVE_DIGEST)},
    )


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token is the key
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """Ask, then end a person's digests. Looking ends nothing: mail scanners follow links."""
    person = person_of(token)
    if person is None:
        raise Http404
    ended = request.method == "POST"
    if ended:
        operations.unsubscribe(person, at=timezone.now())
    return render(
        request, "notifications/unsubscribe.html", {"ended": ended, "address": person.email}
    )
