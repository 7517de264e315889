"""Keeping the topics and families, under which courses are found."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event
from training.events import CatalogueEvent
from training.models import Family, Topic
from training.operations.keeping import change, free_slug
from training.rules import catalogue as rules


@transaction.atomic
def add_topic(
    *,
    name: str,
    by: Actor,
    at: datetime,
    about: str = "",
    is_safety: bool = False,
    is_sample: bool = False,
    slug: str = "",
) -> Topic:
    """Add a subject that people can need training in."""
    if reason := rules.why_not_keep_courses(by):
        raise PermissionDenied(reason)
    topic = Topic.objects.create(
        slug=slug or free_slug(Topic.objects.all(), name),
        name=name,
        about=about,
        is_safety=is_safety,
        is_sample=is_sample,
    )
    Event.objects.record(CatalogueEvent.TOPIC_ADDED, topic, by=by, at=at)
    return topic


@transaction.atomic
def change_topic(
    topic: Topic,
    *,
    name: str,
    about: str,
    is_safety: bool,
    is_retired: bool,
    revision: int,
    by: Actor,
    at: datetime,
) -> Topic:
    """Say something else of a topic; answers and courses stay under it. Raises StaleRow."""
    if reason := rules.why_not_keep_courses(by):
        raise PermissionDenied(reason)
    said = {"name": name, "about": about, "is_safety": is_safety, "is_retired": is_retired}
    kind = CatalogueEvent.TOPIC_CHANGED
    return change(topic, said, kind=kind, revision=revision, by=by, at=at)


@transaction.atomic
def add_family(*, name: str, by: Actor, at: datetime) -> Family:
    """Add a family of courses."""
    if reason := rules.why_not_keep_courses(by):
        raise PermissionDenied(reason)
    family = Family.objects.create(slug=free_slug(Family.objects.all(), name), name=name)
    Event.objects.record(CatalogueEvent.FAMILY_ADDED, family, by=by, at=at)
    return family


@transaction.atomic
def change_family(family: Family, *, name: str, revision: int, by: Actor, at: datetime) -> Family:
    """Give a family another name. Raises StaleRow."""
    if reason := rules.why_not_keep_courses(by):
        raise PermissionDenied(reason)
    kind = CatalogueEvent.FAMILY_CHANGED
    return change(family, {"name": name}, kind=kind, revision=revision, by=by, at=at)
