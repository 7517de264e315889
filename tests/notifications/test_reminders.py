"""Reminders before a round closes."""

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from collaborative.models import PORTAL, Event
from initiatives.events import RoundEvent
from initiatives.models import Review, Round
from notifications.models import Message
from notifications.models.ledger import message_id
from notifications.operations import ledger, reminders
from notifications.operations.letters import Unwanted
from tests.conftest import NOON
from tests.guards import as_owner
from tests.notifications import scenes
from tests.notifications.scenes import city_of
from tests.notifications.together import run_together

State = Message.State
CHICAGO = ZoneInfo("America/Chicago")
DAY = timedelta(days=1)
CLOSE = datetime(2026, 3, 13, 22, 0, tzinfo=UTC)
"""Friday, March 13, 2026, 5:00 pm Central; no weekend lies between it and the last three rungs."""
DEADLINE = "2026-03-13T22:00:00Z"
SEVEN = datetime(2026, 3, 6, 23, 0, tzinfo=UTC)
THREE = datetime(2026, 3, 10, 22, 0, tzinfo=UTC)
ONE = datetime(2026, 3, 12, 22, 0, tzinfo=UTC)
"""5:00 pm Central each; daylight time begins on March 8, 2026, between the first two."""
MORNING = datetime(2026, 3, 13, 13, 0, tzinfo=UTC)
"""8:00 am Central of the day itself."""
open_round = partial(scenes.open_round, closes_at=CLOSE)
prepared_round = partial(scenes.prepared_round, closes_at=CLOSE)


def remind(at):
    return [message.key for message in reminders.remind(at=at)]


def moved(round_, closes_at):
    Round.objects.filter(pk=round_.pk).update(closes_at=closes_at)


def done(actor):
    Review.objects.filter(evaluator=actor.user).update(
        state="submitted", declared_at=NOON, submitted_at=NOON
    )


def states():
    return list(Message.objects.order_by("pk").values_list("context__days", "state", "reason"))


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


def test_the_ladder_is_written_rung_by_rung_and_each_rung_once(evaluator):
    round_ = open_round([evaluator], entries=3)
    key = f"reminder:review:{round_.pk}:{DEADLINE}:{{}}:{evaluator.user.pk}"
    second = timedelta(seconds=1)
    assert [
        remind(SEVEN - second),
        remind(SEVEN),
        remind(SEVEN),
        remind(THREE - second),
        remind(THREE),
        remind(ONE),
        remind(MORNING - second),
        remind(MORNING),
        remind(CLOSE - second),
        remind(CLOSE),
    ] == [
        [],
        [key.format(7)],
        [],
        [],
        [key.format(3)],
        [key.format(1)],
        [],
        [key.format(0)],
        [],
        [],
    ]


def test_a_reminder_names_its_round_deadline_and_moment(evaluator):
    round_ = open_round([evaluator])
    (message,) = reminders.remind(at=THREE + timedelta(minutes=5))
    assert (
        message.kind,
        message.recipient,
        message.address,
        message.about_type,
        message.about_key,
        message.context,
        message.due_at,
        message.message_id,
    ) == (
        "reminder.reviews",
        evaluator.user,
        evaluator.user.email,
        "initiatives.round",
        str(round_.pk),
        {"deadline": DEADLINE, "days": 3},
        THREE,
        message_id(message.key),
    )


@pytest.mark.parametrize(
    ("close", "days", "at"),
    [
        (datetime(2026, 11, 6, 17, tzinfo=CHICAGO), 7, datetime(2026, 10, 30, 22, tzinfo=UTC)),
        (datetime(2026, 11, 6, 17, tzinfo=CHICAGO), 3, datetime(2026, 11, 3, 23, tzinfo=UTC)),
        (datetime(2027, 3, 19, 17, tzinfo=CHICAGO), 7, datetime(2027, 3, 12, 23, tzinfo=UTC)),
        (datetime(2027, 3, 19, 17, tzinfo=CHICAGO), 3, datetime(2027, 3, 16, 22, tzinfo=UTC)),
    ],
)
def test_across_a_change_of_the_clock_reminders_keep_their_time_of_day(evaluator, close, days, at):
    open_round([evaluator], closes_at=close)
    before = [row.context["days"] for row in reminders.remind(at=at - timedelta(seconds=1))]
    after = [row.context["days"] for row in reminders.remind(at=at)]
    assert days not in before
    assert after == [days]


