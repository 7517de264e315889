"""Reporting incidents, near misses and the hours worked; putting reports right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import City, Department
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from training.events import SafetyEvent
from training.models import Exposure, Incident, Topic
from training.rules import records as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened, without anybody's name."""

    department: Department
    on: date
    kind: str
    severity: str
    is_near_miss: bool
    hours_lost: Decimal
    topic: Topic | None = None
    what: str = ""

    def fields(self) -> dict[str, Any]:
        """The fields of the row."""
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def report(*, city: City, happening: Happening, by: Actor, at: datetime) -> Incident:
    """Report an incident or a near miss."""
    if reason := rules.why_not_report(by, city):
        raise PermissionDenied(reason)
    assert by.user is not None
    made = Incident.objects.create(
        city=city, reported_by=by.user, reported_at=at, **happening.fields()
    )
    Event.objects.record(SafetyEvent.REPORTED, made, by=by, at=at, city=city.name)
    return made


@transaction.atomic
def put_right(
    wrong: Incident, *, happening: Happening | None, because: str, by: Actor, at: datetime
) -> Incident:
    """Put a report right by a newer one; without a happening, there was none.

    Raises StaleState where somebody put it right meanwhile.
    """
    if reason := rules.why_not_report(by, wrong.city):
        raise PermissionDenied(reason)
    assert by.user is not None
    Incident.objects.select_for_update(of=("self",)).get(pk=wrong.pk)
    if Incident.objects.filter(corrects=wrong).exists():
        raise StaleState("This report was put right already. Look at the newer one.")
    right = happening or Happening(
        department=wrong.department,
        on=wrong.on,
        kind=wrong.kind,
        severity=wrong.severity,
        is_near_miss=wrong.is_near_miss,
        hours_lost=wrong.hours_lost,
        topic=wrong.topic,
        what=wrong.what,
    )
    newer = Incident.objects.create(
        city=wrong.city,
        corrects=wrong,
        is_void=happening is None,
        because=because,
        reported_by=by.user,
        reported_at=at,
        **right.fields(),
    )
    Event.objects.record(SafetyEvent.PUT_RIGHT, newer, by=by, at=at, because=because)
    return newer


@transaction.atomic
def report_hours(
    *,
    city: City,
    year: int,
    quarter: int,
    hours: Decimal,
    because: str = "",
    by: Actor,
    at: datetime,
) -> Exposure:
    """Report the hours worked in a quarter; hours on record are put right, for which say why.

    The same hours again change nothing.
    """
    if reason := rules.why_not_report(by, city):
        raise PermissionDenied(reason)
    assert by.user is not None
    City.objects.select_for_update().get(pk=city.pk)  # two at a time would report a quarter twice
    known = Exposure.objects.standing().filter(city=city, year=year, quarter=quarter).first()
    if known and known.hours == hours:
        return known
    if known and not because:
        raise StaleState(
            f"{known} are on record with {known.hours:,.2f} hours. Say why they are put right."
        )
    made = Exposure.objects.create(
        city=city,
        year=year,
        quarter=quarter,
        hours=hours,
        corrects=known,
        because=because if known else "",
        reported_by=by.user,
        reported_at=at,
    )
    kind = SafetyEvent.HOURS_PUT_RIGHT if known else SafetyEvent.HOURS
    Event.objects.record(kind, made, by=by, at=at, city=city.name)
    return made
