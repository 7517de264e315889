"""Training that lapses or falls due in a month to come, told to the city's liaison."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from cities.models import City
from collaborative.models import Actor
from collaborative.roles import Permission
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, compose, link
from notifications.operations.reminders.ladders import Owed, Reach
from notifications.operations.reminders.standing import Deadline, Told, morning, source
from notifications.schedule import Ladder
from training.models import Duty, Requirement
from training.results.mandates import bound

DAYS = Ladder(before=(60, 30))
"""Before the month begins: seats are hard to find in less than one."""


def _ahead(asked: Reach, key: str | None) -> Iterator[Deadline]:
    """One deadline for each city and month, when the month begins, however many people it is."""
    on, until = timezone.localdate(asked.at), timezone.localdate(asked.until)
    duties = Duty.objects.all()
    months: dict[tuple[City, date], Counter[Requirement]] = defaultdict(Counter)
    for one in bound(duties.filter(trainee__city__pk=int(key)) if key else duties, on=on):
        due_on = one.standing.due_on
        if due_on and on < (first := due_on.replace(day=1)) <= until:
            months[one.duty.trainee.city, first][one.duty.requirement] += 1
    for (city, first), people in months.items():
        yield Deadline(
            city,
            morning(first),
            f"Training that falls due in {first:%B %Y}: {city}",
            link("training:records"),
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


def _reads(actor: Actor, owed: Owed) -> bool:
    return actor.may(Permission.KEEP_TRAINING_RECORDS, owed.about.pk)


LAPSING = source(
    ByClock.TRAINING_DUE,
    "training",
    ahead=_ahead,
    write=_letter,
    ladder=DAYS,
    told=Told(own=Permission.KEEP_TRAINING_RECORDS),
    reads=_reads,
)
