"""Why people have no seat in a plan in which not everybody must have one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from training.planning.checking import cost_of
from training.planning.program import Program, Slot
from training.planning.sentences import counted
from training.planning.terms import Case, Held, Lacking, Reached, Want

UNPROVEN = "The time ran out before the best plan was proven; more of it may find them a seat."
ELSEWHERE = (
    "The days, rooms and people who may be away are used for what matters more, or for what was "
    "planned before."
)


def why_lacking(
    program: Program, classes: Sequence[Held], reached: Sequence[Reached]
) -> tuple[Lacking, ...]:
    """Say of every want that is not met in full how many lack a seat, and why."""
    seated: Counter[str] = Counter()
    for held in classes:
        seated.update(held.seats)
    spent = cost_of(program.case, classes)
    is_proven = all(one.is_proven for one in reached[:-1])
    return tuple(
        Lacking(
            want.key, want.seats - seated[want.key], _why(program, want, spent, is_proven=is_proven)
        )
        for want in program.wants
        if seated[want.key] < want.seats
    )


def _why(program: Program, want: Want, spent: int, *, is_proven: bool) -> str:
    case, course = program.case, program.courses[want.course]
    open_to = list(_open_to(program, want))
    if not open_to:
        return "No day, venue and date due fit together for these people."
    asked = sum(one.seats for one in program.wants if one.course == want.course)
    if asked < course.least:
        return f"{counted(asked)} in all want this course; a class needs at least {course.least}."
    if max(slot.room for slot in open_to) < course.least:
        return f"No venue holds the {course.least} people whom a class needs at least."
    if not is_proven:
        return UNPROVEN
    left, price = (case.budget or 0) - spent, _price(case, want, open_to)
    if case.budget is None or left >= price:
        return ELSEWHERE
    return (
        f"${left / 100:,.2f} of the budget is left; one more class of this course costs "
        f"${price / 100:,.2f} or more."
    )


def _open_to(program: Program, want: Want) -> Iterator[Slot]:
    """The classes into which the want's people could go if nobody else needed anything."""
    for number, (one, place) in enumerate(program.seats, start=len(program.slots)):
        if one.key == want.key and not program.bars[number]:
            yield program.slots[place]


def _price(case: Case, want: Want, open_to: Sequence[Slot]) -> int:
    """Cents for the cheapest class more, with the least people that it needs."""
    return min(
        slot.cost + slot.course.least * case.seat_cost(want, slot.course, slot.venue)
        for slot in open_to
    )
