"""Digests: for each liaison, now and then, all that is new, waits, or is due, in one letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from cities.models import City, Office
from collaborative.models import User
from collaborative.roles import Permission
from notifications.models import ByClock, Message, Preference
from notifications.models.ledger import message_id
from notifications.models.people import unsubscribe_token
from notifications.operations.digests.deadlines import Owings, everybodys
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Reader, Window
from notifications.operations.letters import Letter, Unwanted, compose, link
from notifications.schedule import Slot, latest_slot

State = Message.State
NOTHING = "There was nothing to tell."
UNWANTED = "This person wants no digest."
NO_READER = "This person is no longer a city's liaison."
OVERTAKEN = "A later digest takes its place."
LOOKS_BACK = timedelta(days=31)
"""How far back a digest looks at most, after a long time without one."""

GIVES_WAY = timedelta(hours=12)
"""A late digest is not sent so shortly before the next, which tells the same."""


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
    if person is None or Preference.objects.of(person).digest == Preference.Digest.NEVER:
        raise Unwanted(UNWANTED)
    reader = reader_of(person, on=timezone.localdate(at))
    if reader is None:
        raise Unwanted(NO_READER)
    if _is_overtaken(message, person, zone=reader.zone, at=at):
        raise Unwanted(OVERTAKEN)
    with timezone.override(reader.zone):
        digest = gather(reader, _window(message), at=at)
        if digest.is_empty:
            raise Unwanted(NOTHING)
        context = {
            "digest": digest,
            "cities": reader.names,
            "preferences_url": link("notifications:preferences"),
        }
        unsubscribe = link("notifications:unsubscribe", unsubscribe_token(person))
        return compose("digest", message, context, at=at, unsubscribe=unsubscribe)


def reader_of(person: User, *, on: date) -> Reader | None:
    """Return a person as reader of digests, or None when the person is no liaison that day."""
    actor = Office.objects.actor(person, on=on)
    cities = City.objects.filter(pk__in=actor.organisations(Permission.RECEIVE_DIGEST))
    found = tuple(cities.order_by("name"))
    return Reader(actor, found) if found else None


def _slots(*, at: datetime) -> Iterator[tuple[User, Slot]]:
    """Every liaison with the latest slot due, unless it lies before the office or the choice."""
    offices = (
        Office.objects.held_on(timezone.localdate(at))
        .carrying(Permission.RECEIVE_DIGEST)
        .filter(person__is_active=True)
        .select_related("person__mail_preference", "organisation__city")
        .order_by("person", "starts_on", "organisation__name", "pk")
    )
    seen: set[int] = set()
    for office in offices:
        person = office.person
        if person.pk in seen:
            continue
        seen.add(person.pk)
        wish = getattr(person, "mail_preference", None) or Preference(person=person)
        slot = _slot(wish, zone=ZoneInfo(office.organisation.city.time_zone), at=at)
        if slot and slot.on >= office.starts_on:
            yield person, slot


def _slot(wish: Preference, *, zone: ZoneInfo, at: datetime) -> Slot | None:
    """The latest slot that the person wished for; none before the wish was made."""
    if wish.digest == Preference.Digest.NEVER:
        return None
    weekday = wish.weekday if wish.digest == Preference.Digest.WEEKLY else None
    slot = latest_slot(at, hour=wish.hour, weekday=weekday, zone=zone)
    return slot if wish.chosen_at is None or slot.at > wish.chosen_at else None


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
    is_empty = reader is None or gather(reader, window, at=at, owed=owed).is_empty
    return Message(
        key=key,
        kind=ByClock.DIGEST,
        recipient=person,
        address=person.email,
        about_type=User._meta.label_lower,
        about_key=str(person.pk),
        context={"since": window.since.isoformat(), "until": window.until.isoformat()},
        due_at=slot.at,
        message_id=message_id(key),
        state=State.SUPPRESSED if is_empty else State.DUE,
        reason=NOTHING if is_empty else "",
    )


def _told_until(person: User, slot: Slot, wish: Preference) -> datetime:
    """Until when the person has been told: what no digest has told yet is told by the next."""
    earlier = Message.objects.filter(kind=ByClock.DIGEST, recipient=person, due_at__lt=slot.at)
    told = earlier.filter(Q(state=State.SENT) | Q(state=State.SUPPRESSED, reason=NOTHING))
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


def _is_overtaken(message: Message, person: User, *, zone: ZoneInfo, at: datetime) -> bool:
    """Tell whether a later digest is written, or is due so soon that a late one gives way."""
    later = Message.objects.filter(kind=ByClock.DIGEST, recipient=person, due_at__gt=message.due_at)
    if later.exists():
        return True
    coming = _slot(Preference.objects.of(person), zone=zone, at=at + GIVES_WAY)
    return coming is not None and coming.at > message.due_at
