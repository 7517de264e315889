"""The answers of an assessment, added up by the database group by group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count

from training.disclosure import LEAST, Group, Place, pooled
from training.gaps import (
    IMPORTANT,
    LACKING,
    MEASURES,
    Base,
    Counted,
    Figure,
    Shown,
    Tally,
    figure,
)
from training.models import Assessment, Audience, Respondent, Topic

_ADDED_UP = """
    SELECT
        answer.topic_id, cell.number,
        count(importance) FILTER (WHERE performance IS NOT NULL),
        sum(importance) FILTER (WHERE performance IS NOT NULL),
        sum(performance) FILTER (WHERE importance IS NOT NULL),
        count(*) FILTER (WHERE importance >= %(important)s AND performance <= %(lacking)s),
        count(importance) FILTER (WHERE performance IS NOT NULL AND asks_causes),
        count(*) FILTER (WHERE marked AND asks_causes AND barriers = '{}'),
        count(*) FILTER (WHERE marked AND asks_causes AND 'equipment' = ANY (barriers)),
        count(*) FILTER (WHERE marked AND asks_causes AND 'staffing' = ANY (barriers)),
        count(*) FILTER (WHERE marked AND asks_causes AND 'time' = ANY (barriers)),
        count(*) FILTER (WHERE marked AND asks_causes AND 'incentive' = ANY (barriers)),
        count(*) FILTER (WHERE marked AND asks_causes AND 'procedure' = ANY (barriers)),
        count(difficulty) FILTER (WHERE frequency IS NOT NULL),
        sum(difficulty) FILTER (WHERE frequency IS NOT NULL),
        sum(frequency) FILTER (WHERE difficulty IS NOT NULL),
        count(urgency), sum(urgency),
        count(mandated), count(*) FILTER (WHERE mandated),
        count(people) FILTER (WHERE cell.role = 'head'),
        sum(people) FILTER (WHERE cell.role = 'head')
    FROM training_answer answer
    JOIN training_respondent respondent ON respondent.id = answer.respondent_id
    JOIN unnest(
        %(cities)s::bigint[], %(departments)s::bigint[], %(roles)s::text[], %(numbers)s::int[]
    ) AS cell (city, department, role, number)
        ON cell.city = respondent.city_id
        AND cell.department = respondent.department_id
        AND cell.role = respondent.role
    LEFT JOIN (
        SELECT audience, 'barriers' = ANY (aspects) AS asks_causes
        FROM training_questionnaire WHERE assessment_id = %(assessment)s
    ) AS questions
        ON questions.audience = CASE WHEN cell.role = 'head' THEN 'heads' ELSE 'staff' END
    CROSS JOIN LATERAL (
        SELECT importance IS NOT NULL AND performance IS NOT NULL AS marked
    ) AS given
    WHERE respondent.assessment_id = %(assessment)s
        AND respondent.sent_at IS NOT NULL
        AND (%(topic)s::bigint IS NULL OR answer.topic_id = %(topic)s)
    GROUP BY answer.topic_id, cell.number
"""
"""For each topic and group: how many gave the marks of each base, and the sums of its measures."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """An assessment's figures, topic by topic; exact ones are for the Institute alone."""

    assessment: Assessment
    is_exact: bool
    topics: Sequence[Topic]
    shown: Mapping[int, Shown]

    def figure(self, topic: Topic, where: Place) -> Figure | None:
        """What may be shown of a topic in a place."""
        shown = self.shown.get(topic.pk)
        return figure(shown, where) if shown else None


def gather(
    assessment: Assessment, *, topic: Topic | None = None, is_exact: bool = False
) -> Gathered:
    """Add up what was sent in, of one topic or of all; costs three statements.

    Exact figures count every department and kind of work by itself, however few the people are.
    """
    least = 1 if is_exact else LEAST
    groups = pooled(_cells(assessment), least=least)
    counted = _counted(assessment, groups, topic)
    return Gathered(
        assessment=assessment,
        is_exact=is_exact,
        topics=list(Topic.objects.filter(pk__in=counted)),
        shown={key: Shown(own, least=least) for key, own in counted.items()},
    )


def _cells(assessment: Assessment) -> Iterator[Group[Place]]:
    """Everybody whose answers count, by city, department and kind of work."""
    found = (
        Respondent.objects.counted()
        .filter(assessment=assessment)
        .order_by("city", "department", "role")
        .values_list("city", "department", "role")
        .annotate(people=Count("pk"))
    )
    for city, department, role, people in found:
        audience = Audience.HEADS if role == Respondent.Role.HEAD else Audience.STAFF
        cell = Place(audience.value, city, department, role)
        yield Group(cell, (cell,), people)


def _counted(
    assessment: Assessment, groups: Sequence[Group[Place]], topic: Topic | None
) -> dict[int, list[Counted]]:
    """What each group said of each topic."""
    cells = [(cell, number) for number, group in enumerate(groups) for cell in group.parts]
    given = {
        "assessment": assessment.pk,
        "topic": topic.pk if topic else None,
        "important": IMPORTANT,
        "lacking": LACKING,
        "cities": [cell.city for cell, _ in cells],
        "departments": [cell.department for cell, _ in cells],
        "roles": [cell.role for cell, _ in cells],
        "numbers": [number for _, number in cells],
    }
    counted: dict[int, list[Counted]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ADDED_UP, given)
        for key, number, *figures in cursor:
            counted[key].append(Counted(groups[number].place, dict(_tallies(figures))))
    return counted


def _tallies(figures: Sequence[int | None]) -> Iterator[tuple[Base, Tally]]:
    """Part the figures of a row by their bases, in the order of both tables."""
    at = 0
    for base, measures in MEASURES.items():
        people, *sums = figures[at : at + 1 + len(measures)]
        at += 1 + len(measures)
        if people:
            yield base, Tally(people, tuple(one or 0 for one in sums))
