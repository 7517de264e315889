"""The portal with a guard left out, for the controls: what others do, and what we must not."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.utils import make_msgid

from celery import current_app, shared_task
from django.db import transaction
from django.utils import timezone

from collaborative import doorbell, smtp
from notifications.models import Message
from notifications.models.ledger import State, message_id
from notifications.operations import delivery, ledger, reminders
from notifications.operations.letters import Letter
from notifications.operations.post import post

FOR_EVER = timedelta(days=365)
AN_HOUR = timedelta(hours=1)


def send_all_then_mark(*, clock, **_) -> Counter[str]:
    """Send to everybody, then mark everybody, with an id made while sending (Hypha's digests)."""
    waiting = list(Message.objects.filter(state=State.DUE).order_by("pk"))
    for message in waiting:
        _send(message, clock)
    _mark(waiting, clock)
    return Counter()


def send_then_mark_each(*, clock, **_) -> Counter[str]:
    """Send and mark one after another, without a lease: a second worker takes the same ones."""
    for message in Message.objects.filter(state=State.DUE).order_by("pk"):
        _send(message, clock)
        _mark([message], clock)
    return Counter()


def mark_then_send(*, clock, **_) -> Counter[str]:
    """Mark before sending: whoever dies in between loses the letter."""
    while message := _first_marked(clock):
        _send(message, clock)
    return Counter()


def stop_at_the_first_error(*, clock, **_) -> Counter[str]:
    """Send in the order of the list; what one recipient's server says ends it for all."""
    for message in Message.objects.filter(state=State.DUE).order_by("pk"):
        post(message, delivery.write(message, at=clock()), at=clock())
        _mark([message], clock)
    return Counter()


def _send(message: Message, clock) -> None:
    message.message_id = make_msgid()
    post(message, delivery.write(message, at=clock()), at=clock())


@transaction.atomic
def _first_marked(clock) -> Message | None:
    waiting = Message.objects.filter(state=State.DUE).order_by("pk")
    message = waiting.select_for_update(skip_locked=True).first()
    if message:
        _mark([message], clock)
    return message


@transaction.atomic
def _mark(messages: list[Message], clock) -> None:
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    rows.filter(state=State.DUE).move(State.LEASED, lease_until=clock())
    texts = {"subject": "A sample", "body_text": "Sample words."}
    rows.filter(state=State.LEASED).move(State.SENT, lease_until=None, sent_at=clock(), **texts)


def _sender(wrong: Callable) -> Callable[[], None]:
    def replace() -> None:
        delivery.deliver = wrong

    return replace


def without_ends_of_leases() -> None:
    """A lease that never runs out: what a dead worker held stays with it."""
    Message.LEASE = FOR_EVER


def without_asking_again() -> None:
    """The letter says what was true when it was due, to whoever it was due to."""
    delivery.write = lambda _message, **_: Letter("A sample", "Sample words.\n")


def without_heeding_moves() -> None:
    """The same, and what waits for a deadline that was moved since is not set aside either."""
    without_asking_again()
    reminders._set_aside_moved = lambda *_, **__: None


def without_another_try() -> None:
    """What does not go out at once has failed."""
    delivery.next_try = lambda **_: None


def ringing_in_line() -> None:
    """Whoever saves something tells the broker before the answer, as `.delay()` does."""
    doorbell.BELL.press = lambda: current_app.send_task(doorbell.TASK)


def without_the_hold() -> None:
    """A database sends what it holds as due, wherever it lives and whenever it was saved."""
    delivery.is_held = lambda **_: False


def without_an_end_to_patience() -> None:
    """Each wait has an end, all of them together have none, as in Django's own backend."""
    smtp._Patient.patience = FOR_EVER.total_seconds()


def without_keys() -> None:
    """Each run writes what is due without looking whether another has written it."""
    known = ledger.write

    def write(messages):
        fresh = list(messages)
        for message in fresh:
            message.key = f"{message.key}:{uuid.uuid4()}"
            message.message_id = message_id(message.key)
        return known(fresh)

    ledger.write = write


def keyed_by_the_hour() -> None:
    """What makes a row one of its kind is the hour in which it is written, not what is owed."""
    known = ledger.write

    def write(messages):
        fresh = list(messages)
        for message in fresh:
            message.key = f"{message.key}:{timezone.now():%Y-%m-%dT%H}"
            message.message_id = message_id(message.key)
        return known(fresh)

    ledger.write = write


def without_catching_up() -> None:
    """Each run writes what has just fallen due, as a crontab does: a run that is missed is lost."""
    known = ledger.write
    ledger.write = lambda messages: known(
        [each for each in messages if timezone.now() - each.due_at < AN_HOUR]
    )


@shared_task(name="tests.faults.send_one")
def send_one(key: int) -> None:
    """Send one letter that the broker alone knows is to be sent: no clock looks after it."""
    message = Message.objects.get(pk=key)
    _send(message, timezone.now)
    _mark([message], timezone.now)


@shared_task(name="tests.faults.nothing")
def nothing() -> None:
    """Do nothing, to see what a task costs that does."""


GUARDS: Mapping[str, Callable[[], None]] = {
    "marks each letter by itself": _sender(send_all_then_mark),
    "leases": _sender(send_then_mark_each),
    "marks after sending": _sender(mark_then_send),
    "goes on after an error": _sender(stop_at_the_first_error),
    "leases end": without_ends_of_leases,
    "tries again": without_another_try,
    "rings apart": ringing_in_line,
    "a restored backup starts held": without_the_hold,
    "patience ends": without_an_end_to_patience,
    "asks again": without_asking_again,
    "heeds moves": without_heeding_moves,
    "keys": without_keys,
    "keys of what is owed": keyed_by_the_hour,
    "catches up": without_catching_up,
}
