"""Exhibits of a draft: added, put in order, taken out; row and file come and go together."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from agreements.events import VersionEvent
from agreements.models import Exhibit, Version
from agreements.operations.acts import hold
from agreements.rules import versions as rules
from collaborative.files import no_stray_file
from collaborative.models import Actor, Event
from collaborative.uploads import Upload


def add(version: Version, *, title: str, upload: Upload, by: Actor, at: datetime) -> Exhibit:
    """Add a file, checked by `collaborative.uploads`, as the draft's last exhibit."""
    exhibit = Exhibit(
        version=version,
        title=title,
        name=upload.name,
        sha256=hashlib.sha256(upload.content).hexdigest(),
        size=len(upload.content),
        media_type=upload.media_type,
        added_by=by.user,
        added_at=at,
    )
    with no_stray_file(exhibit.file, upload.name):
        exhibit.file.save(upload.name, ContentFile(upload.content), save=False)
        _write(exhibit, by=by, at=at)
    return exhibit


@transaction.atomic
def _write(exhibit: Exhibit, *, by: Actor, at: datetime) -> None:
    version = _held(exhibit.version)
    if reason := rules.why_not_add_exhibit(by, version):
        raise PermissionDenied(reason)
    exhibit.number = version.exhibits.count() + 1
    exhibit.save(force_insert=True)
    _tell(VersionEvent.EXHIBIT_ADDED, version, exhibit, by=by, at=at)


def _held(version: Version) -> Version:
    """Keep the agreement's row until the transaction ends, and read the version as it is now."""
    agreement = hold(version.agreement)
    now = agreement.versions.get(pk=version.pk)
    now.agreement = agreement
    return now


def _tell(
    kind: VersionEvent, version: Version, exhibit: Exhibit, *, by: Actor, at: datetime
) -> None:
    Event.objects.record(
        kind,
        version.agreement,
        by=by,
        at=at,
        version=version.number,
        exhibit=str(exhibit),
        sha256=exhibit.sha256,
    )


@transaction.atomic
def remove(exhibit: Exhibit, *, by: Actor, at: datetime) -> None:
    """Take an exhibit out of a draft; those behind it move up. Out already, nothing happens.

    The file goes with the last row that names it: an earlier version may have the same exhibit.
    """
    version = _held(exhibit.version)
    if reason := rules.why_not_write(by, version):
        raise PermissionDenied(reason)
    if not version.exhibits.filter(pk=exhibit.pk).delete()[0]:
        return
    _number(list(version.exhibits.all()))
    _tell(VersionEvent.EXHIBIT_REMOVED, version, exhibit, by=by, at=at)
    if not Exhibit.objects.filter(file=str(exhibit.file)).exists():
        transaction.on_commit(partial(exhibit.file.storage.delete, str(exhibit.file)))


@transaction.atomic
def change(exhibit: Exhibit, *, title: str, number: int, by: Actor, at: datetime) -> None:
    """Give an exhibit of a draft another title, and its place among the others, from 1."""
    version = _held(exhibit.version)
    if reason := rules.why_not_write(by, version):
        raise PermissionDenied(reason)
    rows = [each for each in version.exhibits.all() if each.pk != exhibit.pk]
    exhibit.title = title
    rows.insert(min(max(number, 1), len(rows) + 1) - 1, exhibit)
    Exhibit.objects.filter(pk=exhibit.pk).update(title=title)
    _number(rows)
    _tell(VersionEvent.EXHIBITS_ORDERED, version, exhibit, by=by, at=at)


def _number(exhibits: Sequence[Exhibit]) -> None:
    """Number exhibits as they stand; the database looks at the numbers when all is written."""
    for number, exhibit in enumerate(exhibits, start=1):
        exhibit.number = number
    Exhibit.objects.bulk_update(exhibits, ["number"])
