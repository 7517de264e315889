"""Looks at the exact figures of an assessment."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event
from training import rules
from training.events import GapsEvent
from training.models import Assessment


@transaction.atomic
def look_exactly(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Put on record that somebody looks at figures in which single people can be recognised."""
    if reason := rules.why_not_read_exactly(by):
        raise PermissionDenied(reason)
    Event.objects.record(GapsEvent.LOOKED, assessment, by=by, at=at)
