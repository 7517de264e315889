"""Writing what a sheet says, as it was shown: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cities.models import City, Department
from collaborative.lifecycle import StaleState
from collaborative.models import Actor
from training.models import Completion, Course, Incident, Topic
from training.operations import records, safety
from training.results.sheets import Facts


@transaction.atomic
def write_completions(lines: Iterable[Facts], *, by: Actor, at: datetime) -> None:
    """Put on record who had what, entering on the roll who is not there."""
    cities, topics = City.objects.in_bulk(), Topic.objects.in_bulk()
    courses, departments = Course.objects.in_bulk(), Department.objects.in_bulk()
    for facts in lines:
        trainee = records.enter(
            city=cities[facts["city"]],
            name=facts["name"],
            mark=facts["mark"],
            department=departments.get(facts["department"] or 0),
            by=by,
            at=at,
        )
        training = records.Training(
            topic=topics[facts["topic"]],
            course=courses.get(facts["course"] or 0),
            on=date.fromisoformat(facts["on"]),
            hours=Decimal(facts["hours"]),
            source=facts["source"],
            origin=Completion.Origin.SHEET,
        )
        records.record(trainee, training=training, by=by, at=at)


@transaction.atomic
def write_incidents(lines: Iterable[Facts], *, by: Actor, at: datetime) -> None:
    """Report what happened. Raises StaleState where a line was reported since it was shown."""
    topics, departments = Topic.objects.in_bulk(), Department.objects.in_bulk()
    for facts in lines:
        happening = safety.Happening(
            department=departments[facts["department"]],
            on=date.fromisoformat(facts["on"]),
            kind=facts["kind"],
            severity=facts["severity"],
            is_near_miss=facts["is_near_miss"],
            topic=topics.get(facts["topic"] or 0),
            hours_lost=Decimal(facts["hours_lost"]),
            what=facts["what"],
        )
        city = City.objects.select_for_update().get(pk=facts["city"])
        if _alike(city, happening) != facts["alike"]:
            raise StaleState("A line of the sheet was reported since it was shown.")
        safety.report(city=city, happening=happening, by=by, at=at)


def _alike(city: City, happening: safety.Happening) -> int:
    """Count the standing reports of a city that say the same, whatever their topic."""
    facts = happening.fields()
    del facts["topic"]
    return Incident.objects.standing().filter(city=city, **facts).count()


@transaction.atomic
def write_hours(lines: Iterable[Facts], *, by: Actor, at: datetime) -> None:
    """Report the hours worked. Raises StaleState where others are on record meanwhile."""
    cities = City.objects.in_bulk()
    for facts in lines:
        safety.report_hours(
            city=cities[facts["city"]],
            year=facts["year"],
            quarter=facts["quarter"],
            hours=Decimal(facts["hours"]),
            by=by,
            at=at,
        )
