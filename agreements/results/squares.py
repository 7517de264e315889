"""Where one party's council stands, and where a whole agreement does, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from agreements import adoption
from agreements.adoption import Cell, CellState, long_date
from agreements.models import Act, Agreement, Party, Text, Version

_TONES: Mapping[str, str] = {
    Agreement.State.CIRCULATED: "waiting",
    Agreement.State.IN_FORCE: "good",
    Agreement.State.WITHDRAWN: "stopped",
}
_LABELS: Mapping[CellState, tuple[str, str]] = {
    CellState.NO_RECORD: ("No record", ""),
    CellState.BEFORE_COUNCIL: ("Before the council", "waiting"),
    CellState.POSTPONED: ("Put off", "waiting"),
    CellState.ADOPTED: ("Adopted", "good"),
    CellState.ADOPTED_EARLIER: ("Adopted the earlier version", "waiting"),
    CellState.ADOPTED_OTHER_TEXT: ("Adopted another text", "warning"),
    CellState.FAILED: ("Did not pass", "stopped"),
    CellState.SHORT: ("No majority of members", "warning"),
    CellState.VETOED: ("Vetoed", "stopped"),
    CellState.RESCINDED: ("Taken back", "stopped"),
    CellState.WITHDRAWN: ("Left", "stopped"),
}


@dataclass(frozen=True, slots=True)
class Square:
    """Where one party's council stands, in words and with the act that says so."""

    party: Party
    cell: Cell
    act: Act | None

    @property
    def label(self) -> str:
        """The state in two or three words."""
        if self.cell.state is CellState.ADOPTED_OTHER_TEXT and self.act and not self.act.text_id:
            return "Adopted, text not on file"
        return _LABELS[self.cell.state][0]

    @property
    def tone(self) -> str:
        """The tone of `_parts/state.html`; never the only carrier of meaning."""
        return _LABELS[self.cell.state][1]

    @property
    def sentence(self) -> str:
        """The state as a sentence."""
        return adoption.sentence(self.cell, party=self.party.organisation.name)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one version of an agreement stands with every party's council.

    `version` is the one last circulated, or the one asked for; None while all is draft. `text` is
    its text, without its words. `earlier` is the version in force meanwhile. `signers` sign
    without an act of a council and have no square.
    """

    agreement: Agreement
    version: Version | None
    earlier: Version | None
    outcome: adoption.Adoption
    squares: tuple[Square, ...]
    signers: tuple[Party, ...] = ()

    @property
    def text(self) -> Text | None:
        """The text that the councils have before them."""
        return self.version.text if self.version else None

    @property
    def tone(self) -> str:
        """The tone of the agreement's own state."""
        return _TONES.get(self.agreement.state, "")

    @property
    def since(self) -> date:
        """The day from which the agreement's own state holds."""
        stated = {
            Agreement.State.IN_FORCE: self.agreement.in_force_on,
            Agreement.State.ENDED: self.agreement.ended_on,
        }
        on = stated.get(Agreement.State(self.agreement.state))
        return on or localdate(self.agreement.state_since)

    @property
    def blocking(self) -> list[Square]:
        """The squares of the councils that decided otherwise, while that keeps it out of force."""
        slugs = set(self.outcome.blocked_by)
        return [square for square in self.squares if square.party.organisation.slug in slugs]

    @property
    def summary(self) -> str:
        """The whole in one or two sentences."""
        since, until = self.agreement.in_force_on, self.agreement.ended_on
        if since and until:
            return f"It was in force from {long_date(since)} to {long_date(until)}."
        names = {
            square.party.organisation.slug: square.party.organisation.name
            for square in self.squares
        }
        said = adoption.summary(self.outcome, names=names)
        if self.earlier is None or self.earlier.in_force_on is None or self.version is None:
            return said
        since_then = long_date(self.earlier.in_force_on)
        return f"{self.earlier} is in force since {since_then}. {self.version}: {said}"

    @property
    def progress(self) -> str:
        """How many have adopted, as in "2 of 5 councils"."""
        return f"{len(self.outcome.adopted_by)} of {len(self.squares)} councils"

    def of(self, organisation_id: int) -> Square | None:
        """The square of one body; None where it is no party."""
        found = (s for s in self.squares if s.party.organisation_id == organisation_id)
        return next(found, None)
