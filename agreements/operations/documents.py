"""Files beside an agreement or an act, and the note that a packet was exported."""

import hashlib
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from agreements import rules
from agreements.events import AgreementEvent
from agreements.models import Act, Agreement, Document
from collaborative.files import no_stray_file
from collaborative.models import Actor, Event
from collaborative.uploads import Upload


def add_document(thing: Agreement | Act, *, upload: Upload, by: Actor, at: datetime) -> Document:
    """Add a file, checked by `collaborative.uploads`, to an agreement or to an act."""
    reason = (
        rules.why_not_add_act_document(by, thing)
        if isinstance(thing, Act)
        else rules.why_not_add_document(by, thing)
    )
    if reason:
        raise PermissionDenied(reason)
    document = Document(
        agreement=None if isinstance(thing, Act) else thing,
        act=thing if isinstance(thing, Act) else None,
        name=upload.name,
        sha256=hashlib.sha256(upload.content).hexdigest(),
        size=len(upload.content),
        media_type=upload.media_type,
        added_by=by.user,
        added_at=at,
    )
    with no_stray_file(document.file, upload.name):
        document.file.save(upload.name, ContentFile(upload.content), save=False)
        _write(document, thing, by=by, at=at)
    return document


@transaction.atomic
def _write(document: Document, thing: Agreement | Act, *, by: Actor, at: datetime) -> None:
    document.save(force_insert=True)
    agreement = thing.party.agreement if isinstance(thing, Act) else thing
    Event.objects.record(
        AgreementEvent.DOCUMENT_ADDED, agreement, by=by, at=at, document=document.name
    )


@transaction.atomic
def note_export(
    agreement: Agreement,
    *,
    city: str,
    sha256: str,
    closed: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Note that a packet left the portal; the packet itself does not depend on this note.

    `city` is the name of the city it was made for, "" for all; `sha256` is the manifest's;
    `closed` says that it was the closed part.
    """
    if reason := rules.why_not_export(by, agreement):
        raise PermissionDenied(reason)
    Event.objects.record(
        AgreementEvent.PACKET_EXPORTED,
        agreement,
        by=by,
        at=at,
        city=city,
        sha256=sha256,
        part="closed" if closed else "open",
    )
