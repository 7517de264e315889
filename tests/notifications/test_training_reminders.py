"""The city's liaison is reminded of training that falls due, once for a month and rung."""

from datetime import timedelta

import pytest

from notifications.models import Message
from notifications.operations import reminders
from notifications.operations.letters import Unwanted
from tests.factories.records import NOON, CompletionFactory, DutyFactory
from tests.factories.training import RequirementFactory

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
