"""Who must have which training, by when, from the records of who had what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from training.lapsing import Had, Rule, Standing, standing
from training.models import Completion, Duty, Requirement
from training.models.records import DutyQuerySet


@dataclass(frozen=True, slots=True)
class Bound:
    """One person's duty and where it stands on a day."""

    duty: Duty
    standing: Standing

    def is_due(self, until: date) -> bool:
        """Tell whether training is due by a day."""
        return self.standing.due_on is not None and self.standing.due_on <= until

    def is_overdue(self, on: date) -> bool:
        """Tell whether training should have been had before a day."""
        return self.standing.due_on is not None and self.standing.due_on < on


def rule_of(requirement: Requirement) -> Rule:
    """Return a requirement as the arithmetic reads it. Needs `yearly` loaded."""
    return Rule(
        hours=requirement.hours,
        every_months=requirement.every_months,
        is_yearly=hasattr(requirement, "yearly"),
    )


def bound(duties: DutyQuerySet, *, on: date) -> list[Bound]:
    """Say of every duty that stands on a day where it stands. Costs three queries."""
    rows = list(
        duties.standing(on)
        .select_related(
            "trainee__city", "trainee__department", "requirement__topic", "requirement__yearly"
        )
        .prefetch_related("requirement__yearly__topics")
        .order_by("requirement__name", "trainee__city__name", "trainee__name", "pk")
    )
    had = _had({duty.trainee_id for duty in rows})
    return [
        Bound(
            duty,
            standing(
                rule_of(duty.requirement),
                _counted(duty, had[duty.trainee_id]),
                first_due_on=duty.first_due_on,
                on=on,
            ),
        )
        for duty in rows
    ]


def _counted(duty: Duty, had: Mapping[int, list[Had]]) -> list[Had]:
    """What counts towards a requirement: its own topic, and those counted over the year."""
    topics = {duty.requirement.topic_id}
    if hasattr(duty.requirement, "yearly"):
        topics |= {topic.pk for topic in duty.requirement.yearly.topics.all()}
    return [one for topic in topics for one in had.get(topic, ())]


def _had(trainees: Iterable[int]) -> dict[int, dict[int, list[Had]]]:
    """What people had, by person and topic."""
    had: dict[int, dict[int, list[Had]]] = defaultdict(lambda: defaultdict(list))
    rows = Completion.objects.standing().filter(trainee__in=list(trainees)).order_by()
    for trainee, topic, on, hours in rows.values_list("trainee", "topic", "on", "hours"):
        had[trainee][topic].append(Had(on, hours))
    return had


def due(until: date, *, on: date) -> dict[tuple[int, int], int]:
    """Count, by topic and city, the people for whom training is due by a day, as things stand.

    Somebody bound twice in a topic counts once. Costs three queries.
    """
    people: dict[tuple[int, int], set[int]] = defaultdict(set)
    for one in bound(Duty.objects.all(), on=on):
        if one.is_due(until):
            trainee = one.duty.trainee
            people[one.duty.requirement.topic_id, trainee.city_id].add(trainee.pk)
    return {place: len(found) for place, found in people.items()}
