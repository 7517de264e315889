"""What a digest tells of training in the reader's cities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, F
from django.utils import timezone

from cities.models import City
from collaborative.wording import day, moment
from notifications.operations.digests.items import Item, Reader, of_assessment, of_cohort
from notifications.operations.letters import link
from notifications.operations.reminders.lapsing import DAYS
from notifications.operations.reminders.standing import midnight_after, morning
from training.models import Assessment, Cohort, Duty, Respondent, Seats
from training.results.mandates import Bound, bound
from training.results.needs import returned_of

FALLS_DUE_WITHIN = timedelta(days=max(DAYS.before))
"""How early training that lapses is told of: as early as reminders begin."""


def questions(reader: Reader, *, at: datetime) -> Iterator[Item]:
    """Open questions to people of the reader's cities, and how many have answered.

    Costs two queries.
    """
    asked = Respondent.objects.filter(city__in=reader.keys)
    open_ones = (
        Assessment.objects.visible_to(reader.actor)
        .filter(pk__in=asked.values("assessment"), state=Assessment.State.OPEN, closes_at__gt=at)
        .order_by("closes_at", "pk")
    )
    counted = returned_of(open_ones, cities=reader.keys)
    for assessment in open_ones:
        groups = counted[assessment.pk]
        if groups and all(group.returned == group.asked for group in groups):
            continue
        said = [
            f"{group.name}: {group.returned} of {group.asked} people have sent in their answers."
            for group in groups
        ]
        assert assessment.closes_at is not None
        words = " ".join([*said, f"The questions close on {moment(assessment.closes_at)}."])
        yield of_assessment(assessment, words)


def due(reader: Reader, *, at: datetime) -> Iterator[Item]:
    """Training of the cities' people that is overdue or falls due soon, one thing a city.

    Costs a handful of queries.
    """
    on = timezone.localdate(at)
    own = Duty.objects.visible_to(reader.actor).filter(trainee__city__in=reader.keys)
    by_city: dict[City, list[Bound]] = defaultdict(list)
    for one in bound(own, on=on):
        if one.is_due(on + FALLS_DUE_WITHIN):
            by_city[one.duty.trainee.city].append(one)
    for city, found in by_city.items():
        yield _due_in(city, found, on=on)


def _due_in(city: City, found: list[Bound], *, on: date) -> Item:
    overdue = {one.duty.trainee_id for one in found if one.is_overdue(on)}
    ahead = [one for one in found if not one.is_overdue(on)]
    days = sorted(one.standing.due_on for one in ahead if one.standing.due_on)
    said = [f"Overdue: {_people(len(overdue))}."] if overdue else []
    if days:
        soon = {one.duty.trainee_id for one in ahead}
        last = day(on + FALLS_DUE_WITHIN)
        said.append(f"Due by {last}: {_people(len(soon))}, the first on {day(days[0])}.")
    return Item(
        ("training", city.pk),
        f"Training of the people of {city}",
        " ".join(said),
        link("training:records"),
        midnight_after(morning(days[0])) if days else None,
        day(days[0]) if days else "",
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def seats(reader: Reader, *, at: datetime) -> Iterator[Item]:
    """Open courses in which the reader's cities have free seats, the next one first.

    Costs one query.
    """
    on = timezone.localdate(at)
    rows = (
        Seats.objects.filter(
            city__in=reader.keys,
            cohort__in=Cohort.objects.visible_to(reader.actor).filter(state=Cohort.State.OPEN),
        )
        .annotate(taken=Count("enrolments"))
        .filter(taken__lt=F("seats"))
        .select_related("cohort", "city")
        .order_by("cohort__begins_at", "cohort", "city__name")
    )
    by_cohort: dict[Cohort, list[str]] = defaultdict(list)
    for row in rows:
        if row.cohort.takes_on(on):
            by_cohort[row.cohort].append(f"{row.city}: {row.seats - row.taken} of {row.seats}")
    for cohort, free in by_cohort.items():
        words = [f"Free seats of {'; '.join(free)}.", f"It begins on {day(cohort.begins_at)}."]
        if cohort.seats_free_on and cohort.seats_free_on > on:
            words.append(f"From {day(cohort.seats_free_on)} they go to the other cities too.")
        if cohort.enrol_until:
            words.append(f"The last day to enrol is {day(cohort.enrol_until)}.")
        yield of_cohort(cohort, " ".join(words))
