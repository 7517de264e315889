"""Recording who signed, attested and approved, line by line, as the paper has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from agreements.events import AgreementEvent
from agreements.models import Act, Party, SignatureLine, Version
from agreements.operations import entries
from agreements.rules.papers import why_not_keep_papers
from collaborative.models import Actor, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What stands on one line of the paper; all blank where nothing does, after all.

    `act` and `authority` go with the signature: the party's own act on record that authorises it,
    and what the paper says of it besides.
    """

    name: str = ""
    title: str = ""
    on: date | None = None
    act: Act | None = None
    authority: str = ""


@transaction.atomic
def record(
    party: Party,
    *,
    version: Version,
    part: str,
    signed: Signed,
    corrects: SignatureLine | None = None,
    because: str = "",
    by: Actor,
    at: datetime,
) -> SignatureLine:
    """Record one line of a party's signature block, or put right the one that stands.

    Raises StaleState when what stands is not `corrects`.
    """
    if reason := why_not_keep_papers(by, party, on=localdate(at)):
        raise PermissionDenied(reason)
    line = entries.keep(
        SignatureLine(
            party=party,
            version=version,
            part=part,
            name=signed.name,
            title=signed.title,
            on=signed.on,
            act=signed.act,
            authority=signed.authority,
            recorded_by=by.user,
            recorded_at=at,
            corrects=corrects,
            because=because,
        ),
        what=f"The line “{SignatureLine.Part(part).label}” of {party.organisation}",
        standing=SignatureLine.objects.filter(
            corrected_by=None, party=party, version=version, part=part
        )
        .select_related("recorded_by")
        .first(),
    )
    Event.objects.record(
        AgreementEvent.SIGNATURE_CORRECTED if corrects else AgreementEvent.SIGNED,
        party.agreement,
        by=by,
        at=at,
        party=party.organisation.name,
        line=line.get_part_display(),
        name=line.name,
        because=because,
    )
    return line
