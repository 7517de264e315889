"""What the database holds to."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from notifications.models import Heartbeat, Message, Posting, Preference
from notifications.models.ledger import MOVES, message_id
from notifications.models.people import WayOut, unsubscribe_token, way_out
from tests.conftest import NOON
from tests.factories.notifications import (
    HeartbeatFactory,
    MessageFactory,
    PostingFactory,
    PreferenceFactory,
)
from tests.factories.people import EventFactory, UserFactory

State = Message.State
pytestmark = pytest.mark.django_db


def refused(**changes):
    """Whether the database refuses a change to the only message."""
    try:
        with transaction.atomic():
            Message.objects.update(**changes)
    except DatabaseError:
        return True
    return False


def test_a_key_is_written_once():
    MessageFactory(key="digest:1:2026-03-02")
    with pytest.raises(IntegrityError, match="key"):
        MessageFactory(key="digest:1:2026-03-02")


COMPANIONS = {
    State.DUE: {"lease_until": None, "reason": "", "sent_at": None},
    State.LEASED: {"lease_until": NOON, "reason": "", "sent_at": None},
    State.SENT: {
        "lease_until": None,
        "reason": "",
        "sent_at": NOON,
        "subject": "A",
        "body_text": "B",
    },
    State.FAILED: {"lease_until": None, "reason": "", "sent_at": None, "last_error": "550"},
    State.SUPPRESSED: {"lease_until": None, "reason": "Done.", "sent_at": None},
    State.HELD: {"lease_until": None, "reason": "", "sent_at": None},
}


@pytest.mark.parametrize("after", State)
@pytest.mark.parametrize("before", State)
def test_only_the_listed_moves_are_possible(before, after):
    MessageFactory(state=before, **COMPANIONS[before])
    allowed = before == after or (before, after) in MOVES
    assert refused(state=after, **COMPANIONS[after]) is not allowed


def test_what_is_sent_stays_sent():
    assert [move for move in MOVES if move[0] == State.SENT] == []


@pytest.mark.parametrize(
    ("trait", "changes"),
    [
        ("sent", {"sent_at": None}),
        ("sent", {"subject": ""}),
        ("sent", {"body_text": ""}),
        ("suppressed", {"reason": ""}),
        ("failed", {"last_error": ""}),
        ("leased", {"lease_until": None}),
        ("held", {"sent_at": NOON}),
        ("held", {"reason": "No."}),
        ("held", {"lease_until": NOON}),
        ("held", {"address": ""}),
        ("held", {"state": "lost"}),
        ("held", {"key": "another"}),
        ("held", {"kind": "another"}),
        ("held", {"about_key": "2"}),
        ("held", {"message_id": "<another@sample.example>"}),
    ],
)
def test_a_row_that_says_less_or_promises_something_else_is_refused(trait, changes):
    MessageFactory(**{trait: True})
    assert refused(**changes)


def test_the_message_id_follows_from_the_key_alone(settings):
    settings.SITE_URL = "https://portal.sample.example:8443"
    first = message_id("digest:1:2026-03-02")
    assert first == message_id("digest:1:2026-03-02")
    assert first != message_id("digest:2:2026-03-02")
    assert first.startswith("<")
    assert first.endswith("@portal.sample.example>")


def test_people_see_their_own_messages_and_keepers_the_whole_ledger(
    staff_of, liaison_of, facilitator, administrator, stranger
):
    staff, liaison = staff_of("raytown"), liaison_of("raytown")
    own, other = MessageFactory(recipient=staff.user), MessageFactory(recipient=liaison.user)
    seen = {
        actor.title: list(Message.objects.visible_to(actor).order_by("pk"))
        for actor in (staff, liaison, facilitator, administrator, stranger)
    }
    assert seen == {
        staff.title: [own],
        liaison.title: [other],
        facilitator.title: [own, other],
        administrator.title: [own, other],
        "": [],
    }


def test_deliverable_is_what_is_due_now_and_what_a_worker_left_behind():
    due = MessageFactory()
    later = MessageFactory(retry_at=NOON + timedelta(minutes=1))
    MessageFactory(leased=True)
    left = MessageFactory(leased=True, lease_until=NOON)
    for trait in ("sent", "failed", "suppressed", "held"):
        MessageFactory(**{trait: True})
    assert list(Message.objects.deliverable(NOON)) == [due, left]
    assert later in Message.objects.deliverable(NOON + timedelta(minutes=1))


def test_events_wait_until_they_are_posted():
    first, second = EventFactory(), EventFactory()
    assert list(Posting.objects.waiting()) == [first, second]
    PostingFactory(event=first)
    assert list(Posting.objects.waiting()) == [second]
    with pytest.raises(IntegrityError):
        PostingFactory(event=first)


def test_a_heartbeat_never_goes_back():
    part = Heartbeat.Part
    Heartbeat.objects.note(part.BEAT, at=NOON)
    Heartbeat.objects.note(part.BEAT, at=NOON - timedelta(seconds=5))
    Heartbeat.objects.note(part.QUEUE, "mail", at=NOON)
    Heartbeat.objects.note(part.QUEUE, "exports", at=NOON)
    Heartbeat.objects.note(part.QUEUE, "mail", at=NOON + timedelta(seconds=10))
    assert set(Heartbeat.objects.values_list("part", "name", "at")) == {
        ("beat", "", NOON),
        ("queue", "exports", NOON),
        ("queue", "mail", NOON + timedelta(seconds=10)),
    }


@pytest.mark.parametrize(
    "wrong", [{"part": "broker"}, {"part": "beat", "name": "mail"}, {"part": "worker"}]
)
def test_only_parts_that_are_known_have_heartbeats(wrong):
    with pytest.raises(IntegrityError, match="heartbeat_part_is_known"):
        HeartbeatFactory(**wrong)


def test_workers_that_are_gone_are_forgotten_and_nothing_else():
    for name in ("gone", "here"):
        HeartbeatFactory(part="worker", name=name, at=NOON + timedelta(hours=name == "here"))
    HeartbeatFactory(at=NOON - timedelta(days=9))
    Heartbeat.objects.forget_workers(before=NOON + timedelta(minutes=1))
    assert set(Heartbeat.objects.values_list("part", "name")) == {("worker", "here"), ("beat", "")}


def test_somebody_who_never_chose_gets_a_weekly_digest_on_monday_at_eight():
    wish = Preference.objects.of(UserFactory())
    assert (wish.digest, wish.weekday, wish.hour, wish.chosen_at) == ("weekly", 0, 8, None)


@pytest.mark.parametrize("wrong", [{"digest": "hourly"}, {"weekday": 7}, {"hour": 24}])
def test_a_wish_that_no_clock_can_keep_is_refused(wrong):
    with pytest.raises(IntegrityError, match="preference_"):
        PreferenceFactory(**wrong)


def test_a_link_that_ends_the_digest_names_its_person_and_cannot_be_made_up():
    person = UserFactory()
    token = unsubscribe_token(person)
    assert way_out(token) == WayOut(person)
    assert way_out(f"{token}x") is None
    assert way_out(f"{person.pk}:forged:signature") is None


def test_rows_say_in_words_what_they_are():
    person = UserFactory(name="Liaison, Raytown")
    assert [
        str(MessageFactory(kind="digest", address="liaison@raytown.example")),
        str(PreferenceFactory(person=person)),
        str(HeartbeatFactory(part="worker", name="mail@sample")),
        str(PostingFactory(event__about_name="EJC-2026-014")).startswith("Posting of event "),
    ] == [
        "digest to liaison@raytown.example",
        "Digest for Liaison, Raytown: once a week",
        "A worker mail@sample, 2026-03-02 18:00:00 UTC",
        True,
    ]
