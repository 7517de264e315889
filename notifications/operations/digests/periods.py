"""When digests come: to liaisons about their cities, to everybody with what they chose to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from cities.models import City, Office
from collaborative.models import User
from collaborative.roles import Permission
from notifications.models import ByClock, GroupChoice, Message, Preference
from notifications.models.ledger import message_id
from notifications.models.people import unsubscribe_token
from notifications.operations.digests.chosen import chosen
from notifications.operations.digests.deadlines import Owings, everybodys
from notifications.operations.digests.gathering import Digest, gather
from notifications.operations.digests.items import Reader, Window
from notifications.operations.digests.wishes import everybodys_wishes, wishes_of
from notifications.operations.letters import Letter, Unwanted, compose, link
from notifications.schedule import Slot, latest_slot

State = Message.State
NOTHING = "There was nothing to tell."
UNWANTED = "This person wants no digest."
NO_READER = "This person is no longer a city's liaison."
OVERTAKEN = "A later digest takes its place."
TOLD = Q(state=State.SENT) | Q(state=State.SUPPRESSED, reason=NOTHING)
LOOKS_BACK = timedelta(days=31)
"""How far back a digest looks at most, after a long time without one."""

GIVES_WAY = timedelta(hours=12)
"""A late digest is not sent so shortly before the next, which tells the same."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a digest is to tell: of the reader's cities, and what the reader has once a week."""

    city: bool
    weekly: bool

    @classmethod
    def of(cls, message: Message) -> Parts:
        """Read what was due when a digest was written; one from before had all."""
        context = message.context
        return cls(city=context.get("city", True), weekly=context.get("weekly", True))


def due(*, at: datetime) -> list[Message]:
    """Return the digests that are due at that time and not in the ledger; nothing is written.

    One a person and slot; after a gap only the latest slot. A digest without anything to tell
    is returned as not sent, with the reason, so that its slot is done with. When the clock steps
    back, nothing is due again.
    """
    wanted = _unwritten(list(_slots(at=at)))
    owed = everybodys(at=at) if wanted else {}
    return [_digest(person, slot, owed.get(person, {}), at=at) for person, slot in wanted]


def letter(message: Message, *, at: datetime) -> Letter:
    """Write a digest as things stand now. Raises Unwanted where it is not wanted or empty."""
    person = message.recipient
    if person is None:
        raise Unwanted(UNWANTED)
    reader = reader_of(person, on=timezone.localdate(at))
    _check_wanted(person, reader)
    if _is_overtaken(message, person, at=at):
        raise Unwanted(OVERTAKEN)
    with timezone.override(reader.zone):
        parts = Parts.of(message)
        digest = _gather(reader, parts, _window(message), at=at)
        if digest.is_empty:
            raise Unwanted(NOTHING)
        context = {
            "digest": digest,
            "cities": reader.names if parts.city else "",
            "preferences_url": link("notifications:preferences"),
        }
        unsubscribe = link("notifications:unsubscribe", unsubscribe_token(person))
        tells = tuple(key for _kind, key in (item.key for item in digest.chosen))
        return compose("digest", message, context, at=at, unsubscribe=unsubscribe, tells=tells)


def _check_wanted(person: User, reader: Reader) -> None:
    """Raise Unwanted where a person wants no digest, or nothing would be in it."""
    if GroupChoice.objects.in_digests().filter(person=person).exists():
        return
    if Preference.objects.of(person).digest == Preference.Digest.NEVER:
        raise Unwanted(UNWANTED)
    if not reader.cities:
        raise Unwanted(NO_READER)


def _gather(
    reader: Reader, parts: Parts, window: Window, *, at: datetime, owed: Owings | None = None
) -> Digest:
    """Gather the parts of a digest that are due, as the reader may see things at that time."""
    digest = Digest(window.since, at)
    if parts.city and reader.cities:
        digest = gather(reader, window, at=at, owed=owed)
    person, on = reader.actor.user, timezone.localdate(at)
    own = chosen(person, with_weekly=parts.weekly, on=on) if person else ()
    return replace(digest, chosen=own)


def reader_of(person: User, *, on: date) -> Reader:
    """Return a person as reader of digests, with the cities whose liaison it is that day."""
    actor = Office.objects.actor(person, on=on)
    cities = City.objects.filter(pk__in=actor.organisations(Permission.RECEIVE_DIGEST))
    return Reader(actor, tuple(cities.order_by("name")))


