"""Training that lapses or falls due in a month to come, told to the city's liaison."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from cities.models import City
from collaborative.roles import Permission
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, compose, link
from notifications.operations.reminders.standing import Deadline, Told, morning, source
from training.models import Duty, Requirement
from training.results.mandates import bound

RUNGS = (60, 30)
"""Days before the month begins: seats are hard to find in less than one."""
AHEAD = timedelta(days=max(RUNGS) + 1)


def _ahead(at: datetime, key: str | None) -> Iterator[Deadline]:
    """One deadline for each city and month, when the month begins, however many people it is."""
    on = timezone.localdate(at)
    duties = Duty.objects.all()
    months: dict[tuple[City, date], Counter[Requirement]] = defaultdict(Counter)
    for one in bound(duties.filter(trainee__city__pk=int(key)) if key else duties, on=on):
        due_on = one.standing.due_on
        if due_on and on < (first := due_on.replace(day=1)) <= on + AHEAD:
            months[one.duty.trainee.city, first][one.duty.requirement] += 1
    for (city, first), people in months.items():
        yield Deadline(
            city,
            morning(first),
            what=first.isoformat(),
            bodies=frozenset({city.pk}),
            facts={"first": first, "people": people},
        )


def _letter(message: Message, deadline: Deadline, at: datetime) -> Letter:
    people: Counter[Requirement] = deadline.facts["people"]
    lines = [
        (requirement, number, link("training:requirement_people", requirement.slug))
        for requirement, number in sorted(people.items(), key=lambda one: str(one[0]))
    ]
    context = {
        "city": deadline.about,
        "first": deadline.facts["first"],
        "number": people.total(),
        "lines": lines,
        "url": link("training:records"),
    }
    return compose("reminder_training", message, context, at=at)


LAPSING = source(
    ByClock.TRAINING_DUE,
    "training",
    ahead=_ahead,
    write=_letter,
    rungs=RUNGS,
    told=Told(own=Permission.KEEP_TRAINING_RECORDS),
)
