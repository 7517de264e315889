"""What the members themselves are: their departments, and when they joined."""

import itertools
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from cities import rules
from cities.events import BodyEvent, DepartmentEvent, MembershipEvent
from cities.models import City, County, Department, Organisation
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event

LONGEST_SLUG = 36
RESERVED = frozenset({"add"})
"""Addresses under /cities/ that are pages of their own."""


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


@transaction.atomic
def add_body(
    *, name: str, kind: str, counties: Sequence[str], source: str, by: Actor, at: datetime
) -> Organisation:
    """Name another body that can be a party to agreements, and the counties it lies in.

    `source` says where the counties are from. Raises StaleState when there is one of that name.
    """
    if reason := rules.why_not_add_body(by):
        raise PermissionDenied(reason)
    try:
        with transaction.atomic():
            body = Organisation.objects.create(slug=_free_slug(name), name=name, kind=kind)
    except IntegrityError as error:
        raise StaleState(f"{name} is among the bodies already. Open the list again.") from error
    County.objects.bulk_create(
        County(organisation=body, name=county, source=source) for county in counties
    )
    Event.objects.record(BodyEvent.ADDED, body, by=by, at=at, counties=list(counties))
    return body


def _free_slug(name: str) -> str:
    """The name as an address that no other body has, with a number where it must."""
    stem = slugify(name)[:LONGEST_SLUG].strip("-") or "body"
    taken = {*Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    slugs = itertools.chain([stem], (f"{stem}-{number}" for number in itertools.count(2)))
    return next(slug for slug in slugs if slug not in taken | RESERVED)
