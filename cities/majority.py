"""Whether a vote carries by a majority of a council's members, not of those who came.

Pure arithmetic. Missouri asks it of contracts between municipalities (RSMo 70.300, as printed in
Senate Bill 1267 of 2002: "a majority vote of the members of the governing body"); in cities of the
fourth class the mayor votes only to break a tie (RSMo 79.120, as cited by Raytown's code).
"""

from __future__ import annotations

import dataclasses
import enum


class MayorVote(enum.StrEnum):
    """How a mayor takes part in the council's votes."""

    MEMBER = "member"
    TIE = "tie"
    NEVER = "never"
    UNKNOWN = "unknown"


KNOWN_RULES = (MayorVote.MEMBER, MayorVote.TIE, MayorVote.NEVER)


@dataclasses.dataclass(frozen=True, slots=True)
class Council:
    """A council's size: `members` elected beside the mayor (1 or more), and how the mayor votes."""

    members: int
    mayor: MayorVote

    def __post_init__(self) -> None:
        """Refuse a council of nobody: no vote could have a majority of it."""
        if self.members < 1:
            raise ValueError(f"A council of {self.members} members; expected 1 or more")


@dataclasses.dataclass(frozen=True, slots=True)
class Reckoning:
    """What a roll call comes to.

    `seats` vote, `needed` of them are a majority, `ayes` counted. `carried` is None where the
    mayor's part is not on record and the answer depends on it; `seats`, `needed` and `ayes` are
    then those of the members alone.
    """

    seats: int
    needed: int
    ayes: int
    carried: bool | None

    @property
    def sentence(self) -> str:
        """The reckoning as a person reads it."""
        said = f"{self.ayes} of {self.seats} voted aye; a majority of the members is {self.needed}."
        if self.carried is None:
            return f"{said} Whether the mayor's vote counts is not on record, and it would decide."
        return said


def reckon(council: Council, *, ayes: int, nays: int, mayor: bool | None = None) -> Reckoning:
    """Return whether the motion has a majority of the council's members.

    `ayes` and `nays` are the members' own, without the mayor; `mayor` is the mayor's vote: True
    aye, False nay, None where the mayor did not vote.
    """
    if council.mayor is not MayorVote.UNKNOWN:
        return _by(council.mayor, council.members, ayes=ayes, nays=nays, mayor=mayor)
    found = [_by(rule, council.members, ayes=ayes, nays=nays, mayor=mayor) for rule in KNOWN_RULES]
    alone = _by(MayorVote.NEVER, council.members, ayes=ayes, nays=nays, mayor=mayor)
    if len({each.carried for each in found}) == 1:
        return alone
    return dataclasses.replace(alone, carried=None)


def _by(rule: MayorVote, members: int, *, ayes: int, nays: int, mayor: bool | None) -> Reckoning:
    seats = members + (rule is MayorVote.MEMBER)
    heard = rule is MayorVote.MEMBER or (rule is MayorVote.TIE and ayes == nays)
    counted = ayes + bool(heard and mayor)
    needed = seats // 2 + 1
    return Reckoning(seats, needed, counted, counted >= needed)
