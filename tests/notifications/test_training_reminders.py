"""The city's liaison is reminded of training that falls due, once for a month and rung."""

from datetime import timedelta

import pytest

from notifications.models import ByClock, Message
from notifications.operations import reminders
from notifications.operations.letters import Unwanted
from notifications.operations.reminders.ladders import reach
from tests.factories.records import NOON, CompletionFactory, DutyFactory
from tests.factories.training import (
    AssessmentFactory,
    RequirementFactory,
    RespondentFactory,
)

pytestmark = pytest.mark.django_db


def test_the_own_liaison_hears_of_the_month_once_a_rung_and_not_of_what_was_had(
    cities, liaison_of, analyst, facilitator
):
    liaison, _ = liaison_of("raytown"), liaison_of("grandview")
    rule = RequirementFactory(name="Trench competence")
    due_on = (NOON + timedelta(days=45)).date()  # mid-April; the month begins in 30 days
    first, second = (
        DutyFactory(trainee__city=cities["raytown"], requirement=rule, first_due_on=due_on)
        for _ in range(2)
    )
    reminders.remind(at=NOON)
    reminders.remind(at=NOON + timedelta(hours=1))
    (message,) = Message.objects.filter(kind="reminder.training")
    assert (message.recipient, message.context["days"]) == (liaison.user, 30)
    letter = reminders.letter(message, at=NOON)
    assert "Trench competence: 2 people" in letter.text
    assert str(first.trainee) not in letter.text
    CompletionFactory(trainee=first.trainee, topic=rule.topic)
    assert "Trench competence: 1 person" in reminders.letter(message, at=NOON).text
    CompletionFactory(trainee=second.trainee, topic=rule.topic)
    with pytest.raises(Unwanted):
        reminders.letter(message, at=NOON)


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_due_costs_the_same_for_one_and_for_many_who_must_be_trained_and_asked(
    cities, liaison_of, staff_of, count, django_assert_num_queries
):
    due_on = (NOON + timedelta(days=45)).date()
    assessment = AssessmentFactory(closes_at=NOON + timedelta(days=2))
    for city in ("raytown", "grandview", "independence")[:count]:
        liaison_of(city)
        DutyFactory(
            trainee__city=cities[city], requirement=RequirementFactory(), first_due_on=due_on
        )
        RespondentFactory(
            assessment=assessment,
            way="account",
            person=staff_of(city).user,
            begun_at=None,
            sent_at=None,
        )
    sources = (reminders.KINDS[ByClock.ASSESSMENT_DUE], reminders.KINDS[ByClock.TRAINING_DUE])
    with django_assert_num_queries(5):
        owed = [list(source.owed(reach(source.ladder, at=NOON))) for source in sources]
    assert [len(each) for each in owed] == [count, count]
