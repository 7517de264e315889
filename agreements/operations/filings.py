"""Recording where executed copies were filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from agreements.events import AgreementEvent
from agreements.filing import FilingOffice, Place
from agreements.models import Agreement, Document, Filing, Party, Version
from agreements.operations import entries
from agreements.rules.papers import kept_by, why_not_file
from collaborative.models import Actor, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the receipt of one filing says; all blank where it was no filing, after all."""

    on: date | None = None
    book: str = ""
    page: str = ""
    number: str = ""
    officer: str = ""
    document: Document | None = None


@transaction.atomic
def record(
    agreement: Agreement,
    *,
    version: Version,
    place: Place,
    receipt: Receipt,
    corrects: Filing | None = None,
    because: str = "",
    by: Actor,
    at: datetime,
) -> Filing:
    """Record one filing, or put right the one on record. Settles nothing by itself.

    Raises StaleState when what stands is not `corrects`.
    """
    if reason := _why_not(by, agreement, place, at=at):
        raise PermissionDenied(reason)
    keeper = _keeper(agreement, place)
    county = place.where if place.office is FilingOffice.RECORDER else ""
    filing = entries.keep(
        Filing(
            version=version,
            office=place.office.value,
            county=county,
            party=keeper,
            on=receipt.on,
            book=receipt.book,
            page=receipt.page,
            number=receipt.number,
            officer=receipt.officer,
            receipt=receipt.document,
            recorded_by=by.user,
            recorded_at=at,
            corrects=corrects,
            because=because,
        ),
        what=f"The filing with the {place.name}",
        standing=Filing.objects.filter(
            corrected_by=None,
            version=version,
            office=place.office.value,
            county__iexact=county,
            party=keeper,
        )
        .select_related("recorded_by")
        .first(),
    )
    Event.objects.record(
        AgreementEvent.FILING_CORRECTED if corrects else AgreementEvent.FILED,
        agreement,
        by=by,
        at=at,
        place=place.name,
        on=filing.on,
        because=because,
    )
    return filing


def _why_not(by: Actor, agreement: Agreement, place: Place, *, at: datetime) -> str | None:
    kept = kept_by(by, agreement, on=localdate(at))
    return why_not_file(by, agreement, place, kept=kept)


def _keeper(agreement: Agreement, place: Place) -> Party | None:
    """The party whose officer keeps the copy; None for a filing that is all parties'."""
    if place.office is not FilingOffice.KEEPER:
        return None
    return next(
        party for party in agreement.parties.all() if party.organisation.name == place.where
    )
