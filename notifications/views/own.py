"""One's own mail: what was sent and not read yet, and what one wants of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.http import Request, sent
from collaborative.roles import Permission
from notifications.catalogue.groups import GROUP_WORDS, duties
from notifications.forms import PreferenceForm, SeenForm
from notifications.models import GroupChoice, Message, Preference, Refusal
from notifications.models.people import way_out
from notifications.operations import inbox, muting
from notifications.operations import preferences as operations
from notifications.views.ledger import labelled_page

UNREAD = "unread"
"""Stands in the address of the inbox for what was not read yet."""


@require_safe
def mine(request: Request) -> HttpResponse:
    """The messages to the person who is signed in, the latest first: all, or those not read yet."""
    rows = Message.objects.filter(recipient=request.user)
    is_unread_only = request.GET.get("show") == UNREAD
    context = {
        "page": labelled_page(request, rows.unread() if is_unread_only else rows),
        "unread": rows.unread().count(),
        "is_unread_only": is_unread_only,
        "now": timezone.now(),
        "refusal": Refusal.objects.standing().of(request.user.email).first(),
    }
    return render(request, "notifications/mine.html", context)


@require_POST
def read_all(request: Request) -> HttpResponse:
    """Count as read what was there when the page was opened."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    number = inbox.read_all(request.user, seen_at=form.cleaned_data["seen_at"], at=timezone.now())
    messages.success(request, f"{number} message{'' if number == 1 else 's'} marked as read.")
    return redirect("notifications:mine")


@require_POST
def keep_unread(request: Request, pk: int) -> HttpResponse:
    """Count one message as not read again."""
    found = get_object_or_404(Message, pk=pk, recipient=request.user)
    inbox.unread(found, by=request.user)
    messages.success(request, "The message is marked as unread.")
    return redirect("notifications:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: Request) -> HttpResponse:
    """Choose how often, and when, the digest comes, and how soon mail of each group."""
    form = PreferenceForm(
        sent(request),
        instance=Preference.objects.of(request.user),
        paces=GroupChoice.objects.of(request.user),
    )
    if request.method == "POST" and form.is_valid():
        operations.choose(request.user, **form.choice(), by=request.actor, at=timezone.now())
        messages.success(request, "Your choice is kept.")
        return redirect("notifications:preferences")
    context = {
        "form": form,
        "is_reader": request.actor.may(Permission.RECEIVE_DIGEST),
        "duties": duties(),
        "muted": muting.listed(request.actor),
    }
    return render(request, "notifications/preferences.html", context)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token is the key
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """Ask, then end one sort of a person's mail. Looking ends nothing: scanners follow links."""
    found = way_out(token)
    if found is None:
        raise Http404
    ended = request.method == "POST"
    if ended:
        operations.unsubscribe(found.person, found.group, at=timezone.now())
    context = {
        "ended": ended,
        "address": found.person.email,
        "group": found.group,
        "words": GROUP_WORDS[found.group] if found.group else "",
    }
    return render(request, "notifications/unsubscribe.html", context)
