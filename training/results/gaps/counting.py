"""The answers of an assessment, added up by the database group by group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Exists

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
from training.models import Assessment, Audience, Questionnaire, Respondent, Topic

_ADDED_UP = """
    SELECT
        answer.topic_id, person.number,
        count(importance) FILTER (WHERE performance IS NOT NULL),
        sum(importance) FILTER (WHERE performance IS NOT NULL),
        sum(performance) FILTER (WHERE importance IS NOT NULL),
        count(*) FILTER (WHERE importance >= %(important)s AND performance <= %(lacking)s),
        count(*) FILTER (WHERE marked AND asks_causes),
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
        count(people) FILTER (WHERE person.is_head),
        sum(people) FILTER (WHERE person.is_head)
    FROM training_answer answer
    JOIN unnest(
        %(people)s::bigint[], %(numbers)s::int[], %(heads)s::bool[], %(asked_causes)s::bool[]
    ) AS person (id, number, is_head, asks_causes) ON person.id = answer.respondent_id
    CROSS JOIN LATERAL (
        SELECT importance IS NOT NULL AND performance IS NOT NULL AS marked
    ) AS given
    WHERE %(topic)s::bigint IS NULL OR answer.topic_id = %(topic)s
    GROUP BY answer.topic_id, person.number
"""
"""For each topic and group: how many gave the marks of each base, and the sums of its measures."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """An assessment's figures, topic by topic; exact ones are for the Institute alone."""

    assessment: Assessment
    is_exact: bool
    answering: Answering
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
    answering = answering_in(assessment, is_exact=is_exact)
    counted = _counted(answering, topic)
    return Gathered(
        assessment=assessment,
        is_exact=is_exact,
        answering=answering,
        topics=list(Topic.objects.filter(pk__in=counted)),
        shown={key: Shown(own, least=answering.least) for key, own in counted.items()},
    )


class _Person(NamedTuple):
    """Somebody whose answers count, and whether causes beside skill were asked for."""

    key: int
    cell: Place
    asks_causes: bool


@dataclass(frozen=True, slots=True)
class Answering:
    """Whose answers count, and the groups of at least so many that they are counted in.

    Somebody whose cell is in no group is in no figure.
    """

    assessment: Assessment
    least: int
    people: Sequence[_Person]
    places: Sequence[Place]
    numbers: Mapping[Place, int]
    """The group, by its place in `places`, that the people of a cell are counted in."""

    def counted(self) -> list[tuple[_Person, int]]:
        """Everybody who is in a group, with its number."""
        return [
            (person, self.numbers[person.cell])
            for person in self.people
            if person.cell in self.numbers
        ]


def answering_in(assessment: Assessment, *, is_exact: bool = False) -> Answering:
    """Everybody who sent in, in groups of enough people; one statement."""
    least = 1 if is_exact else LEAST
    people = _people(assessment)
    sizes = Counter(person.cell for person in people)
    groups = pooled([Group(cell, (cell,), number) for cell, number in sizes.items()], least=least)
    return Answering(
        assessment=assessment,
        least=least,
        people=people,
        places=[group.place for group in groups],
        numbers={cell: number for number, group in enumerate(groups) for cell in group.parts},
    )


def _people(assessment: Assessment) -> list[_Person]:
    """Everybody who sent in; one statement."""
    asked = Questionnaire.objects.filter(
        assessment=assessment, aspects__contains=[Questionnaire.Aspect.BARRIERS]
    )
    of_heads, of_staff = (
        Exists(asked.filter(audience=audience)) for audience in (Audience.HEADS, Audience.STAFF)
    )
    found = (
        Respondent.objects.counted()
        .filter(assessment=assessment)
        .order_by("city", "department", "role", "pk")
        .annotate(of_heads=of_heads, of_staff=of_staff)
        .values_list("pk", "city", "department", "role", "of_heads", "of_staff")
    )
    return [
        _Person(key, Place(Audience.HEADS, city, department, role), of_heads)
        if role == Respondent.Role.HEAD
        else _Person(key, Place(Audience.STAFF, city, department, role), of_staff)
        for key, city, department, role, of_heads, of_staff in found
    ]


def _counted(answering: Answering, topic: Topic | None) -> dict[int, list[Counted]]:
    """What each group said of each topic."""
    shown = answering.counted()
    given = {
        "topic": topic.pk if topic else None,
        "important": IMPORTANT,
        "lacking": LACKING,
        "people": [person.key for person, _ in shown],
        "numbers": [number for _, number in shown],
        "heads": [person.cell.audience == Audience.HEADS for person, _ in shown],
        "asked_causes": [person.asks_causes for person, _ in shown],
    }
    counted: dict[int, list[Counted]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_ADDED_UP, given)
        for key, number, *figures in cursor:
            counted[key].append(Counted(answering.places[number], _tallies(figures)))
    return counted


def _columns() -> Iterator[tuple[Base, int, int]]:
    """Where the figures of each base stand in a row: how many people, and behind it the sums."""
    end = 0
    for base, measures in MEASURES.items():
        begin, end = end, end + 1 + len(measures)
        yield base, begin, end


_COLUMNS = tuple(_columns())


def _tallies(figures: Sequence[int]) -> dict[Base, Tally]:
    """Part the figures of a row by their bases; one that nobody gave is left out."""
    return {
        base: Tally(figures[begin], tuple(figures[begin + 1 : end]))
        for base, begin, end in _COLUMNS
        if figures[begin]
    }
