"""What a cohort adds up to: seats, cost to each city, what people said, and what was learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F

from cities.models import City
from cities.shares import shared
from training.disclosure import LEAST
from training.models import Cohort, Enrolment, Evaluation
from training.results.evaluating import is_over

QUESTIONS = {
    Evaluation.Kind.REACTION: (
        "What I learned is of use in my work",
        "The course was taught clearly",
        "I would send a colleague to it",
    ),
    Evaluation.Kind.BEHAVIOUR: (
        "I use at work what I learned",
        "My work has become safer or better by it",
        "My supervisor supports me in using it",
    ),
}
"""What is asked, to be answered from 1 (not at all) to 5 (fully)."""
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class CityRow:
    """One city in a cohort: seats kept for it, its people with a place and in line, its share."""

    city: City
    seats: int
    people: int
    waiting: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """A cohort as a whole; the cost is dollars, and what it would cost today."""

    rows: list[CityRow]
    seats: int
    people: int
    waiting: int
    cost: Decimal


def standing(cohort: Cohort) -> Standing:
    """Count a cohort's seats and people by city, and share its cost by people. Two queries."""
    seats = list(cohort.seats.select_related("city").order_by("city__name"))
    by_state = Counter(
        {
            (row["city"], row["state"]): row["number"]
            for row in cohort.enrolments.values("city", "state").annotate(number=Count("pk"))
        }
    )
    counts = {one.city_id: _counts(by_state, one.city_id) for one in seats}
    people = sum(taken for taken, _ in counts.values())
    cost = cohort.fixed_cost + cohort.cost_per_seat * people
    weights = {str(key): Decimal(taken) for key, (taken, _) in counts.items() if taken}
    shares = shared(cost, weights) if weights else {}
    rows = [
        CityRow(
            one.city,
            one.seats,
            *counts[one.city_id],
            share=shares.get(str(one.city_id), Decimal(0)),
        )
        for one in seats
    ]
    waiting = sum(row.waiting for row in rows)
    return Standing(rows, sum(row.seats for row in rows), people, waiting, cost)


def _counts(by_state: Counter[tuple[int, str]], city: int) -> tuple[int, int]:
    """How many of a city have, or had, a place, and how many wait for one."""
    state = Enrolment.State
    placed = (state.ENROLLED, state.COMPLETED, state.ABSENT)
    return sum(by_state[city, one] for one in placed), by_state[city, state.WAITING]


def completed_since(day: date) -> dict[tuple[int, int], int]:
    """How many completed a course on a topic in a city since a day, by (topic, city)."""
    rows = (
        Enrolment.objects.filter(state=Enrolment.State.COMPLETED, cohort__ends_at__date__gte=day)
        .order_by()
        .values(topic=F("cohort__course__topic"), place=F("city"))
        .annotate(number=Count("pk"))
    )
    return {(row["topic"], row["place"]): row["number"] for row in rows}


@dataclass(frozen=True, slots=True)
class Answered:
    """What people said of a cohort: means from 1 to 5, by question; the remarks in no order."""

    number: int
    means: list[tuple[str, Decimal]]
    remarks: list[str]


def answered(cohort: Cohort, kind: Evaluation.Kind, *, at: datetime) -> Answered | None:
    """What was said, once nobody can answer any more; None before, and for fewer than five.

    Shown only whole: a figure that grew by one answer would give that answer away.
    """
    if not is_over(cohort, kind, at=at):
        return None
    rows = list(cohort.evaluations.filter(kind=kind).values_list("marks", "remark"))
    if len(rows) < LEAST:
        return None
    marks = list(zip(*(marks for marks, _ in rows), strict=True))
    return Answered(
        len(rows),
        list(zip(QUESTIONS[kind], map(_mean, marks), strict=True)),
        [remark for _, remark in rows if remark],
    )


@dataclass(frozen=True, slots=True)
class Learned:
    """What tests say was learned, in points of 100, of those who took both."""

    number: int
    before: Decimal
    after: Decimal


def learned(cohort: Cohort) -> Learned | None:
    """What was learned; None until the records are closed, and for fewer than five people."""
    if cohort.state != Cohort.State.HELD:
        return None
    rows = cohort.enrolments.seated().filter(score_before__isnull=False, score_after__isnull=False)
    scores = list(rows.values_list("score_before", "score_after"))
    if len(scores) < LEAST:
        return None
    before, after = zip(*scores, strict=True)
    return Learned(len(scores), _mean(before), _mean(after))


def _mean(numbers: Sequence[int]) -> Decimal:
    """The mean, rounded half up to a tenth."""
    return (Decimal(sum(numbers)) / len(numbers)).quantize(_TENTH, ROUND_HALF_UP)