def test_after_a_gap_only_the_last_reminder_is_written_not_all_that_were_missed(evaluator):
    open_round([evaluator])
    remind(ONE + timedelta(hours=2))
    assert states() == [(1, "due", "")]


def test_a_reminder_that_could_not_go_out_gives_way_to_the_next(evaluator):
    open_round([evaluator])
    remind(SEVEN)
    Message.objects.update(retry_at=THREE + DAY)
    remind(THREE)
    assert states() == [(7, "suppressed", reminders.OVERTAKEN), (3, "due", "")]


def test_a_clock_that_steps_back_writes_no_earlier_rung_after_a_later_one(evaluator):
    open_round([evaluator])
    remind(ONE)
    assert remind(THREE) == []
    assert states() == [(1, "due", "")]


def test_whoever_is_done_recused_gone_or_out_of_office_is_not_reminded(evaluator_of):
    waiting, ready, recused, gone, closed = (evaluator_of("raytown") for _ in range(5))
    open_round([waiting, ready, recused, gone, closed])
    done(ready)
    Review.objects.filter(evaluator=recused.user).update(
        state="recused", declared_at=NOON, recused_at=NOON, conflict="Sample."
    )
    gone.user.offices.update(ends_on=NOON.date())
    type(closed.user).objects.filter(pk=closed.user.pk).update(is_active=False)
    assert [message.recipient for message in reminders.remind(at=THREE)] == [waiting.user]


def test_a_review_that_was_begun_is_not_done(evaluator):
    open_round([evaluator])
    Review.objects.update(state="declared", declared_at=NOON)
    assert len(remind(THREE)) == 1


def test_a_round_that_is_not_open_reminds_nobody(evaluator):
    prepared_round([evaluator])
    open_round([evaluator])
    Round.objects.filter(state="scoring").update(state="decided", closed_at=NOON, frozen_at=NOON)
    assert remind(THREE) == []


def test_what_lay_before_the_opening_is_told_by_the_letter_of_the_opening_alone(evaluator):
    opened = ONE - timedelta(hours=6)
    open_round([evaluator], opened_at=opened)
    assert [remind(opened), len(remind(ONE))] == [[], 1]
    assert states() == [(1, "due", "")]


def test_the_letter_of_a_moved_close_stands_for_the_rungs_before_it(evaluator):
    round_ = open_round([evaluator])
    moved(round_, CLOSE + 2 * DAY)
    Event.objects.record(RoundEvent.EXTENDED, round_, by=PORTAL, at=THREE)
    assert remind(THREE) == []


def test_a_moved_deadline_ends_old_reminders_and_has_its_own(evaluator):
    round_ = open_round([evaluator])
    remind(THREE)
    moved(round_, CLOSE + 3 * DAY)
    remind(THREE)
    remind(ONE + 4 * DAY - timedelta(hours=1))
    assert list(Message.objects.order_by("pk").values_list("context", "state", "reason")) == [
        ({"deadline": DEADLINE, "days": 3}, "suppressed", reminders.MOVED),
        ({"deadline": "2026-03-16T22:00:00Z", "days": 7}, "suppressed", reminders.OVERTAKEN),
        ({"deadline": "2026-03-16T22:00:00Z", "days": 0}, "due", ""),
    ]


def test_a_deadline_that_is_moved_back_has_its_reminder_again(evaluator):
    round_ = open_round([evaluator])
    remind(THREE)
    moved(round_, CLOSE + 30 * DAY)
    remind(THREE)
    assert states() == [(3, "suppressed", reminders.MOVED)]
    moved(round_, CLOSE)
    remind(THREE)
    assert states() == [(3, "due", "")]


def test_a_reminder_that_was_sent_does_not_come_back_when_the_deadline_does(evaluator):
    round_ = open_round([evaluator])
    remind(THREE)
    Message.objects.update(state="leased", lease_until=CLOSE)
    Message.objects.update(
        state="sent", lease_until=None, sent_at=THREE, subject="A", body_text="B"
    )
    moved(round_, CLOSE + 30 * DAY)
    remind(THREE)
    moved(round_, CLOSE)
    remind(THREE)
    assert states() == [(3, "sent", "")]


