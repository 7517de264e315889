"""Where agreements stand with their parties' councils: the adoption matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    CellState.ADOPTED: ("Adopted", "good"),
    CellState.ADOPTED_OTHER_TEXT: ("Adopted another text", "warning"),
    CellState.FAILED: ("Did not pass", "stopped"),
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
    """Where one agreement stands with every party's council.

    `text` is the text last circulated, without its words; None while all is draft.
    """

    agreement: Agreement
    text: Text | None
    outcome: adoption.Adoption
    squares: tuple[Square, ...]

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
        return adoption.summary(self.outcome, names=names)

    @property
    def progress(self) -> str:
        """How many have adopted, as in "2 of 5 councils"."""
        return f"{len(self.outcome.adopted_by)} of {len(self.squares)} councils"

    def of(self, organisation_id: int) -> Square | None:
        """The square of one body; None where it is no party."""
        found = (s for s in self.squares if s.party.organisation_id == organisation_id)
        return next(found, None)


def standing(agreement: Agreement) -> Standing:
    """Where one agreement stands. Costs three queries."""
    return standings([agreement])[0]


def standings(agreements: Iterable[Agreement]) -> list[Standing]:
    """Where each agreement stands, in the order given. Costs three queries for any number."""
    rows = list(agreements)
    keys = [agreement.pk for agreement in rows]
    parties: dict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.filter(agreement__in=keys).select_related("organisation"):
        parties[party.agreement_id].append(party)
    acts: dict[int, list[Act]] = defaultdict(list)
    standing_acts = Act.objects.filter(party__agreement__in=keys, corrected_by=None)
    for act in standing_acts.select_related("text").defer("text__body").order_by("pk"):
        acts[act.party_id].append(act)
    texts = {
        version.agreement_id: version.text
        for version in Version.objects.filter(agreement__in=keys, text__isnull=False)
        .select_related("text")
        .defer("text__body")
        .order_by("number")
    }
    return [_standing(row, parties[row.pk], acts, texts.get(row.pk)) for row in rows]


def _standing(
    agreement: Agreement,
    parties: Sequence[Party],
    acts: Mapping[int, Sequence[Act]],
    text: Text | None,
) -> Standing:
    outcome = adoption.adoption(
        text.sha256 if text else "",
        parties=[party.organisation.slug for party in parties],
        acts=[_plain(party, act) for party in parties for act in acts.get(party.pk, ())],
        # A draft's terms may ask for more councils than it names so far.
        required=agreement.required_adoptions if text else None,
    )
    squares = []
    for party in parties:
        cell = outcome.cells[party.organisation.slug]
        act = cell.act.reference if cell.act else None
        squares.append(Square(party, cell, act if isinstance(act, Act) else None))
    return Standing(agreement, text, outcome, tuple(squares))


def _plain(party: Party, act: Act) -> adoption.Act:
    return adoption.Act(
        party=party.organisation.slug,
        result=adoption.ActResult(act.result),
        on=act.acted_on or act.introduced_on,
        text_sha256=act.text.sha256 if act.text else None,
        reference=act,
    )
