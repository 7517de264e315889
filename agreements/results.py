"""What parties, versions and acts add up to: who adopted what, and whether it all holds."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, pairwise

from django.core.files.storage import Storage, default_storage
from django.db.models import QuerySet

from agreements import adoption
from agreements.adoption import Cell, CellState
from agreements.models import Act, Agreement, Document, Party, Text, Version, Vote, normalised

SHELF = "agreements"
"""The folder of the storage in which documents are kept."""

BINDING = frozenset(Agreement.Kind.values) - {Agreement.Kind.STATEMENT.value}
"""Kinds of agreement that bind money or duty."""

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
    def summary(self) -> str:
        """The whole in one or two sentences."""
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


def doubts(act: Act, votes: Sequence[Vote]) -> list[str]:
    """What a reader should look at again in an act; it stands as recorded all the same.

    Needs the act's agreement loaded.
    """
    return list(chain(_count_doubts(act, votes), _date_doubts(act), _form_doubts(act)))


def _count_doubts(act: Act, votes: Sequence[Vote]) -> Iterator[str]:
    if not votes:
        return
    counts = Counter(vote.value for vote in votes)
    ayes, nays = counts[Vote.Value.AYE], counts[Vote.Value.NAY]
    said = [int(number) for number in re.findall(r"\d{1,4}", act.tally)[:2]]
    if said and said != [ayes, nays][: len(said)]:
        yield (
            f"The tally says {act.tally}, but the roll call counts {ayes} aye and {nays} nay. "
            "Both stand as recorded."
        )
    if act.result == Act.Result.PASSED and nays >= ayes:
        yield f"The act is recorded as passed, with {ayes} aye and {nays} nay."
    for voter, times in Counter(vote.voter for vote in votes).items():
        if times > 1:
            yield f"{voter} stands {times} times in the roll call."
    for vote in votes:
        if not vote.value:
            yield f'{vote.voter} has "{vote.word}", a word that is not known as a vote.'


def _date_doubts(act: Act) -> Iterator[str]:
    stations: list[tuple[str, date | None]] = [
        ("introduced", act.introduced_on),
        ("on the agenda", act.agenda_on),
        ("voted on", act.acted_on),
    ]
    known = [(name, on) for name, on in stations if on is not None]
    for (name, on), (later, later_on) in pairwise(known):
        if on > later_on:
            yield (
                f"The dates are not in order: {name} on {adoption.long_date(on)}, "
                f"{later} on {adoption.long_date(later_on)}."
            )


def _form_doubts(act: Act) -> Iterator[str]:
    if act.instrument != Act.Instrument.ORDINANCE and act.party.agreement.kind in BINDING:
        yield (
            f"This agreement binds money or duty and the act is a {act.instrument}. Councils have "
            "used an ordinance for such agreements; ask the city attorney whether one is needed."
        )


def invariants() -> Iterator[str]:
    """Say what does not hold, a sentence for each breach; nothing when all is well."""
    yield from _text_breaches()
    yield from _standing_breaches()
    yield from _file_breaches(default_storage)


def _text_breaches() -> Iterator[str]:
    for text in Text.objects.iterator(chunk_size=100):
        if hashlib.sha256(text.body.encode()).hexdigest() != text.sha256:
            yield f"Agreements: {text} does not have the SHA-256 it is known by."
        elif normalised(text.body) != text.body:
            yield f"Agreements: {text} is not kept in its normal form."


def _standing_breaches() -> Iterator[str]:
    live: QuerySet[Agreement] = Agreement.objects.exclude(
        state__in=[Agreement.State.DRAFT, Agreement.State.WITHDRAWN]
    )
    for found in standings(live):
        agreement, since = found.agreement, found.outcome.in_force_on
        if found.text is None:
            yield f"Agreements: “{agreement}” went to the councils without a fixed text."
        if agreement.state == Agreement.State.CIRCULATED and since:
            yield f"Agreements: “{agreement}” was adopted as its terms ask, but is not in force."
        if agreement.state == Agreement.State.IN_FORCE and since != agreement.in_force_on:
            said = adoption.long_date(since) if since else "never"
            yield (
                f"Agreements: “{agreement}” is in force since {agreement.in_force_on}, "
                f"but by the councils' acts since {said}."
            )


def _file_breaches(storage: Storage) -> Iterator[str]:
    rows = {str(document.file): document for document in Document.objects.order_by("pk")}
    kept = set(_files(storage, SHELF))
    for name in sorted(kept - set(rows)):
        yield f"Agreements: the file {name} belongs to no document."
    for name, document in rows.items():
        if name not in kept:
            yield f"Agreements: the file of the document “{document}” is missing."
            continue
        digest = hashlib.sha256()
        with storage.open(name) as file:
            for chunk in file.chunks():
                digest.update(chunk)
        if digest.hexdigest() != document.sha256:
            yield f"Agreements: the file of the document “{document}” is not the one added."


def _files(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files(storage, f"{folder}/{name}")
