"""Who is told of needs assessments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from collaborative.models import Event
from collaborative.roles import Permission
from notifications.catalogue.audiences.addressees import Addressee, carrying, people
from notifications.catalogue.subjects import thing
from training.models import Assessment


def asked_in_assessment(event: Event, on: date) -> Iterator[Addressee]:
    """Those who are asked with their own account and have not sent in, while it is open."""
    assessment = thing(event)
    if isinstance(assessment, Assessment) and assessment.state == Assessment.State.OPEN:
        waiting = assessment.respondents.waiting().exclude(person=None)
        yield from people(Q(pk__in=waiting.values("person")), on)


def assessment_keepers(event: Event, on: date) -> Iterator[Addressee]:
    """Those who run assessments."""
    del event
    yield from carrying(Permission.RUN_ASSESSMENT, on)
