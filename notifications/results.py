"""What the ledger's rows add up to: is mail going out, and is the clockwork alive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, Now

from cities.models import Office
from collaborative.celery import QUEUES
from collaborative.models import User
from notifications.models import Heartbeat, Message, Refusal, Whereabouts
from notifications.models.whereabouts import here

State = Message.State
STALE_AFTER = timedelta(seconds=120)
"""Without a sign of life for so long, clock and sweep count as stopped."""

MOST_REASONS = 20
OVERDUE_AFTER = timedelta(minutes=10)
"""A message that nobody took so long after its turn means that nothing is being sent."""


@dataclass(frozen=True, slots=True)
class Total:
    """How many messages stand in one state."""

    state: str
    label: str
    count: int


def totals() -> list[Total]:
    """Count the ledger by state, in the order of a message's life; one query."""
    rows = Message.objects.order_by().values_list("state").annotate(Count("pk"))
    counts = dict(rows)
    return [Total(state.value, state.label, counts.get(state.value, 0)) for state in State]


def oldest_due() -> datetime | None:
    """Since when the message that waits longest has been due; None when none waits."""
    waiting = Message.objects.filter(state__in=[State.DUE, State.LEASED])
    found: datetime | None = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the clockwork, and its last sign of life (None: there never was one)."""

    key: str
    label: str
    at: datetime | None
    age: timedelta | None
    patience: timedelta

    @property
    def is_alive(self) -> bool:
        """Whether the last sign of life is new enough."""
        return self.age is not None and self.age <= self.patience


def parts(*, at: datetime) -> list[Part]:
    """Everything that must be at work: the clock, the sweep, and somebody at each queue."""
    beats = {
        (part, name): seen
        for part, name, seen in Heartbeat.objects.values_list("part", "name", "at")
    }
    wanted = [
        ("beat", "The clock", (Heartbeat.Part.BEAT, ""), STALE_AFTER),
        ("sweep", "The sweep", (Heartbeat.Part.SWEEP, ""), STALE_AFTER),
        *(
            (f"queue_{queue}", f"The queue “{queue}”", (Heartbeat.Part.QUEUE, queue), patience)
            for queue, patience in QUEUES.items()
        ),
    ]
    return [
        Part(key, label, seen, None if seen is None else at - seen, patience)
        for key, label, which, patience in wanted
        for seen in [beats.get(which)]
    ]


def workers(*, at: datetime) -> QuerySet[Heartbeat]:
    """The workers that gave a sign of life within a day, the latest first; `is_at_work` or not.

    One that was ended, as when the portal was started anew, is silent and nothing is wrong; so is
    one whose hands are full of exports or year plans, which take minutes.
    """
    is_at_work = ExpressionWrapper(Q(at__gt=at - STALE_AFTER), output_field=BooleanField())
    seen = Heartbeat.objects.filter(part=Heartbeat.Part.WORKER, at__gt=at - timedelta(days=1))
    return seen.annotate(is_at_work=is_at_work).order_by("-at")


@dataclass(frozen=True, slots=True)
class Held:
    """All mail is held: why, since when, until when mail was known to go, and how much waits.

    Of `messages`, `before` were due before mail was held: those may have been sent by the portal
    as it was then.
    """

    because: str
    since: datetime
    seen_at: datetime
    messages: int
    before: int

    @property
    def later(self) -> int:
        """How many fell due after mail was held: nobody can have sent them."""
        return self.messages - self.before


def held() -> Held | None:
    """Tell what is held; None while mail goes out."""
    row = Whereabouts.objects.held().first()
    if row is None or row.held_at is None:
        return None
    waiting = Message.objects.filter(state=State.HELD).aggregate(
        messages=Count("pk"), before=Count("pk", filter=Q(due_at__lt=row.held_at))
    )
    return Held(row.held_because, row.held_at, row.seen_at, **waiting)


def is_elsewhere() -> bool:
    """Tell whether the database is not where mail last went out: the next run will hold mail."""
    row = Whereabouts.objects.first()
    return row is not None and row.place != here()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why messages stand where they do, and how many."""

    words: str
    count: int


def failures() -> list[Reason]:
    """What stood in the way of the messages that failed, the most frequent first."""
    return _reasons(State.FAILED, "last_error")


def omissions() -> list[Reason]:
    """Why messages were not sent, the most frequent first."""
    return _reasons(State.SUPPRESSED, "reason")


def _reasons(state: str, field: str) -> list[Reason]:
    rows = Message.objects.filter(state=state).order_by().values_list(field)
    counted = rows.annotate(count=Count("pk")).order_by("-count", field)
    return [Reason(words, count) for words, count in counted[:MOST_REASONS]]


def readiness(*, at: datetime) -> Mapping[str, Any]:
    """Tell for `/readyz` whether the clockwork lives, and how much mail waits, failed or is held.

    Beat's signs of life travel with its messages, so a queue that nobody takes from makes its own
    age grow, and a beat that stopped those of all queues.
    """
    counts = {total.state: total.count for total in totals()}
    return {
        **{
            part.key: {
                "ok": part.is_alive,
                "age_seconds": None if part.age is None else round(part.age.total_seconds(), 1),
            }
            for part in parts(at=at)
        },
        "mail": {
            "due": counts[State.DUE] + counts[State.LEASED],
            "failed": counts[State.FAILED],
            "held": counts[State.HELD],
            "overdue": overdue().count(),
            "is_held": is_elsewhere() or Whereabouts.objects.held().exists(),
        },
    }


def overdue() -> QuerySet[Message]:
    """The messages whose turn was more than ten minutes ago by the database's own clock."""
    turn = Coalesce("lease_until", "retry_at", "written_at")
    return (
        Message.objects.filter(state__in=[State.DUE, State.LEASED])
        .alias(turn=turn)
        .filter(turn__lt=Now() - Value(OVERDUE_AFTER))
        .order_by("due_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Returned:
    """An address that mail came back from: whose it is, and which offices the person holds."""

    refusal: Refusal
    holder: User | None
    offices: tuple[str, ...]


def holders(refusals: Iterable[Refusal], *, on: date) -> list[Returned]:
    """Say whose the addresses are on a day; two queries, however many they are."""
    found = list(refusals)
    people = User.objects.alias(small=Lower("email")).filter(
        small__in=[refusal.address for refusal in found]
    )
    by_address = {person.email.lower(): person for person in people}
    titles: dict[int, list[str]] = defaultdict(list)
    for office in (
        Office.objects.held_on(on)
        .filter(person__in=by_address.values())
        .select_related("organisation")
    ):
        titles[office.person_id].append(office.held.title)
    holders_of = [(refusal, by_address.get(refusal.address)) for refusal in found]
    return [
        Returned(refusal, holder, tuple(titles[holder.pk]) if holder else ())
        for refusal, holder in holders_of
    ]


def invariants() -> Iterator[str]:
    """Say what does not hold, a sentence for each breach; nothing when all is well."""
    for message in overdue():
        yield (
            f"Mail: the message {message.key} waits since {message.due_at:%Y-%m-%d %H:%M} UTC and "
            "its turn was more than ten minutes ago. Is the worker running?"
        )
    shared = Message.objects.order_by().values("message_id").annotate(rows=Count("pk"))
    for row in shared.filter(rows__gt=1):
        yield f"Mail: {row['rows']} messages have the Message-ID {row['message_id']}."
