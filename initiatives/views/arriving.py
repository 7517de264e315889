"""How a request comes to a proposal: found or not found, open or closed to it."""

from __future__ import annotations

from enum import StrEnum

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from collaborative.http import Request
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Proposal
from initiatives.results.history import standing


def find(request: Request, reference: str) -> Proposal:
    """Return a proposal that this person may read; any other is not there."""
    readable = Proposal.objects.visible_to(request.actor)
    return get_object_or_404(
        readable.select_related("city", "author", "department", "merged_into"), reference=reference
    )


def not_found(request: Request) -> HttpResponseBase:
    """Answer for what is not there, or not for this person: the same for both.

    Somebody who is not signed in may have followed the link in a letter, and is asked to.
    """
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.get_full_path())


def arrived_late(request: Request, proposal: Proposal, event: StrEnum) -> HttpResponse | None:
    """Answer a step that the proposal cannot take now; nothing while it can.

    Whoever looks at its page, or presses twice, is told how things stand. Whoever wants another
    step than the one that was taken goes on, and the lifecycle refuses with who was first.
    """
    if PROPOSAL.allows(proposal, event):
        return None
    if request.method == "POST" and proposal.state != PROPOSAL.steps[event].after:
        return None
    messages.info(request, f"{standing(proposal)}. Nothing was changed.")
    return redirect(proposal)
