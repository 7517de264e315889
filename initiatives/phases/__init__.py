"""The phases of an evaluation round and what each allows: data for rules and for the database.

    preparing -> declarations -> scoring -> discussion -> decided -> released

A round may go from preparing straight to scoring. Where it has no discussion, that phase is
passed through in the same moment in which scoring closes.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

GRACE = timedelta(minutes=10)
"""How long after the close a page that was opened before it may still be sent in."""


class Right(StrEnum):
    """What a phase can allow; who may then do it is the role table's and the rules' to say."""

    PREPARE = "prepare"
    """Terms, criteria and entries change."""
    ASSIGN = "assign"
    """Evaluators are asked and taken back."""
    DECLARE = "declare"
    """Evaluators say that they have no conflict."""
    RECUSE = "recuse"
    """Evaluators step back because of one."""
    MARK = "mark"
    """Reviews are read beside the text, marked and sent in."""
    CHANGE_MARKS = "change marks"
    """What was sent in is changed, and shown as changed after the discussion."""
    WITHDRAW = "withdraw"
    """Authors take their proposal out, which stays on record."""
    READ_STANDINGS = "read standings"
    """Facilitators read the ranking and the marks by city."""
    RANK = "rank"
    """The ranking is computed, and again when marks or, with a reason, weights have changed."""
    MEET = "meet"
    """Meetings discuss the proposals, with the ranking in view."""
    DECIDE = "decide"
    """Decisions are recorded against the frozen ranking."""
    READ_RECORD = "read record"
    """Everybody reads the ranking and the decisions."""


PHASES: Mapping[str, frozenset[Right]] = MappingProxyType(
    {
        "preparing": frozenset({Right.PREPARE, Right.ASSIGN}),
        "declarations": frozenset({Right.ASSIGN, Right.DECLARE, Right.RECUSE, Right.WITHDRAW}),
        "scoring": frozenset(
            {Right.ASSIGN, Right.DECLARE, Right.RECUSE, Right.MARK, Right.WITHDRAW}
        ),
        "discussion": frozenset(
            {Right.RECUSE, Right.CHANGE_MARKS, Right.RANK, Right.READ_STANDINGS, Right.MEET}
        ),
        "decided": frozenset({Right.MEET, Right.DECIDE, Right.READ_STANDINGS}),
        "released": frozenset({Right.READ_STANDINGS, Right.READ_RECORD}),
    }
)
"""Every phase, in its order, with what it allows."""

BEFORE_SCORING = ("preparing", "declarations")
"""The phases from which scoring opens."""


def with_any(*rights: Right) -> tuple[str, ...]:
    """Name the phases that allow at least one of these, in their order."""
    return tuple(phase for phase, allowed in PHASES.items() if allowed & set(rights))
