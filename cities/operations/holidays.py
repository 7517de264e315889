"""Keeping the days on which a body differs from the usual workdays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cities import rules
from cities.events import HolidayEvent
from cities.models import Holiday, Organisation
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """A day as somebody says it."""

    on: date
    name: str
    source: str
    is_open: bool = False


@transaction.atomic
def put_on_list(organisation: Organisation, *, off: DayOff, by: Actor, at: datetime) -> Holiday:
    """Put a day on a body's list. Raises StaleState where it is there already."""
    _check(organisation, by)
    said = {"on": off.on, "name": off.name, "source": off.source, "is_open": off.is_open}
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(organisation=organisation, **said)
    except IntegrityError as error:
        raise StaleState(
            f"{day(off.on)} is on the list already. Take it off first, then put it on anew."
        ) from error
    Event.objects.record(HolidayEvent.PUT_ON_LIST, organisation, by=by, at=at, **said)
    return holiday


@transaction.atomic
def take_off(holiday: Holiday, *, by: Actor, at: datetime) -> None:
    """Take a day off a body's list: it is as any other again."""
    _check(holiday.organisation, by)
    said = {"on": holiday.on, "name": holiday.name, "is_open": holiday.is_open}
    Event.objects.record(HolidayEvent.TAKEN_OFF, holiday.organisation, by=by, at=at, **said)
    holiday.delete()


def _check(organisation: Organisation, by: Actor) -> None:
    if reason := rules.why_not_keep_holidays(by, organisation):
        raise PermissionDenied(reason)
