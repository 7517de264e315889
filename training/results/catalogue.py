"""The catalogue as it stands, in the words of its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from training.catalogues import Facts, Words
from training.models import Course

WORDS = Words(
    levels={level.label: level.value for level in Course.Level},
    deliveries={delivery.label: delivery.value for delivery in Course.Delivery},
)
_FROM_THE_ROW = tuple(Facts.__slots__)


def facts_of(course: Course) -> Facts:
    """Return what is said of a course; its family and topic are read with it."""
    said = {name: getattr(course, name) for name in _FROM_THE_ROW}
    return Facts(**said | {"family": course.family.name, "topic": course.topic.name})


def by_code(codes: Iterable[str] | None = None) -> dict[str, Course]:
    """Return the courses with these codes, or all, by code. One query."""
    courses = Course.objects.select_related("family", "topic")
    chosen = courses if codes is None else courses.filter(code__in=list(codes))
    return {course.code: course for course in chosen}


def found(asked: Mapping[str, Any]) -> QuerySet[Course]:
    """Return the courses that fit all of what was asked; blank questions ask nothing."""
    courses = Course.objects.select_related("family", "topic").order_by("code")
    for word in str(asked.get("q") or "").split():
        courses = courses.filter(
            Q(code__icontains=word)
            | Q(title__icontains=word)
            | Q(about__icontains=word)
            | Q(family__name__icontains=word)
            | Q(topic__name__icontains=word)
        )
    for name in ("family", "topic", "level", "delivery"):
        if asked.get(name):
            courses = courses.filter(**{name: asked[name]})
    return courses if asked.get("retired") else courses.filter(is_retired=False)
