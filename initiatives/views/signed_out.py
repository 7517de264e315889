"""What arrives from a section's page that is not its person's any more.

The session has ended, somebody else has signed in in the same browser, or the form's token
against forgery was renewed in another tab. With the page's own stamp what was typed is kept for
the person the page was made for, and for nobody else; without it nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cities.models import Office
from collaborative import wording
from collaborative.models import User
from initiatives.forms.sections import SectionForm
from initiatives.models import Proposal
from initiatives.operations import keeping, revising, writing
from initiatives.questions import SECTIONS
from initiatives.results.proposals import names_for
from initiatives.rules import proposals as rules
from initiatives.views.made_for import MadeFor, made_for, turn

PAGE = "initiatives:edit_section"
AUTOSAVE = "initiatives:autosave_section"
FORGED = (
    "The form came from a page that was opened before you last signed in, or from another site. "
    "Go back, open the page anew, and send it again."
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """What became of a text: whether it is kept, and the sentence for whoever sits there."""

    is_kept: bool
    sentence: str


def is_foreign(request: HttpRequest) -> bool:
    """Tell whether a request comes from nobody, or from a page made for somebody else."""
    if not request.user.is_authenticated:
        return True
    owner = made_for(request) if request.method == "POST" else None
    return owner is not None and owner.person != request.user.pk


def answer_page(request: HttpRequest, reference: str, key: str) -> HttpResponseBase:
    """Keep what the section's form sent, and ask to sign in."""
    back = reverse(PAGE, args=[reference, key])
    if request.method != "POST":
        return redirect_to_login(back)
    kept = _keep(request, reference, key)
    if kept.is_kept or request.user.is_authenticated:
        messages.warning(request, kept.sentence)
    return redirect("home") if request.user.is_authenticated else redirect_to_login(back)


def answer_script(request: HttpRequest, reference: str, key: str) -> JsonResponse:
    """Keep what the page saved by itself, and say where to sign in."""
    kept = _keep(request, reference, key)
    back = reverse(PAGE, args=[reference, key])
    sign_in = f"{reverse('account_login')}?{urlencode({'next': back})}"
    if request.user.is_authenticated:
        sign_in = f"{reverse('account_logout')}?{urlencode({'next': sign_in})}"
    said = {"sentence": kept.sentence, "sign_in": sign_in, "kept": kept.is_kept}
    return JsonResponse(said, status=401)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form without a valid token against forgery; a section's text is kept all the same.

    A page's stamp cannot be guessed and is never sent to another site, so that it vouches for
    the form; yet what comes is only kept, and one press on the page puts it in.
    """
    del reason
    match = request.resolver_match
    place = match.view_name if match else ""
    owner = made_for(request) if place in {PAGE, AUTOSAVE} else None
    if match is None or owner is None:
        return render(request, "403.html", {"exception": FORGED}, status=403)
    where = (match.kwargs["reference"], match.kwargs["key"])
    if is_foreign(request):
        return (answer_page if place == PAGE else answer_script)(request, *where)
    kept = _keep(request, *where)
    if place == AUTOSAVE:
        said = {"sentence": kept.sentence, "token": get_token(request), "kept": kept.is_kept}
        return JsonResponse(said, status=403)
    messages.warning(
        request,
        "You signed in again after you had opened this page, so what you typed is not saved yet. "
        "It is in the form; press Save to put it in.",
    )
    return redirect(PAGE, *where)


def _keep(request: HttpRequest, reference: str, key: str) -> Keeping:
    """Keep what a section's form holds for the person it was made for."""
    at, owner = timezone.now(), made_for(request)
    ended = f"You were signed out at {wording.clock(at)}."
    proposal = _proposal(owner, reference)
    if owner is None or proposal is None or key not in SECTIONS:
        return Keeping(
            is_kept=False,
            sentence=(
                f"{ended} What you typed since the last save is not kept: copy it, then sign in "
                "again."
            ),
        )
    try:
        is_kept = _keep_for(request, owner, proposal, key, at=at)
    except keeping.KeepsTooMuch as refusal:
        return Keeping(is_kept=False, sentence=str(refusal))
    if not is_kept:
        return Keeping(is_kept=False, sentence=f"{ended} You no longer write {reference}.")
    if request.user.is_authenticated and owner.person != request.user.pk:
        return Keeping(
            is_kept=True,
            sentence=(
                "Somebody else has signed in in this browser. What was typed on that page is kept "
                "for the person who typed it."
            ),
        )
    return Keeping(is_kept=True, sentence=f"{ended} What you typed is kept for you.")


def _proposal(owner: MadeFor | None, reference: str) -> Proposal | None:
    """The proposal of a page, where the address names the same one."""
    if owner is None:
        return None
    found = Proposal.objects.filter(pk=owner.proposal, reference=reference)
    return found.select_related("city", "author", "department").first()


def _keep_for(
    request: HttpRequest, owner: MadeFor, proposal: Proposal, key: str, *, at: datetime
) -> bool:
    """Keep the form's answers for a page's person; tell whether that person still writes them."""
    person = User.objects.filter(pk=owner.person, is_active=True).first()
    if person is None:
        return False
    actor = Office.objects.actor(person, on=timezone.localdate(at))
    if rules.why_not_write(actor, proposal):
        return False
    form = SectionForm.sent(request.POST, SECTIONS[key], names_for(proposal), proposal)
    writing.keep_for(
        proposal,
        answers=form.typed(),
        base=form.base_read,
        by=actor,
        at=at,
        page=revising.Page(owner.page, turn(request)),
    )
    return True
