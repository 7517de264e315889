"""A database that was restored sends nothing until somebody lets it go."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from collaborative.lifecycle import StaleState
from collaborative.models import PORTAL, Event
from notifications import results
from notifications.models import Message, Whereabouts
from notifications.models.whereabouts import here
from notifications.operations import delivery, holding, ledger
from notifications.operations.letters import Letter
from tests.conftest import NOON
from tests.factories.notifications import MessageFactory, WhereaboutsFactory
from tests.guards import unguarded

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ELSEWHERE = "7000000000000000001 00000001 16384 17000"


def a_letter(message, *, at):
    return Letter(f"Sample {message.key}", "Words.\n")


@pytest.fixture(autouse=True)
def _plain_letters(monkeypatch):
    """Letters that ask nothing, so that only the sending is tested."""
    monkeypatch.setattr(delivery, "write", a_letter)


@pytest.fixture
def restored(db):
    """A database that comes from a backup of another place, made an hour ago."""
    return WhereaboutsFactory(place=ELSEWHERE, seen_at=NOON - HOUR)


def deliver(at=NOON):
    return delivery.deliver(clock=lambda: at)


def states():
    return dict(Message.objects.values_list("key", "state"))


@pytest.mark.django_db
def test_the_first_run_notes_where_the_database_lives_and_sends():
    MessageFactory()
    assert deliver() == Counter({"sent": 1})
    assert list(Whereabouts.objects.values("place", "seen_at", "held_at")) == [
        {"place": here(), "seen_at": NOON, "held_at": None}
    ]


@pytest.mark.django_db
def test_while_it_stays_there_the_time_is_noted_each_minute():
    deliver()
    deliver(NOON + MINUTE / 2)
    before = Whereabouts.objects.get().seen_at
    deliver(NOON + MINUTE)
    assert (before, Whereabouts.objects.get().seen_at) == (NOON, NOON + MINUTE)


def test_after_a_restore_all_that_waits_is_held_at_the_first_run(restored, box):
    for key, trait in {
        "due": {},
        "put off": {"retry_at": NOON + HOUR, "attempts": 1},
        "lapsed": {"leased": True, "lease_until": NOON},
        "sent": {"sent": True},
        "failed": {"failed": True},
        "suppressed": {"suppressed": True},
    }.items():
        MessageFactory(key=key, **trait)
    assert deliver() == Counter()
    assert (box.taken, states()) == (
        [],
        {
            "due": "held",
            "put off": "held",
            "lapsed": "held",
            "sent": "sent",
            "failed": "failed",
            "suppressed": "suppressed",
        },
    )
    event = Event.objects.get(kind="mail.held")
    assert (event.by, event.at, event.about_name, event.detail) == (
        None,
        NOON,
        "All mail",
        {
            "messages": 3,
            "because": holding.RESTORED,
            "since": "2026-03-02T17:00:00Z",
        },
    )


def test_control_without_the_look_at_the_place_a_restored_database_sends(
    restored, box, monkeypatch
):
    monkeypatch.setattr(delivery, "is_held", lambda **_: False)
    MessageFactory()
    assert deliver() == Counter({"sent": 1})
    assert len(box.taken) == 1


def test_what_is_written_while_mail_is_held_is_held_too(restored, box):
    deliver()
    MessageFactory(key="written later", due_at=NOON + HOUR)
    deliver(NOON + HOUR)
    assert (states(), box.taken) == ({"written later": "held"}, [])
    assert Event.objects.filter(kind="mail.held").count() == 1


def test_a_second_restore_is_noted_too(restored):
    deliver()
    Whereabouts.objects.update(place=ELSEWHERE)
    deliver(NOON + HOUR)
    assert list(Event.objects.filter(kind="mail.held").values_list("at", flat=True)) == [
        NOON,
        NOON + HOUR,
    ]
    assert Whereabouts.objects.get().held_at == NOON + HOUR


def test_a_run_that_was_under_way_takes_nothing_more_once_mail_is_held(db, box, monkeypatch):
    first, second = MessageFactory(), MessageFactory()

    def holds_on_the_way(message, *, at):
        holding.hold(because="Sample reason.", by=PORTAL, at=at)
        return a_letter(message, at=at)

    monkeypatch.setattr(delivery, "write", holds_on_the_way)
    assert deliver() == Counter({"sent": 1})
    assert states() == {first.key: "sent", second.key: "held"}


def test_what_a_living_worker_has_in_hand_is_left_to_it(db):
    MessageFactory(key="in hand", leased=True, lease_until=NOON + MINUTE)
    assert holding.hold(because="Sample reason.", by=PORTAL, at=NOON) == 0
    assert states() == {"in hand": "leased"}
    assert deliver(NOON + MINUTE) == Counter()
    assert states() == {"in hand": "held"}


def test_all_of_it_is_let_go_with_the_count(restored, administrator, box):
    MessageFactory(key="before", due_at=NOON - HOUR, attempts=3, first_tried_at=NOON - HOUR)
    deliver()
    MessageFactory(key="after", due_at=NOON + HOUR)
    deliver(NOON + HOUR)
    assert results.held() == results.Held(
        because=holding.RESTORED, since=NOON, seen_at=NOON - HOUR, messages=2, before=1
    )
    at = NOON + 2 * HOUR
    assert holding.release(only_later=False, by=administrator, at=at) == (2, 0)
    assert results.held() is None
    assert deliver(at) == Counter({"sent": 2})
    event = Event.objects.get(kind="mail.released")
    assert (event.by, event.detail) == (administrator.user, {"messages": 2, "set_aside": 0})


def test_what_may_have_been_sent_before_can_be_set_aside(restored, administrator, box):
    MessageFactory(key="before", due_at=NOON - MINUTE)
    deliver()
    MessageFactory(key="after", due_at=NOON)
    deliver(NOON + HOUR)
    at = NOON + 2 * HOUR
    assert holding.release(only_later=True, by=administrator, at=at) == (1, 1)
    assert deliver(at) == Counter({"sent": 1})
    assert states() == {"before": "suppressed", "after": "sent"}
    assert Message.objects.get(key="before").reason == (
        "All mail was held on Monday, March 2, 2026, noon Central. This was due before, and may "
        "have been sent from the portal as it was then."
    ).replace("noon", "12:00 pm")


def test_only_an_administrator_lets_mail_go(restored, facilitator):
    deliver()
    with pytest.raises(PermissionDenied, match="let go by an administrator"):
        holding.release(only_later=False, by=facilitator, at=NOON)
    assert Whereabouts.objects.held().exists()


def test_of_two_who_let_mail_go_the_second_learns_it(restored, administrator):
    deliver()
    holding.release(only_later=False, by=administrator, at=NOON)
    with pytest.raises(StaleState, match="somebody else has let it go"):
        holding.release(only_later=False, by=administrator, at=NOON)


def test_one_held_message_is_not_let_go_by_itself(restored, facilitator):
    message = MessageFactory(held=True)
    with pytest.raises(PermissionDenied, match="All mail is held back"):
        ledger.send_again(message, by=facilitator, at=NOON)


def test_mail_is_held_and_let_go_from_the_command_line(db, capsys):
    MessageFactory.create_batch(2)
    call_command("hold_mail", "--because", "The files were copied back.")
    call_command("hold_mail")
    call_command("release_mail")
    call_command("release_mail", "--later")
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[1], said[3]) == (
        "All mail is held; 2 messages waited.",
        "All mail is held; 0 messages waited.",
        "0 messages go out; 2 are set aside.",
    )
    assert said[2].startswith("The files were copied back. Mail was last known to go out on ")
    assert said[2].endswith(
        "Held are 2 messages, 0 of them due since. Let them go with --all or --later."
    )
    with pytest.raises(CommandError, match=r"^Mail is not held\.$"):
        call_command("release_mail", "--all")


def test_whoever_sends_by_hand_learns_that_mail_is_held(restored, capsys):
    MessageFactory()
    call_command("deliver")
    assert capsys.readouterr().out == (
        "All mail is held: `manage.py release_mail` says why and lets it go.\n"
    )


@pytest.mark.parametrize("because", ["", " ", "x" * 201])
def test_mail_is_held_for_a_reason(because):
    with pytest.raises(CommandError, match="--because: expected 1 to 200 characters") as refused:
        call_command("hold_mail", "--because", because)
    assert refused.value.returncode == 2


def test_readyz_says_that_mail_is_held_also_before_the_first_run(restored):
    before = results.readiness(at=NOON)["mail"]["is_held"]
    deliver()
    after = results.readiness(at=NOON)["mail"]["is_held"]
    Whereabouts.objects.update(held_at=None, held_because="")
    assert (before, after, results.readiness(at=NOON)["mail"]["is_held"]) == (True, True, False)


@pytest.mark.django_db
def test_there_is_one_row_and_it_stays():
    WhereaboutsFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        Whereabouts.objects.create(key=2, place=ELSEWHERE, seen_at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Whereabouts.objects.all().delete()
    with unguarded("notifications.Whereabouts:never_removed"):
        Whereabouts.objects.all().delete()
    assert not Whereabouts.objects.exists()
