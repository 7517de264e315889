"""Keeping the courses: one by one, or many from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event
from training.catalogues import Facts
from training.events import CatalogueEvent
from training.models import Course, Family, Topic
from training.operations.keeping import StaleRow, change
from training.operations.topics import add_family, add_topic
from training.results.catalogue import by_code
from training.rules import catalogue as rules


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many courses a file added and changed."""

    added: int
    changed: int


@transaction.atomic
def add_course(facts: Facts, *, by: Actor, at: datetime, is_sample: bool = False) -> Course:
    """Add a course. Raises StaleRow where its code is there already.

    A family or topic that is not there yet is added with it.
    """
    if reason := rules.why_not_keep_courses(by):
        raise PermissionDenied(reason)
    said = _said(facts, by=by, at=at) | {"is_sample": is_sample}
    course, is_new = Course.objects.get_or_create(code=facts.code, defaults=said)
    if not is_new:
        raise StaleRow(course)
    Event.objects.record(CatalogueEvent.COURSE_ADDED, course, by=by, at=at)
    return course


@transaction.atomic
def change_course(
    course: Course, *, facts: Facts, revision: int, by: Actor, at: datetime
) -> Course:
    """Say something else of a course. Its code stays. Raises StaleRow."""
    if reason := rules.why_not_keep_courses(by):
        raise PermissionDenied(reason)
    said = _said(facts, by=by, at=at)
    kind = CatalogueEvent.COURSE_CHANGED
    return change(course, said, kind=kind, revision=revision, by=by, at=at)


@transaction.atomic
def retire(course: Course, *, revision: int, by: Actor, at: datetime) -> Course:
    """Take a course out of the offer; what was held of it stays on record. Raises StaleRow."""
    if reason := rules.why_not_retire(by, course):
        raise PermissionDenied(reason)
    kind, said = CatalogueEvent.COURSE_RETIRED, {"is_retired": True}
    return change(course, said, kind=kind, revision=revision, by=by, at=at)


@transaction.atomic
def resume(course: Course, *, revision: int, by: Actor, at: datetime) -> Course:
    """Offer a course again. Raises StaleRow."""
    if reason := rules.why_not_resume(by, course):
        raise PermissionDenied(reason)
    kind, said = CatalogueEvent.COURSE_RESUMED, {"is_retired": False}
    return change(course, said, kind=kind, revision=revision, by=by, at=at)


@transaction.atomic
def load(
    courses: Sequence[Facts], *, revisions: Mapping[str, int], by: Actor, at: datetime
) -> Loaded:
    """Write the courses of a file, all or none.

    `revisions` says how each one stood that was there when the file was held against the
    catalogue. Raises StaleRow where one has been added or changed since.
    """
    there = by_code(facts.code for facts in courses)
    added = 0
    for facts in courses:
        course, revision = there.get(facts.code), revisions.get(facts.code)
        if course is None:
            add_course(facts, by=by, at=at)
            added += 1
        elif revision is None:
            raise StaleRow(course)
        else:
            change_course(course, facts=facts, revision=revision, by=by, at=at)
    return Loaded(added, len(courses) - added)


def _said(facts: Facts, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What a course's row says; the family and the topic by their names, whatever the capitals."""
    family = Family.objects.filter(name__iexact=facts.family).first()
    topic = Topic.objects.filter(name__iexact=facts.topic).first()
    return {name: value for name, value in asdict(facts).items() if name != "code"} | {
        "family": family or add_family(name=facts.family, by=by, at=at),
        "topic": topic or add_topic(name=facts.topic, by=by, at=at),
    }
