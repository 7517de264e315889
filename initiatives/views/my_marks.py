"""An evaluator's own marks beside each other, and sending in all that are whole."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.http import Request
from initiatives.models import Criterion, Review, Round
from initiatives.operations import scoring
from initiatives.results.own_marks import Row, declared_free, in_order, own_marks, own_reviews
from initiatives.rules import reviews as review_rules
from initiatives.rules import scoring as rules

MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column that the rows can be put in order by; `sorted` as ARIA has it."""

    label: str
    query: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Left:
    """A review that cannot go in with the others, and why."""

    review: Review
    why: str


@require_safe
def page(request: Request, slug: str) -> HttpResponse:
    """Show the own marks: proposals by criteria, the highest first of the criterion asked for."""
    round_ = find_round(request, slug)
    criteria = list(round_.criteria.all())
    reviews = own_reviews(request.actor, round_)
    rows = own_marks(round_, reviews)
    asked = request.GET.get("sort", "")
    by = asked.removeprefix("-")
    if by in {MEAN, *(one.key for one in criteria)}:
        rows = in_order(rows, by, is_upward=asked.startswith("-"))
    whole, left = _parted(request, rows, criteria)
    return render(
        request,
        "initiatives/my_marks.html",
        {
            "round": round_,
            "rows": rows,
            "heads": [_head(one.key, one.label, asked) for one in criteria],
            "mean": _head(MEAN, "Mean", asked),
            "done": sum(row.review.state in _DONE for row in rows),
            "whole": whole,
            "left": left,
            "can_fill_in": bool(open_to(request, reviews) or to_begin(request, reviews)),
        },
    )


_DONE = {Review.State.SUBMITTED, Review.State.RECUSED}


@require_POST
def send_in(request: Request, slug: str) -> HttpResponse:
    """Send in every own review of the round that is whole; the others stay as they are."""
    round_ = find_round(request, slug)
    rows = own_marks(round_, own_reviews(request.actor, round_))
    whole, left = _parted(request, rows, list(round_.criteria.all()))
    if not whole:
        raise PermissionDenied(
            "No review can be sent in. " + (left[0].why if left else "Nothing is left to send in.")
        )
    scoring.send_in(whole, by=request.actor, at=timezone.now())
    rest = f" {len(left)} {'is' if len(left) == 1 else 'are'} left; see why below." if left else ""
    said = "1 review is" if len(whole) == 1 else f"{len(whole)} reviews are"
    messages.success(request, f"{said} sent in. You may change them until the close.{rest}")
    return redirect("initiatives:my_marks", slug)


def find_round(request: Request, slug: str) -> Round:
    """Return the round whose own marks an evaluator asks for."""
    if reason := rules.why_not_compare(request.actor):
        raise PermissionDenied(reason)
    return get_object_or_404(Round.objects.visible_to(request.actor), slug=slug)


def open_to(request: Request, reviews: list[Review]) -> list[Review]:
    """Keep the reviews that their evaluator may write now."""
    at = timezone.now()
    return [
        one for one in reviews if review_rules.why_not_submit(request.actor, one, at=at) is None
    ]


def to_begin(request: Request, reviews: list[Review]) -> list[Review]:
    """Keep the reviews that a scoresheet begins: no conflict was declared, and the text opens."""
    at = timezone.now()
    return [
        one
        for one in declared_free(request.actor, reviews)
        if review_rules.why_not_review(request.actor, one, at=at) is None
    ]


def _parted(
    request: Request, rows: list[Row], criteria: list[Criterion]
) -> tuple[list[Review], list[Left]]:
    """Part what can go in now from what is left, in the order of the references."""
    at, whole, left = timezone.now(), [], []
    for row in sorted(rows, key=lambda row: row.review.entry.proposal.reference):
        if row.review.state in _DONE:
            continue
        why = rules.why_not_send_in(request.actor, row, criteria, at=at)
        if why is None:
            whole.append(row.review)
        else:
            left.append(Left(row.review, why))
    return whole, left


def _head(key: str, label: str, asked: str) -> Head:
    """The highest first; once more, the lowest."""
    if asked == key:
        return Head(label, f"sort=-{key}", "descending")
    return Head(label, f"sort={key}", "ascending" if asked == f"-{key}" else "")
