"""The assignment that the portal proposes: shown before anything is written, then taken over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cities.models import Office
from collaborative.http import Request
from initiatives.assigning import CannotAssign, Evaluator, Pair, Terms
from initiatives.forms.assigning import TakeOverForm, TermsForm
from initiatives.models import Entry, Round
from initiatives.operations import assigning as operations
from initiatives.operations.assigning import Proposed
from initiatives.rules import assigning as rules
from initiatives.views.rounds import find_to_run

PAGE = 50
MOVED_ON = (
    "The round has changed since you opened this page, and another assignment follows from it. "
    "Nothing was written. The one below is reckoned from the round as it stands now."
)


NEW, STAYS, BEGUN = "new", "stays", "begun"


@dataclass(frozen=True, slots=True)
class Seat:
    """One evaluator of a proposal: what is new about it, and what speaks for or against."""

    name: str
    what: str
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal: who reviews it, who no longer does, and why others may not."""

    entry: Entry
    seats: Sequence[Seat]
    gone: Sequence[str]
    barred: Sequence[str]


@dataclass(frozen=True, slots=True)
class Load:
    """One evaluator's reviews in the round: now, and as proposed."""

    office: Office
    now: int
    then: int


def first_terms(round_: Round) -> Terms:
    """Offer terms to begin with: as many reviews as the quorum needs cities, each by another."""
    return Terms(each=round_.quorum, of_one_city=1, cap=None, seed=round_.seed)


def proposal(request: Request, slug: str) -> HttpResponse:
    """Show the assignment that follows from the terms in the address; take it over when sent."""
    round_ = find_to_run(request, slug)
    if reason := rules.why_not_arrange(request.actor, round_):
        raise PermissionDenied(reason)
    if request.method == "POST":
        return _take_over(request, round_)
    form = TermsForm(request.GET)
    if not form.is_valid():
        return _show(request, round_, form)
    try:
        proposed = operations.propose_for(
            round_, terms=form.terms(), by=request.actor, at=timezone.now()
        )
    except CannotAssign as impossible:
        return _show(request, round_, form, impossible=impossible.sentences)
    return _show(request, round_, form, proposed=proposed)


def _take_over(request: Request, round_: Round) -> HttpResponse:
    form = TakeOverForm(request.POST)
    if not form.is_valid():
        return _show(request, round_, TermsForm(request.POST))
    again, terms = TermsForm(request.POST), form.terms()
    try:
        came, went = operations.take_over(
            round_,
            terms=terms,
            digest=form.cleaned_data["digest"],
            by=request.actor,
            at=timezone.now(),
        )
    except CannotAssign as impossible:
        return _show(request, round_, again, impossible=impossible.sentences, status=409)
    except operations.MovedOn as moved_on:
        found = moved_on.proposed
        return _show(request, round_, again, proposed=found, warning=MOVED_ON, status=409)
    messages.success(request, f"Taken over: {came} assigned, {went} taken back.")
    return redirect("initiatives:round_evaluators", round_.slug)


def _show(
    request: Request,
    round_: Round,
    form: TermsForm,
    *,
    proposed: Proposed | None = None,
    impossible: Sequence[str] = (),
    warning: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"round": round_, "form": form, "impossible": impossible, "warning": warning}
    if proposed:
        context |= _shown(request, proposed)
    return render(request, "initiatives/round_assignment.html", context, status=status)


def _shown(request: Request, proposed: Proposed) -> dict[str, Any]:
    found, terms = proposed.assignment, proposed.terms
    page = Paginator(list(proposed.entries.items()), PAGE).get_page(request.GET.get("page"))
    carried = {**asdict(terms), "digest": proposed.digest}
    return {
        "proposed": found,
        "page": page,
        "rows": _rows(proposed, page),
        "loads": _loads(proposed),
        "numbers": Counter(_what(proposed, pair) for pair in found.pairs),
        "sends": TakeOverForm(initial=carried, auto_id="taken_%s"),
        "cities": ceil(terms.each / terms.of_one_city),
    }


def _rows(proposed: Proposed, page: Page[tuple[str, Entry]]) -> list[Row]:
    found = proposed.assignment
    seats, gone, barred = defaultdict(list), defaultdict(list), defaultdict(set)
    for pair in sorted(found.pairs, key=lambda pair: _name(proposed, pair)):
        seats[pair[0]].append(_seat(proposed, pair))
    for pair in sorted(found.gone, key=lambda pair: _name(proposed, pair)):
        gone[pair[0]].append(_name(proposed, pair))
    for pair, reason in proposed.barred.items():
        barred[pair[0]].add(reason)
    return [Row(entry, seats[key], gone[key], sorted(barred[key])) for key, entry in page]


def _seat(proposed: Proposed, pair: Pair) -> Seat:
    evaluator = proposed.evaluators.get(pair[1])
    why = _reasons(evaluator, proposed.entries[pair[0]]) if evaluator else []
    return Seat(_name(proposed, pair), _what(proposed, pair), why)


def _reasons(evaluator: Evaluator, entry: Entry) -> list[str]:
    """Say what speaks for or against somebody, beside the load."""
    proposal = entry.proposal
    speaks = {
        "knows the kind of service": proposal.category in evaluator.knows,
        "would like to": proposal.reference in evaluator.likes,
        "would rather not": proposal.reference in evaluator.dislikes,
    }
    return [why for why, is_so in speaks.items() if is_so]


def _what(proposed: Proposed, pair: Pair) -> str:
    """Say whether a review is new, asked for as before, or begun."""
    if pair in proposed.assignment.new:
        return NEW
    return BEGUN if proposed.reviews[pair].state in operations.IN_HAND else STAYS


def _name(proposed: Proposed, pair: Pair) -> str:
    review = proposed.reviews.get(pair)
    return review.evaluator.name if review else proposed.offices[pair[1]].person.name


def _loads(proposed: Proposed) -> list[Load]:
    now = Counter(person for _, person in proposed.reviews)
    return [
        Load(office, now[person], proposed.assignment.loads[person])
        for person, office in proposed.offices.items()
    ]
