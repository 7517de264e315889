"""Reminders before a council's agenda cut-off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cities.models import Meeting
from notifications.models import ByClock, Message
from notifications.operations import reminders
from notifications.operations.letters import Unwanted
from notifications.operations.reminders.cut_offs import CUT_OFFS, DONE, MOVED, OVER
from notifications.operations.reminders.ladders import Reach
from tests.factories.agreements import ActFactory, circulated, decided
from tests.factories.cities import MeetingFactory

pytestmark = pytest.mark.django_db

CUT_OFF = datetime(2026, 3, 12, 17, 0, tzinfo=UTC)
"""Thursday, March 12, 2026, noon in the cities."""
THREE = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def meeting(cities):
    return MeetingFactory(organisation=cities["raytown"], on=date(2026, 3, 17), cut_off_at=CUT_OFF)


@pytest.fixture
def waiting(cities):
    return circulated(cities["raytown"], cities["grandview"], title="Plows")


@pytest.fixture
def people(clerk_of, liaison_of, facilitator, staff_of):
    staff_of("raytown"), clerk_of("grandview")
    return {clerk_of("raytown").user, liaison_of("raytown").user, facilitator.user}


def written(at):
    rows = [row for row in reminders.remind(at=at) if row.kind == ByClock.CUT_OFF]
    return [(row.recipient, row.context["days"]) for row in rows]


def test_clerk_liaison_and_facilitator_are_reminded_rung_by_rung(meeting, waiting, people):
    seven, one = CUT_OFF - timedelta(days=7, hours=-1), CUT_OFF - timedelta(days=1)
    day = CUT_OFF - timedelta(hours=4)
    times = (seven - SECOND, seven, seven, THREE, one, day - SECOND, day, CUT_OFF)
    found = [written(at) for at in times]
    assert [len(rows) for rows in found] == [3, 3, 0, 3, 3, 0, 3, 0]
    assert [days for rows in found for _, days in rows[:1]] == [14, 7, 3, 1, 0]
    assert [{person for person, _ in rows} for rows in found if rows] == [people] * 5


def test_the_key_names_the_meeting_and_the_version_of_its_cut_off(meeting, waiting, clerk_of):
    clerk = clerk_of("raytown")
    (message,) = reminders.remind(at=THREE)
    assert (message.key, message.kind, message.about_type, message.due_at) == (
        f"reminder:cut-off:{meeting.pk}:2026-03-12T17:00:00Z:3:{clerk.user.pk}",
        "reminder.cut_off",
        "cities.meeting",
        THREE,
    )


@pytest.mark.parametrize(
    "agenda",
    [
        decided,
        lambda agreement, city: ActFactory(
            party=agreement.parties.get(organisation=city), agenda_on=date(2026, 3, 17)
        ),
    ],
    ids=["decided", "on an agenda"],
)
def test_what_is_decided_or_on_an_agenda_reminds_nobody(cities, meeting, waiting, people, agenda):
    agenda(waiting, cities["raytown"])
    assert written(THREE) == []


def test_what_was_on_an_agenda_that_is_past_waits_again(cities, meeting, waiting, people):
    ActFactory(
        party=waiting.parties.get(organisation=cities["raytown"]), agenda_on=date(2026, 3, 3)
    )
    assert len(written(THREE)) == 3


@pytest.mark.parametrize(
    "change", [{"is_cancelled": True}, {"kind": "study"}, {"cut_off_at": None}]
)
def test_no_meeting_that_acts_no_reminder(meeting, waiting, people, change):
    Meeting.objects.update(**change)
    assert written(THREE) == []


def test_one_letter_names_all_that_wait_and_how_it_stops(cities, meeting, waiting, clerk_of):
    clerk_of("raytown")
    circulated(cities["raytown"], cities["independence"], title="Salt", words="Salt is shared.")
    circulated(cities["independence"], cities["grandview"], title="Others", words="No salt.")
    (message,) = reminders.remind(at=THREE)
    said = reminders.letter(message, at=THREE)
    assert said.subject == (
        "Agenda cut-off of Raytown’s council: Thursday, March 12, 2026, 12:00 pm Central"
    )
    assert ("- Plows" in said.text, "- Salt" in said.text, "Others" in said.text) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda *_: Meeting.objects.update(is_cancelled=True), OVER),
        (
            lambda *_: Meeting.objects.update(cut_off_at=CUT_OFF + SECOND),
            MOVED,
        ),
        (lambda meeting, agreement: decided(agreement, meeting.organisation), DONE),
    ],
    ids=["cancelled", "moved", "decided"],
)
def test_it_is_asked_again_when_the_letter_is_sent(meeting, waiting, clerk_of, change, reason):
    clerk_of("raytown")
    (message,) = reminders.remind(at=THREE)
    change(meeting, waiting)
    with pytest.raises(Unwanted, match=reason):
        reminders.letter(message, at=THREE)


def test_a_moved_cut_off_sets_the_old_reminder_aside_and_has_its_own(meeting, waiting, clerk_of):
    clerk_of("raytown")
    reminders.remind(at=THREE)
    Meeting.objects.update(cut_off_at=CUT_OFF + timedelta(hours=2))
    reminders.remind(at=THREE + timedelta(hours=3))
    rows = Message.objects.order_by("pk").values_list("state", "reason", "context__deadline")
    assert list(rows) == [
        ("suppressed", MOVED, "2026-03-12T17:00:00Z"),
        ("due", "", "2026-03-12T19:00:00Z"),
    ]


@pytest.mark.parametrize("count", [1, 5])
def test_it_costs_the_same_for_any_number_of_agreements(
    cities, meeting, people, django_assert_num_queries, count
):
    for number in range(count):
        circulated(cities["raytown"], cities["grandview"], words=f"Words {number}")
    asked = Reach(THREE, THREE, CUT_OFF)
    with django_assert_num_queries(7):
        assert len(list(CUT_OFFS.owed(asked))) == 3
