"""Two plans side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training.models import YearPlan
from training.results.plans.shown import Session, shown


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of both plans."""

    label: str
    one: int
    two: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What both have, and the classes that only one of them has."""

    figures: Sequence[Figure]
    only_one: Sequence[Session]
    only_two: Sequence[Session]
    both: int


def compared(one: YearPlan, two: YearPlan) -> Compared:
    """Set two plans side by side; a class is the same with its course, venue and days."""
    first, second = shown(one), shown(two)
    of_first = {_class(session) for session in first.sessions}
    of_second = {_class(session) for session in second.sessions}
    return Compared(
        figures=(
            Figure("Classes", len(first.sessions), len(second.sessions)),
            Figure("People with a seat", first.people, second.people),
            Figure(
                "People without a seat",
                sum(row.seats for row in first.left_out),
                sum(row.seats for row in second.left_out),
            ),
        ),
        only_one=[each for each in first.sessions if _class(each) not in of_second],
        only_two=[each for each in second.sessions if _class(each) not in of_first],
        both=len(of_first & of_second),
    )


def _class(session: Session) -> tuple[object, ...]:
    row = session.row
    return (row.course_id, row.venue_id, tuple(row.days))
