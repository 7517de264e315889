"""What a packet is made from: an agreement with all that is on file, read at one moment."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agreements import results
from agreements.models import (
    Act,
    Agreement,
    Closing,
    Document,
    Exhibit,
    Filing,
    ImportedRecord,
    SignatureLine,
    Text,
    Version,
    Withdrawal,
)


class NoPacket(ValueError):
    """There is no packet of this agreement (for this city); the sentence says why."""


@dataclasses.dataclass(frozen=True, slots=True)
class Holdings:
    """An agreement and all that is on file about it.

    `acts` holds those that stand, `corrected` those that a later record put right; votes and steps
    are loaded with both. `city` is the address of the city whose clerk's packet it is, "" for all.
    `versions` are all that went to the councils, `version` the last of them, whose `exhibits` and
    required terms (`checklist`) these are. `documents` are all, closed ones too; `parted` is when
    any was closed or opened again, `papers_at` when a signature, a filing or a notice came in.
    """

    agreement: Agreement
    city: str
    version: Version
    text: Text
    standing: results.Standing
    acts: tuple[Act, ...]
    corrected: tuple[Act, ...]
    versions: tuple[Version, ...]
    exhibits: tuple[Exhibit, ...]
    checklist: tuple[results.Finding, ...]
    documents: tuple[Document, ...]
    records: tuple[ImportedRecord, ...]
    parted: tuple[datetime, ...]
    councils: results.Compositions
    blocks: tuple[results.Block, ...]
    filings: results.Log
    papers_at: tuple[datetime, ...]
    duration: results.Duration | None = None

    @property
    def as_of(self) -> date:
        """The day of the last change to any of it, in the cities' own time."""
        return localdate(max(self._moments()))

    def _moments(self) -> Iterator[datetime]:
        yield self.agreement.state_since
        if self.version.circulated_at:
            yield self.version.circulated_at
        yield from (act.recorded_at for act in (*self.acts, *self.corrected))
        yield from (document.added_at for document in self.documents)
        yield from (record.imported_at for record in self.records)
        yield from self.parted
        yield from self.papers_at
        yield from (found.check.at for found in self.checklist if found.check)
        for act in (*self.acts, *self.corrected):
            yield from (action.recorded_at for action in act.actions.all())

    @property
    def other_texts(self) -> list[Text]:
        """The texts that councils had before them instead of the circulated one."""
        found = {act.text.sha256: act.text for act in self.acts if act.text}
        found.pop(self.text.sha256, None)
        return [found[digest] for digest in sorted(found)]

    @property
    def missing_attachments(self) -> list[str]:
        """Names of the attachments that a council's record lists and nobody has put on file."""
        return results.not_on_file(self.records, self.documents)


@transaction.atomic
def hold(agreement: Agreement, *, city: str = "") -> Holdings:
    """Read everything at one moment. Raises NoPacket.

    The agreement's row is held while it is read, as those who record acts hold it.
    """
    now = Agreement.objects.select_for_update().get(pk=agreement.pk)
    versions = list(now.versions.filter(text__isnull=False).select_related("text"))
    version = versions[-1] if versions else None
    if version is None or version.text is None:
        raise NoPacket(f"“{now}” has no fixed text yet; there is a packet once it is circulated.")
    standing = results.standing(now)
    if city and all(square.party.organisation.slug != city for square in standing.squares):
        raise NoPacket(f"“{now}” has no party {city}.")
    acts = list(
        Act.objects.filter(party__agreement=now)
        .select_related("party__organisation__city", "text", "corrects")
        .prefetch_related(
            "votes",
            "actions__votes",
            "imported_records",
            "documents__closings",
            "party__organisation__facts",
        )
        .order_by("party__organisation__name", "acted_on", "pk")
    )
    for act in acts:
        act.party.agreement = now
    put_right = {act.corrects_id for act in acts}
    documents = results.documents_of(now)
    found = Holdings(
        agreement=now,
        city=city,
        version=version,
        text=version.text,
        standing=standing,
        acts=tuple(act for act in acts if act.pk not in put_right),
        corrected=tuple(act for act in acts if act.pk in put_right),
        versions=tuple(versions),
        exhibits=tuple(version.exhibits.all()),
        checklist=tuple(results.checklist_of(version)),
        documents=tuple(documents),
        records=_records(now),
        parted=tuple(_parted(documents)),
        councils=results.compositions(act.party.organisation_id for act in acts),
        blocks=tuple(results.signatures_of(version)),
        filings=results.filings_of(now),
        papers_at=tuple(_papers_at(now)),
    )
    # The term is told as of the record's own day: the same state says the same on any other.
    return dataclasses.replace(found, duration=results.duration(now, on=found.as_of))


def _parted(documents: Sequence[Document]) -> Iterator[datetime]:
    for closing in Closing.objects.filter(document__in=[each.pk for each in documents]):
        yield closing.reopened_at or closing.closed_at


def _papers_at(agreement: Agreement) -> Iterator[datetime]:
    for entries in (
        SignatureLine.objects.filter(version__agreement=agreement),
        Filing.objects.filter(version__agreement=agreement),
        Withdrawal.objects.filter(party__agreement=agreement),
    ):
        yield from entries.values_list("recorded_at", flat=True)


def _records(agreement: Agreement) -> tuple[ImportedRecord, ...]:
    found = ImportedRecord.objects.filter(act__party__agreement=agreement)
    return tuple(
        found.select_related("city", "file").order_by("city__slug", "file_number", "file__sha256")
    )
