"""What a round weighs and who weighs it: choosing proposals, assigning evaluators."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cities.models import Office
from collaborative.http import Request, sent
from initiatives.forms.assigning import TermsForm
from initiatives.forms.rounds import EntriesForm
from initiatives.models import Declaration, Entry, Proposal, Review, Round
from initiatives.operations import entries as operations
from initiatives.results.progress import progress_by_evaluator
from initiatives.results.ties import Tie, Ties, ties
from initiatives.rules import assigning
from initiatives.rules import rounds as rules
from initiatives.rules.sponsorships import why_too_few
from initiatives.views.assigning import first_terms
from initiatives.views.rounds import find_to_run

PAGE = 50
SHOWN_ANYHOW = (Tie.WROTE, Tie.CO_SPONSOR)
"""The rule says the one, the label beside the box the other."""
ROWS = 20
"""Rows of the grid: with 40 evaluators they stay below the boxes a form may send."""


def choose(request: Request, slug: str) -> HttpResponse:
    """Choose accepted and parked proposals for a round in preparation."""
    round_ = find_to_run(request, slug)
    if reason := rules.why_not_change(request.actor, round_):
        raise PermissionDenied(reason)
    waiting = (
        Proposal.objects.visible_to(request.actor)
        .filter(state__in=[Proposal.State.ACCEPTED, Proposal.State.PARKED])
        .select_related("city")
        .prefetch_related("sponsorships__city")
        .order_by("reference", "pk")
    )
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    form = EntriesForm(sent(request), offered=page)
    if request.method == "POST" and form.is_valid():
        for reason in filter(None, [why_too_few(round_, one) for one in form.chosen()]):
            form.add_error("proposals", reason)
    if request.method == "POST" and form.is_valid():
        entered = operations.enter_together(
            round_, proposals=form.chosen(), by=request.actor, at=timezone.now()
        )
        one = len(entered) == 1
        messages.success(request, f"{len(entered)} proposal{'' if one else 's'} entered the round.")
        return redirect("initiatives:round_entries", slug)
    return render(
        request,
        "initiatives/round_entries.html",
        {"round": round_, "form": form, "page": page, "number": round_.entries.count()},
    )


@require_POST
def leave(request: Request, slug: str, reference: str) -> HttpResponse:
    """Take a proposal out of a round in preparation."""
    round_ = find_to_run(request, slug)
    entry = get_object_or_404(
        Entry.objects.select_related("round", "proposal"),
        round=round_,
        proposal__reference=reference,
    )
    operations.leave(entry, by=request.actor, at=timezone.now())
    messages.success(request, f"{entry.proposal} is out of the round and stays accepted.")
    return redirect(round_)


@dataclass(frozen=True, slots=True)
class Cell:
    """One evaluator for one proposal: a box to tick, or the sentence why there is none.

    `has_declared` says that there is no conflict by the evaluator's own word; `ties` are what
    may be one.
    """

    office: Office
    review: Review | None
    why_not: str | None
    has_declared: bool
    ties: Sequence[str]
    is_fixed: bool
    is_sponsor: bool
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the cells of a page are drawn from."""

    bars: assigning.Bars
    asked: Mapping[tuple[int, int], Review]
    declared: Collection[tuple[int, int]]
    ties: Ties


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal and a cell for each evaluator."""

    entry: Entry
    cells: Sequence[Cell]


def evaluators(request: Request, slug: str) -> HttpResponse:
    """The grid of proposals and evaluators."""
    round_ = find_to_run(request, slug)
    if reason := assigning.why_not_arrange(request.actor, round_):
        raise PermissionDenied(reason)
    entries = round_.entries.select_related("round", "proposal__city").prefetch_related(
        "proposal__wanted_cities", "proposal__sponsorships"
    )
    page = Paginator(entries, ROWS).get_page(request.GET.get("page"))
    if request.method == "POST":
        return _rearrange(request, round_, page)
    offices = list(operations.evaluators_in_office(at=timezone.now()))
    return render(
        request,
        "initiatives/round_evaluators.html",
        {
            "round": round_,
            "page": page,
            "offices": offices,
            "rows": _rows(request, round_, page, offices),
            "form": TermsForm(initial=asdict(first_terms(round_))),
        },
    )


@require_safe
def progress(request: Request, slug: str) -> HttpResponse:
    """How far each evaluator is: with the declarations, and with the reviews."""
    round_ = find_to_run(request, slug)
    if reason := rules.why_not_run(request.actor):
        raise PermissionDenied(reason)
    offices = list(operations.evaluators_in_office(at=timezone.now()))
    return render(
        request,
        "initiatives/round_progress.html",
        {"round": round_, "lines": progress_by_evaluator(round_, offices)},
    )


def _rearrange(request: Request, round_: Round, page: Page[Entry]) -> HttpResponse:
    came, went = operations.rearrange(
        round_,
        entries=list(page),
        wanted=_ticked(request),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, f"Saved: {came} assigned, {went} taken back.")
    return redirect(request.get_full_path())


def _ticked(request: HttpRequest) -> set[tuple[int, int]]:
    """Read the pairs of entry and office; what is no pair of numbers is no box of ours."""
    parts = (value.split("-") for value in request.POST.getlist("pair"))
    return {
        (int(pair[0]), int(pair[1]))
        for pair in parts
        if len(pair) == 2 and all(part.isdecimal() for part in pair)  # noqa: PLR2004 - a pair
    }


def _rows(
    request: Request, round_: Round, page: Page[Entry], offices: Sequence[Office]
) -> list[Row]:
    entries = list(page)
    known = Known(
        bars=assigning.bars_of(round_),
        asked={
            (review.entry_id, review.evaluator_id): review
            for review in Review.objects.filter(entry__in=entries).select_related("city")
        },
        declared=frozenset(
            Declaration.objects.filter(entry__in=entries).values_list("entry_id", "person_id")
        ),
        ties=ties(
            [entry.proposal for entry in entries],
            [office.person_id for office in offices],
            at=timezone.now(),
        ),
    )
    return [
        Row(entry, [_cell(request, entry, office, known) for office in offices])
        for entry in entries
    ]


def _cell(request: Request, entry: Entry, office: Office, known: Known) -> Cell:
    wanted = {city.pk for city in entry.proposal.wanted_cities.all()}
    sponsors = {row.city_id for row in entry.proposal.sponsorships.all() if row.counts}
    pair = entry.pk, office.person_id
    review = known.asked.get(pair)
    tied = known.ties.get((entry.proposal_id, office.person_id), ())
    return Cell(
        office=office,
        review=review,
        why_not=assigning.why_not_assign(request.actor, entry, office, bars=known.bars),
        has_declared=pair in known.declared,
        ties=[tie.of_the_person for tie in tied if tie not in SHOWN_ANYHOW],
        is_fixed=review is not None and review.state != Review.State.ASSIGNED,
        is_sponsor=office.organisation_id in sponsors,
        is_wanted=office.organisation_id in wanted,
    )


@require_POST
def everyone(request: Request, slug: str) -> HttpResponse:
    """Assign every evaluator to every proposal the rules allow."""
    round_ = find_to_run(request, slug)
    number = operations.assign_everyone(round_, by=request.actor, at=timezone.now())
    messages.success(
        request,
        f"{number} reviews are assigned." if number else "Everybody was assigned already.",
    )
    return redirect("initiatives:round_evaluators", slug)
