"""Asking for an export, giving it up, and taking the file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agreements.events import AgreementEvent, ExportEvent
from agreements.lifecycle import EXPORT
from agreements.models import Agreement, Export, ExportItem
from agreements.results.exports import Scope, found, held_back, marks, whose
from agreements.rules import exports as export_rules
from collaborative.leasing import FREE
from collaborative.manifest import clean_names
from collaborative.models import Actor, Event, User


@transaction.atomic
def ask(
    scope: Scope, *, ticked: Iterable[int] | None = None, by: Actor, at: datetime
) -> tuple[Export, bool]:
    """Ask for the packets of a scope, of the `ticked` agreements alone where they are given.

    Returns the export and whether it is a new one: who asks for the same again while it is under
    way, as by a second press, gets that. What it holds is fixed here, and the moment it stands for.
    """
    agreements = list(found(by, scope))
    if ticked is not None:
        wanted = frozenset(ticked)
        agreements = [agreement for agreement in agreements if agreement.pk in wanted]
    if reason := export_rules.why_not_ask(by, len(agreements)):
        raise PermissionDenied(reason)
    assert by.user is not None  # nobody else may
    User.objects.select_for_update().get(pk=by.user.pk)
    export = Export(
        state=EXPORT.start,
        state_since=at,
        asked_by=by.user,
        asked_at=at,
        city=whose(by, scope),
        council=scope.council,
        begins_on=scope.begins_on,
        ends_on=scope.ends_on,
        is_ticked=ticked is not None,
        total=len(agreements),
    )
    if same := _under_way(export, agreements):
        return same, False
    _write(export, agreements, by=by, at=at)
    return export, True


def ask_again(export: Export, *, by: Actor, at: datetime) -> tuple[Export, bool]:
    """Ask for the same agreements as they stand now; those that one may still export."""
    if reason := export_rules.why_not_ask_again(by, export):
        raise PermissionDenied(reason)
    scope = Scope(export.council, export.begins_on, export.ends_on)
    keys = list(export.items.values_list("agreement", flat=True)) if export.is_ticked else None
    return ask(scope, ticked=keys, by=by, at=at)


def cancel(export: Export, *, by: Actor, at: datetime) -> None:
    """Give it up; a worker that is at it finds out and stops. Raises StaleState once it is made."""
    if reason := export_rules.why_not_export_many(by):
        raise PermissionDenied(reason)
    EXPORT.advance(
        export,
        ExportEvent.CANCELLED,
        by=by,
        at=at,
        state_since=at,
        **FREE,
    )


@transaction.atomic
def note_taken(export: Export, *, by: Actor, at: datetime) -> None:
    """Note that the file leaves the portal."""
    if reason := export_rules.why_not_take(by, export, held_back=held_back(by, export)):
        raise PermissionDenied(reason)
    Event.objects.record(ExportEvent.TAKEN, export, by=by, at=at, sha256=export.sha256)


def _under_way(asked: Export, agreements: list[Agreement]) -> Export | None:
    """The same person's export of just these agreements, if it is still to be made."""
    same = Export.objects.filter(
        asked_by=asked.asked_by,
        city=asked.city,
        council=asked.council,
        begins_on=asked.begins_on,
        ends_on=asked.ends_on,
        state__in=[Export.State.WAITING, Export.State.RUNNING],
    )
    wanted = {agreement.pk for agreement in agreements}
    return next(
        (
            export
            for export in same
            if wanted == set(export.items.values_list("agreement", flat=True))
        ),
        None,
    )


def _write(export: Export, agreements: list[Agreement], *, by: Actor, at: datetime) -> None:
    export.save(force_insert=True)
    folders = clean_names(agreement.slug for agreement in agreements)
    known = marks([agreement.pk for agreement in agreements])
    ExportItem.objects.bulk_create(
        ExportItem(
            export=export,
            position=position,
            agreement=agreement,
            folder=folders[agreement.slug],
            mark=known[agreement.pk],
        )
        for position, agreement in enumerate(agreements, start=1)
    )
    Event.objects.record(
        ExportEvent.ASKED, export, by=by, at=at, scope=export.scope, total=export.total
    )
    Event.objects.record_all(
        AgreementEvent.PACKET_EXPORTED_IN_BULK, agreements, by=by, at=at, total=export.total
    )
