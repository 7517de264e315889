"""How far the figures of a study may move, in the words of its page and its memo."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from collaborative.wording import dollars
from training import options
from training.options import Finding, Input, Study
from training.results.programmes import label_of, value_of
from training.results.verdicts import VERDICTS, in_a_sentence

PERCENT = 20
"""How far the figures are moved in the table of what the saving hangs on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLine:
    """One figure, what it is, and at which values the finding turns; "" where it does not."""

    label: str
    value: str
    below: str
    above: str

    @property
    def turns(self) -> bool:
        """Whether the finding hangs on it at all."""
        return bool(self.below or self.above)


@dataclass(frozen=True, slots=True, kw_only=True)
class SwingLine:
    """One figure at a lower and a higher value, with what the shared course then saves."""

    label: str
    low: str
    high: str


def turn_lines(study: Study, names: Mapping[str, str]) -> list[TurnLine]:
    """Say of every figure how far it may move by itself."""
    return [
        TurnLine(
            label=label_of(turn.input, names),
            value=value_of(turn.input, turn.input.value),
            below=_turned(turn.input, turn.below),
            above=_turned(turn.input, turn.above),
        )
        for turn in options.turning_points(study)
    ]


def _turned(one: Input, side: tuple[Decimal, Finding] | None) -> str:
    if side is None:
        return ""
    value, found = side
    best = f"; cheapest: {in_a_sentence(found.best)}" if found.best else ""
    return f"At {value_of(one, value)}: {VERDICTS[found.verdict].lower()}{best}"


def swing_lines(study: Study, names: Mapping[str, str]) -> list[SwingLine]:
    """Say what the saving is with each figure lower and higher, the widest first."""
    return [
        SwingLine(
            label=label_of(swing.input, names),
            low=_saved(swing.input, swing.low, swing.saving_at_low),
            high=_saved(swing.input, swing.high, swing.saving_at_high),
        )
        for swing in options.swings(study, percent=PERCENT)
    ]


def _saved(one: Input, value: Decimal, saving: Decimal) -> str:
    deed = "saves" if saving >= 0 else "costs more by"
    return f"At {value_of(one, value)}: {deed} {dollars(abs(saving))}"
