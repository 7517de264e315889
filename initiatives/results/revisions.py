"""What became of a proposal's text: who wrote when, and what one text says and another not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField
from django.db.models.expressions import RawSQL

from collaborative.models import User
from initiatives.comparing import Piece, compare, folded
from initiatives.models import Proposal, Revision, Submission
from initiatives.questions import (
    SECTIONS,
    Kind,
    Section,
    Text,
    of_substance,
    question_of,
    section_of,
)
from initiatives.results.proposals import Names, asked, in_words, keys_in

SITTING = timedelta(minutes=10)
"""Saves by one person that follow each other within that time are one sitting."""
AROUND = 20
"""Words of unchanged text that are shown on both sides of a change."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person's saves in a row: revisions `first` to `last`, and the sections they touched."""

    first: int
    last: int
    who: str
    begun_at: datetime
    ended_at: datetime
    sections: tuple[Section, ...]
    how: str
    restored: int | None
    sent_in: Submission | None

    @property
    def before(self) -> int:
        """The number of the text that it began from; 0 stands for no text."""
        return self.first - 1


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs: in prose word by word, else the two answers in words."""

    key: str
    question: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()

    @property
    def is_substance(self) -> bool:
        """Whether a co-sponsor's word rests on this answer."""
        return bool(of_substance([self.key]))


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A section in which two texts differ."""

    section: Section
    changes: tuple[Change, ...]


def sittings(proposal: Proposal) -> list[Sitting]:
    """List who wrote the text, the newest first. Two queries, however many revisions there are."""
    rows = (
        proposal.revisions.select_related("by")
        .defer("changes")
        .annotate(
            keys=RawSQL(
                "ARRAY(SELECT jsonb_object_keys(initiatives_revision.changes))",
                [],
                output_field=ArrayField(CharField()),
            )
        )
        .order_by("number")
    )
    sent = {one.revision_id: one for one in proposal.submissions.all()}
    return [_sitting(run, sent.get(run[-1].pk)) for run in _runs(rows, set(sent))][::-1]


def _runs(rows: Iterable[Revision], sent: set[int]) -> Iterator[list[Revision]]:
    """Part the revisions where another sitting begins; what was sent in ends one."""
    run: list[Revision] = []
    for row in rows:
        if run and not _goes_on(run[-1], row, sent):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _goes_on(last: Revision, row: Revision, sent: set[int]) -> bool:
    return (
        row.by_id == last.by_id
        and row.at - last.at <= SITTING
        and last.pk not in sent
        and {row.how, last.how} == {Revision.How.TYPED}
    )


def _sitting(run: list[Revision], sent: Submission | None) -> Sitting:
    keys = {key for row in run for key in row.keys}  # type: ignore[attr-defined] # annotated
    touched = {section_of(key) for key in keys}
    return Sitting(
        first=run[0].number,
        last=run[-1].number,
        who=_who(run[-1].by, run[-1].office),
        begun_at=run[0].at,
        ended_at=run[-1].at,
        sections=tuple(section for section in SECTIONS.values() if section.key in touched),
        how=run[-1].how,
        restored=run[-1].restored,
        sent_in=sent,
    )


def _who(person: User | None, office: str) -> str:
    if person is None:
        return "The portal"
    return person.name if office in {"", person.name} else f"{person.name} ({office})"


def changed_parts(before: Text, after: Text, names: Names) -> list[ChangedPart]:
    """List the sections in which two texts differ, with each answer that does, in order."""
    found = (
        ChangedPart(section, tuple(_changes(section, before, after, names)))
        for section in SECTIONS.values()
    )
    return [part for part in found if part.changes]


def _changes(section: Section, before: Text, after: Text, names: Names) -> Iterator[Change]:
    for key in keys_in(section, names):
        old, new = before.get(key, ""), after.get(key, "")
        if old == new:
            continue
        question = question_of(key)
        if question is not None and question.kind == Kind.PROSE:
            pieces = tuple(folded(compare(old, new), around=AROUND))
            yield Change(key, asked(key, names), old, new, pieces)
        else:
            yield Change(
                key, asked(key, names), in_words(key, old, names), in_words(key, new, names)
            )