def _slots(*, at: datetime) -> Iterator[tuple[User, Slot]]:
    """Everybody who wants a digest with the latest slot due, unless before the office or choice.

    Two queries, however many people there are.
    """
    for person, wishes in everybodys_wishes(on=timezone.localdate(at)):
        slot = wishes.slot(at=at)
        if slot and slot.on >= wishes.since:
            yield person, slot


def _unwritten(slots: list[tuple[User, Slot]]) -> list[tuple[User, Slot]]:
    """Leave out the slots for which a digest is written, or a later one. Costs one query."""
    if not slots:
        return []
    earliest = min(slot.at for _person, slot in slots)
    rows = Message.objects.filter(
        Q(key__in=[_key(person, slot) for person, slot in slots]) | Q(due_at__gt=earliest),
        kind=ByClock.DIGEST,
        recipient__in=[person for person, _slot in slots],
    ).values_list("recipient", "key", "due_at")
    keys = {key for _person, key, _at in rows}
    last: dict[int | None, datetime] = {}
    for person, _name, at in rows:
        last[person] = max(at, last.get(person, at))
    return [
        (person, slot)
        for person, slot in slots
        if _key(person, slot) not in keys and last.get(person.pk, slot.at) <= slot.at
    ]


def _key(person: User, slot: Slot) -> str:
    return f"digest:{person.pk}:{slot.on.isoformat()}"


def _digest(person: User, slot: Slot, owed: Owings, *, at: datetime) -> Message:
    key = _key(person, slot)
    wish = Preference.objects.of(person)
    window = Window(_told_until(person, slot, wish), slot.at)
    reader = reader_of(person, on=timezone.localdate(at))
    parts = _parts(person, slot, wish, zone=reader.zone)
    is_empty = _gather(reader, parts, window, at=at, owed=owed).is_empty
    return Message(
        key=key,
        kind=ByClock.DIGEST,
        recipient=person,
        address=person.email,
        about_type=User._meta.label_lower,
        about_key=str(person.pk),
        context={
            "since": window.since.isoformat(),
            "until": window.until.isoformat(),
            "city": parts.city,
            "weekly": parts.weekly,
        },
        due_at=slot.at,
        message_id=message_id(key),
        state=State.SUPPRESSED if is_empty else State.DUE,
        reason=NOTHING if is_empty else "",
    )


def _parts(person: User, slot: Slot, wish: Preference, *, zone: ZoneInfo) -> Parts:
    """What is due at a slot: once a week what is weekly, also where its own day was missed."""
    weekly = latest_slot(slot.at, hour=wish.hour, weekday=wish.weekday, zone=zone)
    since = _earlier(person, slot).filter(TOLD, due_at__gte=weekly.at)
    is_new = wish.chosen_at is None or weekly.at > wish.chosen_at
    is_weekly = is_new and not since.filter(_with("weekly")).exists()
    is_daily = wish.digest == Preference.Digest.DAILY
    is_never = wish.digest == Preference.Digest.NEVER
    return Parts(city=is_daily or (is_weekly and not is_never), weekly=is_weekly)


def _with(part: str) -> Q:
    """Digests that had a part; those from before parts were told apart had all."""
    return Q(**{f"context__{part}": True}) | Q(**{f"context__{part}__isnull": True})


def _earlier(person: User, slot: Slot) -> QuerySet[Message]:
    """The person's digests of earlier slots."""
    return Message.objects.filter(kind=ByClock.DIGEST, recipient=person, due_at__lt=slot.at)


def _told_until(person: User, slot: Slot, wish: Preference) -> datetime:
    """Until when the person has been told: what no digest has told yet is told by the next."""
    earlier = _earlier(person, slot).filter(_with("city"))
    told = earlier.filter(TOLD)
    farthest = slot.at - LOOKS_BACK
    if last := told.order_by("due_at", "pk").last():
        return max(last.due_at, farthest)
    if first := earlier.order_by("due_at", "pk").first():
        return max(_window(first).since, farthest)
    days = 1 if wish.digest == Preference.Digest.DAILY else 7
    return slot.at - timedelta(days=days)


def _window(message: Message) -> Window:
    return Window(
        datetime.fromisoformat(message.context["since"]),
        datetime.fromisoformat(message.context["until"]),
    )


def _is_overtaken(message: Message, person: User, *, at: datetime) -> bool:
    """Tell whether a later digest is written, or is due so soon that a late one gives way."""
    later = Message.objects.filter(kind=ByClock.DIGEST, recipient=person, due_at__gt=message.due_at)
    if later.exists():
        return True
    wishes = wishes_of(person, on=timezone.localdate(at))
    coming = wishes.slot(at=at + GIVES_WAY) if wishes else None
    return coming is not None and coming.at > message.due_at
