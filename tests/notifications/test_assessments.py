"""Who hears of a needs assessment, when, and when no more."""

from datetime import timedelta

import pytest

from collaborative.models import PORTAL, Event
from notifications.catalogue import NOTICES
from notifications.models import ByClock
from notifications.operations import reminders
from notifications.operations.letters import Unwanted
from tests.conftest import NOON
from tests.factories.training import AssessmentFactory, RespondentFactory
from training.events import AssessmentEvent
from training.models import Assessment, Respondent
from training.operations import assessments

pytestmark = pytest.mark.django_db
CLOSE = NOON + timedelta(days=18)
"""Friday, March 20, 2026; the clocks change that spring on March 8."""


@pytest.fixture
def asked(staff_of, analyst):
    """An open assessment that asks one of Raytown's staff by account, and a slip."""
    actor = staff_of("raytown")
    assessment = AssessmentFactory(slug="needs", title="Training needs", closes_at=CLOSE)
    place = {"assessment": assessment, "begun_at": None, "sent_at": None}
    RespondentFactory(**place)
    return RespondentFactory(way="account", person=actor.user, city_id=_city(actor), **place)


def _city(actor):
    return actor.offices[0].organisation_id


def _due(days):
    at = CLOSE - timedelta(days=days)
    return [
        (one.recipient, one.context["days"])
        for one in reminders.due(at=at)
        if one.kind == ByClock.ASSESSMENT_DUE
    ]


def test_reminders_come_14_7_3_and_1_days_before_and_stop_when_sent_in(asked):
    person = asked.person
    assert [_due(days) for days in (14.1, 13.9, 6.9, 2.9, 0.9)] == [
        [],
        [(person, 14)],
        [(person, 7)],
        [(person, 3)],
        [(person, 1)],
    ]
    Respondent.objects.filter(pk=asked.pk).update(begun_at=NOON, sent_at=NOON)
    assert _due(0.9) == []


def test_a_reminder_that_waits_is_not_written_once_it_is_done_moved_or_closed(asked, analyst):
    at = CLOSE - timedelta(days=2.9)
    (message,) = [one for one in reminders.remind(at=at) if one.kind == ByClock.ASSESSMENT_DUE]
    letter = reminders.letter(message, at=at)
    assert letter.subject == (
        "Your answers about training are due Friday, March 20, 2026, 1:00 pm Central"
    )
    assert "https://portal.sample.example/training/assessments/needs/answer/" in letter.text
    assessments.extend(asked.assessment, closes_at=CLOSE + timedelta(days=9), by=analyst, at=at)
    with pytest.raises(Unwanted, match="moved"):
        reminders.letter(message, at=at)
    assessments.close(asked.assessment, by=analyst, at=at)
    with pytest.raises(Unwanted, match="not open any more"):
        reminders.letter(message, at=at)


def _told(kind, assessment):
    event = Event.objects.record(kind, assessment, by=PORTAL, at=NOON)
    return [one.person for one in NOTICES[kind].audience(event, NOON.date())]


def test_whoever_is_asked_by_account_hears_of_the_opening_and_the_analyst_of_the_close(
    asked, analyst
):
    assert _told(AssessmentEvent.OPENED, asked.assessment) == [asked.person]
    assert _told(AssessmentEvent.CLOSED, asked.assessment) == [analyst.user]
    Assessment.objects.update(state="closed")
    assert _told(AssessmentEvent.OPENED, asked.assessment) == []
