"""How far each figure may move before the verdict or the cheapest way turns."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from training.feasibility import Verdict
from training.options.comparing import compare
from training.options.inputs import Input, inputs_of
from training.options.study import Study, Way

TIMES = 10
LEAST_REACH = Decimal(1000)
SEATS_REACH = 60
"""How far a figure is followed upwards: to ten times, at least to 1,000; seats by sixty more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is to turn: the verdict on the shared course, and the cheapest way."""

    verdict: Verdict
    best: Way | None


@dataclass(frozen=True, slots=True)
class Turn:
    """The values nearest below and above at which the finding is another, and which.

    None where it stays as far down as nothing, or as far up as `followed_to`.
    """

    input: Input
    below: tuple[Decimal, Finding] | None
    above: tuple[Decimal, Finding] | None
    followed_to: Decimal


@dataclass(frozen=True, slots=True)
class Swing:
    """What the shared course saves against buying seats at a lower and a higher value."""

    input: Input
    low: Decimal
    high: Decimal
    saving_at_low: Decimal
    saving_at_high: Decimal
    verdict_at_low: Verdict
    verdict_at_high: Verdict

    @property
    def width(self) -> Decimal:
        """How much of the saving hangs on it."""
        return abs(self.saving_at_high - self.saving_at_low)


def finding(study: Study) -> Finding:
    """Return what a study comes to."""
    found = compare(study)
    return Finding(found.feasibility.verdict, found.best)


def turning_points(study: Study) -> list[Turn]:
    """Return for every figure how far it may move by itself, all others as they are."""
    base = finding(study)
    return [_turn(one, base) for one in inputs_of(study)]


def _turn(one: Input, base: Finding) -> Turn:
    if one.is_seats:
        reach = one.value + SEATS_REACH
        look = _first_seats
    else:
        reach = max(one.value * TIMES, LEAST_REACH)
        look = _nearest

    def at(value: Decimal) -> Finding:
        return finding(one.changed(value))

    return Turn(
        input=one,
        below=look(at, base, one, Decimal(0)),
        above=look(at, base, one, reach),
        followed_to=reach,
    )


def _first_seats(
    at: Callable[[Decimal], Finding], base: Finding, one: Input, end: Decimal
) -> tuple[Decimal, Finding] | None:
    """Try seat by seat: another class makes the costs jump, so nothing shorter is sure."""
    step = 1 if end > one.value else -1
    for seats in range(int(one.value) + step, int(end) + step, step):
        found = at(Decimal(seats))
        if found != base:
            return Decimal(seats), found
    return None


def _nearest(
    at: Callable[[Decimal], Finding], base: Finding, one: Input, end: Decimal
) -> tuple[Decimal, Finding] | None:
    """Halve the way until it is a step long.

    Every cost is a straight line in one amount, so that what keeps the finding is one stretch.
    """
    if one.value == end or at(end) == base:
        return None
    same, other = int(one.value / one.step), int(end / one.step)
    while abs(other - same) > 1:
        middle = (same + other) // 2
        if at(middle * one.step) == base:
            same = middle
        else:
            other = middle
    return other * one.step, at(other * one.step)


def swings(study: Study, *, percent: int) -> list[Swing]:
    """Move every figure down and up by so much, and return those that matter, widest first."""
    found = [_swing(one, percent) for one in inputs_of(study)]
    return sorted((each for each in found if each.width), key=lambda each: -each.width)


def _swing(one: Input, percent: int) -> Swing:
    by = (one.value * percent / 100).quantize(one.step, ROUND_HALF_UP)
    low, high = max(one.value - by, Decimal(0)), one.value + by
    (at_low, verdict_at_low), (at_high, verdict_at_high) = (
        _saving(one.changed(value)) for value in (low, high)
    )
    return Swing(one, low, high, at_low, at_high, verdict_at_low, verdict_at_high)


def _saving(study: Study) -> tuple[Decimal, Verdict]:
    found = compare(study)
    saved = found.options[Way.MARKET].total - found.options[Way.REGIONAL].total
    return saved, found.feasibility.verdict
