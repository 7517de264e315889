"""Keeping what must be taught, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import City
from collaborative.models import Actor, Event
from training.events import CatalogueEvent
from training.models import Requirement, Topic
from training.operations.keeping import change, free_slug
from training.rules import catalogue as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is said of a requirement; see `Requirement`. `source` may be blank for good practice."""

    name: str
    topic: Topic
    basis: str
    source: str
    city: City | None
    whom: str
    hours: Decimal | None
    every_months: int | None
    is_retired: bool = False

    def said(self) -> dict[str, Any]:
        """The same by the names of the row."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@transaction.atomic
def add_requirement(
    terms: Terms, *, by: Actor, at: datetime, is_sample: bool = False, slug: str = ""
) -> Requirement:
    """Add a requirement with its basis."""
    if reason := rules.why_not_keep_courses(by):
        raise PermissionDenied(reason)
    slug = slug or free_slug(Requirement.objects.all(), terms.name)
    requirement = Requirement.objects.create(**terms.said(), slug=slug, is_sample=is_sample)
    Event.objects.record(CatalogueEvent.REQUIREMENT_ADDED, requirement, by=by, at=at)
    return requirement


@transaction.atomic
def change_requirement(
    requirement: Requirement, *, terms: Terms, revision: int, by: Actor, at: datetime
) -> Requirement:
    """Say something else of a requirement. Raises StaleRow."""
    if reason := rules.why_not_keep_courses(by):
        raise PermissionDenied(reason)
    kind = CatalogueEvent.REQUIREMENT_CHANGED
    return change(requirement, terms.said(), kind=kind, revision=revision, by=by, at=at)
