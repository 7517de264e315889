"""Keeping the rooms in which courses are held."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from training import rules
from training.events import VenueEvent
from training.models import CohortSession, Venue


@transaction.atomic
def add(venue: Venue, *, by: Actor, at: datetime) -> Venue:
    """Add a room."""
    if reason := rules.why_not_run_cohorts(by):
        raise PermissionDenied(reason)
    venue.save(force_insert=True)
    Event.objects.record(VenueEvent.ADDED, venue, by=by, at=at)
    return venue


@transaction.atomic
def change(venue: Venue, *, revision: int, by: Actor, at: datetime, **values: Any) -> None:
    """Change a room; calendars hear of it.

    Raises StaleState where somebody changed it meanwhile.
    """
    if reason := rules.why_not_run_cohorts(by):
        raise PermissionDenied(reason)
    before = (venue.name, venue.address)
    found = Venue.objects.filter(pk=venue.pk, revision=revision)
    if not found.update(revision=F("revision") + 1, **values):
        raise StaleState(f"{venue} was changed meanwhile. Look at it as it stands now.")
    venue.refresh_from_db()
    if (venue.name, venue.address) != before:
        held_there = CohortSession.objects.filter(cohort__venue=venue, is_dropped=False)
        held_there.update(sequence=F("sequence") + 1, changed_at=at)
    Event.objects.record(VenueEvent.CHANGED, venue, by=by, at=at)
