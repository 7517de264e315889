"""What the members themselves are: their departments, and when they joined."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities import rules
from cities.events import DepartmentEvent, MembershipEvent
from cities.models import City, Department, Organisation
from collaborative.models import Actor, Event


@transaction.atomic
def add_department(organisation: Organisation, *, name: str, by: Actor, at: datetime) -> Department:
    """Name a department of a body."""
    if reason := rules.why_not_add_department(by, organisation):
        raise PermissionDenied(reason)
    department = Department.objects.create(organisation=organisation, name=name)
    Event.objects.record(DepartmentEvent.ADDED, department, by=by, at=at)
    return department


@transaction.atomic
def join(city: City, *, on: date, by: Actor, at: datetime) -> None:
    """Record that a city joined, by its council's adoption of the statement of common purpose.

    Called by the operation that records the act, which has asked the rule. The first day on
    record stays.
    """
    if city.joined_on is not None:
        return
    city.joined_on = on
    city.save(update_fields=["joined_on"])
    Event.objects.record(MembershipEvent.JOINED, city, by=by, at=at, joined_on=on)
