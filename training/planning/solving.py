"""The plan itself: one aim after the other, each kept while the next is sought."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

from training.planning.checking import breaches
from training.planning.clashing import explain
from training.planning.outline import Outline
from training.planning.program import Program
from training.planning.reasons import why_lacking
from training.planning.rows import Row, kept
from training.planning.solver import Answer, Clock, least
from training.planning.terms import Aim, Case, Found, OutOfTime, Reached, Stopped

OUTLINE, SHARE = 0.3, 0.7
"""An outline's aim, and an aim that others follow, take at most so much of the time left."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: the aim, the best so far (None yet), the best possible."""

    aim: Aim
    best: int | None
    bound: int | None


Watch = Callable[[Progress], bool]
"""Told again and again how far the work is; answers whether to go on."""


def plan(case: Case, *, seconds: float, watch: Watch = lambda _: True) -> Found:
    """Find the best plan of a case, and say how much better any other could be.

    Aims in their order: people with a mandate who lack a seat, then classes and people moved where
    there is a plan before, then need, then cost. Where all must have a seat, what is left of these
    is moves and cost. While every aim is proven, the same case gives the same plan.

    Raises CannotPlan with the limits that clash, OutOfTime with neither a plan nor these, and
    Stopped where `watch` says so.
    """
    clock, program = Clock(seconds), Program(case)
    aims, rows, reached = _aims(case), list(_cuts(program)), []
    outlined, values = _outlined(program, aims, clock, watch)
    if values and all(one.value == one.bound for one in outlined):
        pairs = zip(aims, outlined, strict=True)
        return _found(program, values, [_reached(program, *pair) for pair in pairs])
    for number, aim in enumerate(aims, start=1):
        share = clock.left() * (1 if number == len(aims) else SHARE)
        answer = _sought(program, aim, rows, start=values, seconds=share, watch=watch)
        if answer is None:
            explain(program, clock)
        outlined, answer = _bounded(outlined, answer)
        values = answer.values
        rows.append(kept(program.aim(aim)[0], answer.value))
        reached.append(_reached(program, aim, answer))
    return _found(program, values, reached)


def _outlined(
    program: Program, aims: list[Aim], clock: Clock, watch: Watch
) -> tuple[list[Answer], Sequence[float]]:
    """The best outline, and a plan that gives it its days; neither where there is one before."""
    if program.case.before is not None:
        return [], ()
    outline = Outline(program)
    try:
        sums = outline.best(aims, clock, share=OUTLINE)
        if sums is None:
            return [], ()
        last = [kept(program.aim(aim)[0], one.value) for aim, one in zip(aims, sums, strict=True)]
        rows, share = [*outline.fillings(), *last], clock.left() * OUTLINE
        filled = _sought(program, aims[-1], rows, start=(), seconds=share, watch=watch)
    except OutOfTime:
        return [], ()
    return sums, filled.values if filled else ()


def _aims(case: Case) -> list[Aim]:
    moves = [Aim.CLASSES, Aim.PEOPLE] if case.before is not None else []
    if case.must_meet_all:
        return [*moves, Aim.COST]
    mandates = [Aim.MANDATES] if any(want.is_mandated for want in case.wants) else []
    return [*mandates, *moves, Aim.NEED, Aim.COST]


def _sought(
    program: Program,
    aim: Aim,
    rows: list[Row],
    *,
    start: Sequence[float],
    seconds: float,
    watch: Watch,
) -> Answer | None:
    """Seek one aim. Raises whatever `watch` raises, once the solver has let go."""
    factors, constant = program.aim(aim)
    raised: list[Exception] = []
    is_wanted = True

    def tell(best: float, bound: float) -> bool:
        nonlocal is_wanted
        so_far = [None if abs(one) == inf else round(one) + constant for one in (best, bound)]
        try:
            is_wanted = watch(Progress(aim, *so_far))
        except Exception as why:  # noqa: BLE001 - nothing may be raised through the solver
            raised.append(why)
            return False
        return is_wanted

    try:
        return least(program.model(more=rows), factors, seconds=seconds, start=start, tell=tell)
    finally:
        if raised:
            raise raised[0]
        if not is_wanted:
            raise Stopped


def _bounded(outlined: list[Answer], answer: Answer) -> tuple[list[Answer], Answer]:
    """Take the outline's bound where it is the better one; it holds while both reach the same."""
    if not outlined:
        return [], answer
    first, *others = outlined
    bound = max(answer.bound, min(first.bound, answer.value))
    return others if first.value == answer.value else [], replace(answer, bound=bound)


def _cuts(program: Program) -> list[Row]:
    """Say what follows for whole classes: so many people need at least so many of them."""
    if not program.case.must_meet_all:
        return []
    rows = []
    for course in program.courses.values():
        asked = sum(want.seats for want in program.wants if want.course == course.key)
        places = [(at, slot.room) for at, slot in enumerate(program.slots) if slot.course == course]
        if asked and (room := max((room for _, room in places), default=0)):
            rows.append(Row(tuple((at, 1) for at, _ in places), -(-asked // room), inf))
    return rows


def _reached(program: Program, aim: Aim, answer: Answer) -> Reached:
    _, constant = program.aim(aim)
    sign = -1 if aim == Aim.NEED else 1
    return Reached(aim, sign * (answer.value + constant), sign * (answer.bound + constant))


def _found(program: Program, values: Sequence[float], reached: list[Reached]) -> Found:
    case, classes = program.case, program.classes(values)
    if wrong := breaches(case, classes):
        raise ArithmeticError(f"The solver's plan does not keep the limits: {wrong[0]}")
    before = {(one.course, one.venue, one.days) for one in case.before or ()}
    return Found(
        classes=classes,
        aims=tuple(reached),
        lacking=why_lacking(program, classes, reached),
        cost=reached[-1].value,
        moved=frozenset(
            number
            for number, one in enumerate(classes)
            if case.before is not None and (one.course, one.venue, one.days) not in before
        ),
    )
