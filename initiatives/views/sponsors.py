"""Co-sponsor cities: the authors ask them, and their liaisons answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cities.models import City
from collaborative.http import Request, sent
from collaborative.lifecycle import StaleState
from initiatives.forms.sponsorships import AnswerForm, AskForm
from initiatives.models import Proposal, Sponsorship
from initiatives.operations import sponsorships as operations
from initiatives.questions import wanted
from initiatives.results.proposals import names_for, parts
from initiatives.results.sponsorships import changes_since, happened
from initiatives.rules import sponsorships as rules
from initiatives.rules.proposals import text_for, why_not_share
from initiatives.views.arriving import find

State = Sponsorship.State


def ask(request: Request, reference: str) -> HttpResponse:
    """Who is asked and what they answered; until the screening, ask others."""
    proposal = _own(request, reference)
    sponsors = list(proposal.sponsorships.for_list())
    asked = {row.city_id for row in sponsors if _is_put(row)}
    others = City.objects.exclude(pk__in={proposal.city_id, *asked}).order_by("name")
    form = AskForm(sent(request), offered=others)
    if request.method == "POST" and form.is_valid():
        return _ask(request, proposal, form)
    known = {row.city_id for row in sponsors}
    asked_for = set(wanted(proposal.draft))
    return render(
        request,
        "initiatives/proposal_sponsors.html",
        {
            "form": form,
            "proposal": proposal,
            "sponsors": [(row, _is_put(row)) for row in sponsors],
            "suggested": [
                city
                for slug, city in form.offered.items()
                if slug in asked_for and city.pk not in known
            ],
            "closed": rules.closed_asking(proposal),
            "happened": happened(proposal),
        },
    )


def _ask(request: Request, proposal: Proposal, form: AskForm) -> HttpResponse:
    asked = operations.ask(proposal, cities=form.chosen(), by=request.actor, at=timezone.now())
    names = ", ".join(sorted(row.city.name for row in asked))
    messages.success(request, f"Asked to co-sponsor: {names}. Their liaisons get a letter.")
    return redirect("initiatives:sponsors", proposal.reference)


def _is_put(sponsorship: Sponsorship) -> bool:
    """Whether the city is asked or co-sponsors: it can be let go, and is not asked once more."""
    return sponsorship.is_waiting or sponsorship.counts


@require_POST
def take_back(request: Request, reference: str, city: str) -> HttpResponse:
    """Ask a city no longer."""
    proposal = _own(request, reference)
    sponsorship = get_object_or_404(proposal.sponsorships.for_list(), city__slug=city)
    operations.take_back(sponsorship, by=request.actor, at=timezone.now())
    messages.success(request, f"{sponsorship.city} is no longer asked; its digest says so.")
    return redirect("initiatives:sponsors", proposal.reference)


def _own(request: Request, reference: str) -> Proposal:
    proposal = find(request, reference)
    if reason := why_not_share(request.actor, proposal):
        raise PermissionDenied(reason)
    return proposal


@never_cache
def answer(request: Request, reference: str) -> HttpResponse:
    """The text beside the answer of a liaison's city."""
    own = list(_loaded().filter(pk__in=_put_to(request).filter(proposal__reference=reference)))
    if not own:
        proposal = find(request, reference)
        raise PermissionDenied(
            f"{proposal.reference} is not put to your city. Only the liaisons of the cities that "
            "are asked to co-sponsor it answer here."
        )
    asked = (request.POST or request.GET).get("city")
    sponsorship = next((row for row in own if row.city.slug == asked), own[0])
    if request.method == "POST":
        return _answer(request, sponsorship)
    form = AnswerForm(sponsorship=sponsorship)
    return _beside(request, sponsorship, form, own=own)


def _put_to(request: Request) -> QuerySet[Sponsorship]:
    return Sponsorship.objects.put_to(request.actor)


def _loaded() -> QuerySet[Sponsorship]:
    return Sponsorship.objects.select_related(
        "city", "answered_by", "proposal__city", "proposal__author"
    ).order_by("city__name")


def _answer(request: Request, sponsorship: Sponsorship) -> HttpResponse:
    """Record the answer; what was typed stays on the page whenever it is refused."""
    at = timezone.now()
    form = AnswerForm(request.POST, sponsorship=sponsorship)
    if closed := rules.why_not_answer(request.actor, sponsorship, at=at):
        form.add_error(None, f"{closed} Nothing was changed; what you typed is still below.")
        return _beside(request, sponsorship, form, status=409)
    if not form.is_valid():
        return _beside(request, sponsorship, form, status=422)
    version, turn = form.cleaned_data["version"], form.cleaned_data["turn"]
    reply = form.answer()
    try:
        operations.answer(
            sponsorship, reply=reply, version=version, turn=turn, by=request.actor, at=at
        )
    except StaleState as stale:
        return _once_more(request, sponsorship, f"{stale} What you typed is below.", read=version)
    except operations.StaleSignOff:
        sentence = (
            "The text has changed since you opened this page, so your answer was not recorded. "
            "Read what changed, then answer; what you typed is still below."
        )
        return _once_more(request, sponsorship, sentence, read=version)
    proposal, said = sponsorship.proposal, State(reply.state).label.lower()
    messages.success(
        request, f"{sponsorship.city} has {said}. The authors of {proposal.reference} are told."
    )
    return redirect("home" if reply.state == State.DECLINED else proposal)


def _once_more(
    request: Request, sponsorship: Sponsorship, sentence: str, *, read: int
) -> HttpResponse:
    """Show things as they stand now with what was typed; the next answer is to these."""
    current = _loaded().get(pk=sponsorship.pk)
    rebased = request.POST.copy()
    rebased["turn"], rebased["version"] = current.turn, str(current.proposal.version)
    form = AnswerForm(rebased, sponsorship=current)
    form.add_error(None, sentence)
    return _beside(request, current, form, read=read, status=409)


def _beside(
    request: Request,
    sponsorship: Sponsorship,
    form: AnswerForm,
    *,
    own: Sequence[Sponsorship] = (),
    read: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the text beside the answer.

    `own` are the questions to all of the person's cities; `read` is the version that the person
    had read before.
    """
    proposal = sponsorship.proposal
    closed = rules.why_not_answer(request.actor, sponsorship, at=timezone.now())
    return render(
        request,
        "initiatives/proposal_sponsor.html",
        {
            "sponsorship": sponsorship,
            "proposal": proposal,
            "own": own if len(own) > 1 else [],
            "form": form if form.is_bound or not closed else None,
            "closed": closed,
            **_text(request, sponsorship, read or sponsorship.version),
        },
        status=status,
    )


def _text(request: Request, sponsorship: Sponsorship, since: int | None) -> dict[str, object]:
    """The text that is signed off, what changed in it, and who stands by it; or nothing of it.

    Who declined reads a draft no more, and of what was sent in as much as other readers.
    """
    actor, proposal = request.actor, sponsorship.proposal
    if not Proposal.objects.visible_to(actor).filter(pk=proposal.pk).exists():
        return {"parts": []}
    names, text = names_for(proposal), text_for(actor, proposal)
    is_draft = text == proposal.draft
    return {
        "parts": parts(text, names),
        "attachments": proposal.attachments.all(),
        "changes": changes_since(proposal, since, names) if since and is_draft else [],
        "sponsors": proposal.sponsorships.shown_to(request.actor),
    }
