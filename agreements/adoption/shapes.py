"""What a matrix of adoptions is made of: acts, squares, and what they come to."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from datetime import date


class ActResult(enum.StrEnum):
    """What became of a text that was put before a council.

    ``short``: recorded as passed, but by its roll call with fewer than a majority of the members,
    where the agreement needs one. ``vetoed``: passed, and stopped before it took effect.
    ``rescinded``: adopted, and taken back by the council itself.
    """

    PASSED = "passed"
    FAILED = "failed"
    PENDING = "pending"
    POSTPONED = "postponed"
    SHORT = "short"
    VETOED = "vetoed"
    RESCINDED = "rescinded"


UNDECIDED = frozenset({ActResult.PENDING, ActResult.POSTPONED})


class CellState(enum.StrEnum):
    """Where one party's council stands. ``adopted_other_text`` also holds a text not on record.

    ``adopted_earlier``: adopted the text that this one is to replace, and not this one so far.
    ``withdrawn``: left the agreement by its terms.
    """

    NO_RECORD = "no_record"
    BEFORE_COUNCIL = "before_council"
    POSTPONED = "postponed"
    ADOPTED = "adopted"
    ADOPTED_EARLIER = "adopted_earlier"
    ADOPTED_OTHER_TEXT = "adopted_other_text"
    FAILED = "failed"
    SHORT = "short"
    VETOED = "vetoed"
    RESCINDED = "rescinded"
    WITHDRAWN = "withdrawn"


MISSING = frozenset(
    {
        CellState.NO_RECORD,
        CellState.BEFORE_COUNCIL,
        CellState.POSTPONED,
        CellState.ADOPTED_EARLIER,
    }
)
"""Where a council has not decided on this text so far."""

AGAINST = frozenset(
    {
        CellState.ADOPTED_OTHER_TEXT,
        CellState.FAILED,
        CellState.SHORT,
        CellState.VETOED,
        CellState.RESCINDED,
    }
)
"""Where a council has decided otherwise."""


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """One act of one council. ``text_sha256`` is None where the text it adopted is not on record.

    ``on`` is the day of what became of it: of the vote, the override, the veto, the rescission; for
    an undecided act of its introduction, None where unknown. ``adopted_on`` is the day from which a
    text stood adopted that was taken back on ``on``; None for all others. ``reference`` is
    whatever the caller knows the act by; it is handed back in the cell.
    """

    party: str
    result: ActResult
    on: date | None
    text_sha256: str | None = None
    reference: object = None
    adopted_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a decided act without its day: nothing could be in force since then."""
        if self.result not in UNDECIDED and self.on is None:
            raise ValueError(f"The {self.result} act of {self.party} has no date")

    @property
    def since(self) -> date | None:
        """The first day on which its text stood adopted; None for an act that never adopted."""
        return self.on if self.result is ActResult.PASSED else self.adopted_on


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One party's square of the adoption matrix, and the act that decided it."""

    state: CellState
    on: date | None = None
    act: Act | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """Days in a row: from `since` until the day before `until`; None means that it lasts."""

    since: date
    until: date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Adoption:
    """The whole matrix, in the order of the parties.

    ``missing``: parties whose council has not decided on this text so far.
    ``blocked_by``: parties whose council decided otherwise; empty once the agreement is in force.
    ``required``: how many adoptions bind. ``in_force_on``: the day since which enough adoptions
    have stood without a break; None while there are not enough.
    """

    cells: Mapping[str, Cell]
    required: int
    in_force_on: date | None
    missing: tuple[str, ...]
    blocked_by: tuple[str, ...]

    @property
    def in_force(self) -> bool:
        """Say whether enough councils adopted the text."""
        return self.in_force_on is not None

    @property
    def adopted_by(self) -> tuple[str, ...]:
        """Return the parties whose council adopted the circulated text."""
        return tuple(party for party, cell in self.cells.items() if cell.state is CellState.ADOPTED)