def test_the_letter_lists_what_waits_and_where(evaluator):
    round_ = open_round([evaluator], entries=2, title="Spring round")
    (message,) = reminders.remind(at=THREE)
    letter = reminders.letter(message, at=THREE)
    first, second = Review.objects.order_by("entry__proposal__reference")
    assert letter.subject == "2 reviews due Friday, March 13, 2026, 5:00 pm Central"
    assert letter.text == (
        "Hello Evaluator, Raytown,\n\n"
        "The round “Spring round” closes on Friday, March 13, 2026, 5:00 pm Central. "
        "These proposals still wait for your review:\n\n"
        f"- {first.entry.proposal}, led by {first.entry.proposal.city.name}\n"
        f"- {second.entry.proposal}, led by {second.entry.proposal.city.name}\n\n"
        "Your reviews:\n\n"
        "https://portal.sample.example/reviews/\n\n"
        "What is not sent in by then does not count. Where you have a conflict of interest, "
        "declare it, and you are reminded no more.\n\n"
        "You get this letter because you evaluate proposals for your city. It stops when your "
        "reviews are in.\n\n"
        "Common Purpose, the portal of the shared-services collaborative: "
        "https://portal.sample.example/\n"
    )
    assert round_.title in letter.text


def test_the_letter_asks_again_whether_there_is_anything_to_remind_of(evaluator):
    round_ = open_round([evaluator])
    (message,) = reminders.remind(at=THREE)
    with pytest.raises(Unwanted, match="is not open"):
        reminders.letter(message, at=CLOSE)
    moved(round_, CLOSE + DAY)
    with pytest.raises(Unwanted, match="was moved"):
        reminders.letter(message, at=THREE)
    moved(round_, CLOSE)
    assert "1 review due" in reminders.letter(message, at=THREE).subject
    done(evaluator)
    with pytest.raises(Unwanted, match="sent in"):
        reminders.letter(message, at=THREE)
    Round.objects.update(state="decided", closed_at=NOON, frozen_at=NOON)
    with pytest.raises(Unwanted, match="is not open"):
        reminders.letter(message, at=THREE)


def test_somebody_who_left_the_office_for_the_city_has_nothing_to_be_reminded_of(evaluator):
    open_round([evaluator])
    (message,) = reminders.remind(at=THREE)
    evaluator.user.offices.filter(organisation=city_of(evaluator)).update(ends_on=NOON.date())
    with pytest.raises(Unwanted, match="no longer this person's"):
        reminders.letter(message, at=THREE)


@pytest.mark.parametrize("count", [1, 3])
def test_computing_what_is_due_costs_the_same_however_many_evaluators_there_are(
    evaluator_of, count, django_assert_num_queries
):
    open_round([evaluator_of("raytown") for _ in range(count)])
    with django_assert_num_queries(20):
        assert len(reminders.due(at=THREE)) == count


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_each_reminder_once(evaluator_of):
    open_round([evaluator_of("raytown") for _ in range(10)])
    run_together(lambda: reminders.remind(at=THREE), workers=4)
    assert Message.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_control_without_the_unique_key_two_runs_write_every_reminder_twice(
    evaluator_of, monkeypatch
):
    """The guard above is needed: two runs that only look write the same reminder each."""
    open_round([evaluator_of("raytown")])
    monkeypatch.setattr(ledger, "missing", list)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'notifications_message'::regclass "
            "AND contype = 'u'"
        )
        ((name,),) = cursor.fetchall()
        cursor.execute(f'ALTER TABLE notifications_message DROP CONSTRAINT "{name}"')
        try:
            run_together(lambda: reminders.remind(at=THREE), workers=2)
            doubles = Message.objects.count()
            cursor.execute("DELETE FROM notifications_message")
        finally:
            cursor.execute(
                f'ALTER TABLE notifications_message ADD CONSTRAINT "{name}" UNIQUE (key)'
            )
    assert doubles == 2


def test_held_and_failed_rows_are_left_to_people(evaluator):
    round_ = open_round([evaluator])
    remind(THREE)
    Message.objects.update(state=State.HELD)
    moved(round_, CLOSE + 30 * DAY)
    remind(THREE)
    assert states() == [(3, "held", "")]
