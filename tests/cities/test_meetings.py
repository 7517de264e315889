from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from cities.models import Meeting
from cities.operations import calendar
from cities.operations.calendar import Occasion
from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC, Event
from tests.conftest import NOON
from tests.factories.cities import FactFactory, MeetingFactory

pytestmark = pytest.mark.django_db

TUESDAY = date(2098, 3, 4)
SIX = datetime(2098, 3, 5, 0, 0, tzinfo=UTC)
"""Six o'clock in the evening of that Tuesday in the cities."""
BOARD = Occasion(on=TUESDAY, body="Board of Aldermen")


@pytest.fixture
def clerk(clerk_of):
    return clerk_of("raytown")


@pytest.fixture
def clerks(client_for, clerk):
    return client_for(clerk)


def at(name: str, *args) -> str:
    return reverse(f"cities:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_next_meeting_is_one_that_acts_is_held_and_has_not_begun(cities):
    own = cities["raytown"]
    MeetingFactory(organisation=own, on=date(2026, 3, 2), begins_at=NOON)
    MeetingFactory(organisation=own, on=date(2026, 3, 3), kind=Meeting.Kind.STUDY)
    MeetingFactory(organisation=own, on=date(2026, 3, 4), is_cancelled=True)
    MeetingFactory(organisation=cities["grandview"], on=date(2026, 3, 5))
    wanted = MeetingFactory(organisation=own, on=date(2026, 3, 10))
    MeetingFactory(organisation=own, on=date(2026, 3, 17))
    assert Meeting.objects.next_for(own, NOON) == wanted
    assert Meeting.objects.next_for(cities["independence"], NOON) is None


def test_a_meeting_without_a_time_is_to_come_until_its_day_is_over(cities):
    own = MeetingFactory(organisation=cities["raytown"], on=date(2026, 3, 2), begins_at=None)
    assert Meeting.objects.next_for(own.organisation, NOON) == own
    assert Meeting.objects.next_for(own.organisation, NOON + timedelta(hours=12)) is None


def test_the_next_meetings_of_all_councils_cost_one_query(cities, django_assert_num_queries):
    rows = {city.pk: MeetingFactory(organisation=city) for city in cities.values()}
    MeetingFactory(organisation=cities["raytown"], on=date(2098, 4, 1))
    with django_assert_num_queries(1):
        assert Meeting.objects.next_of_each(list(rows), NOON) == rows


@pytest.mark.parametrize(
    ("faulty", "constraint"),
    [
        ({"body": ""}, "meeting_has_a_body"),
        ({"kind": "secret"}, "meeting_kind_is_known"),
        ({"begins_at": SIX, "cut_off_at": SIX}, "meeting_cut_off_before_it_begins"),
    ],
)
def test_what_no_meeting_can_be(faulty, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        MeetingFactory(**faulty)


def test_the_same_meeting_stands_once_but_again_after_it_was_cancelled():
    first = MeetingFactory(is_cancelled=True)
    MeetingFactory(organisation=first.organisation)
    with pytest.raises(IntegrityError, match="meeting_in_the_calendar_once"):
        MeetingFactory(organisation=first.organisation, body="CITY COUNCIL")


def test_no_meeting_is_removed():
    meeting = MeetingFactory()
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        meeting.delete()


@pytest.mark.parametrize("count", [1, 50])
def test_many_are_entered_as_one_and_cost_the_same(cities, clerk, django_assert_num_queries, count):
    days = [TUESDAY + timedelta(weeks=week) for week in range(count)]
    occasions = [Occasion(on=on, body="Board of Aldermen") for on in days]
    with django_assert_num_queries(6):
        calendar.enter(cities["raytown"], occasions=occasions, by=clerk, at=NOON)
    assert list(Meeting.objects.values_list("on", flat=True)) == days
    assert Event.objects.filter(kind="council_meeting.planned").count() == count


def test_one_that_is_there_already_keeps_all_others_out_and_is_named(cities, clerk):
    MeetingFactory(organisation=cities["raytown"], on=date(2098, 3, 11), body="Board of Aldermen")
    days = [TUESDAY, date(2098, 3, 11), date(2098, 3, 18)]
    occasions = [Occasion(on=on, body="Board of Aldermen") for on in days]
    with pytest.raises(StaleState, match="already: Tuesday, March 11, 2098"):
        calendar.enter(cities["raytown"], occasions=occasions, by=clerk, at=NOON)
    assert (Meeting.objects.count(), Event.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "act",
    [
        lambda meeting, by: calendar.enter(meeting.organisation, occasions=[BOARD], by=by, at=NOON),
        lambda meeting, by: calendar.change(meeting, occasion=BOARD, revision=1, by=by, at=NOON),
        lambda meeting, by: calendar.cancel(meeting, reason="", by=by, at=NOON),
    ],
    ids=["enter", "change", "cancel"],
)
def test_another_citys_clerk_keeps_nothing_here(cities, clerk_of, act):
    meeting = MeetingFactory(organisation=cities["raytown"])
    with pytest.raises(PermissionDenied, match="Raytown’s council are kept by its own clerk"):
        act(meeting, clerk_of("grandview"))


def test_a_change_says_what_stood_before_and_the_second_of_two_is_refused(cities, clerk):
    meeting = MeetingFactory(organisation=cities["raytown"], on=date(2098, 3, 3))
    stale = Meeting.objects.get()
    occasion = Occasion(on=TUESDAY, body="Board of Aldermen", begins_at=SIX)
    calendar.change(meeting, occasion=occasion, revision=1, by=clerk, at=NOON)
    with pytest.raises(StaleState, match="Clerk, Raytown changed this meeting on Monday, March 2"):
        calendar.change(stale, occasion=occasion, revision=1, by=clerk, at=NOON)
    event = Event.objects.get()
    assert (meeting.on, meeting.revision, event.detail["before"]["on"]) == (
        TUESDAY,
        2,
        "2098-03-03",
    )


def test_a_cancelled_meeting_stays_with_its_reason_and_is_cancelled_once(cities, clerk):
    meeting = MeetingFactory(organisation=cities["raytown"])
    calendar.cancel(meeting, reason="No quorum", by=clerk, at=NOON)
    assert (meeting.is_cancelled, meeting.note) == (True, "No quorum")
    with pytest.raises(StaleState):
        calendar.cancel(meeting, reason="", by=clerk, at=NOON)


@pytest.mark.parametrize("count", [1, 50])
def test_the_calendar_costs_the_same_for_any_number(
    cities, client_for, django_assert_num_queries, count
):
    for week in range(count):
        MeetingFactory(organisation=cities["raytown"], on=date(2098, 1, 1) + timedelta(weeks=week))
    with django_assert_num_queries(4):
        page = client_for(PUBLIC).get(at("meetings", "raytown") + "?year=2098")
    assert page.content.decode().count('<th scope="row">') == count


def test_the_clerk_enters_a_meeting_beside_the_published_habit(clerks, cities):
    FactFactory(organisation=cities["raytown"], label="Regular meetings", value="Some Tuesdays")
    page = text_of(clerks.get(at("enter_meeting", "raytown")))
    assert ("Some Tuesdays" in page, 'value="City Council"' in page) == (True, True)
    clerks.post(
        at("enter_meeting", "raytown"),
        {
            "on": "2098-03-04",
            "begins": "18:00",
            "kind": "regular",
            "body": "Board of  Aldermen",
            "cut_off_at": "2098-02-27T12:00",
            "revision": "1",
        },
    )
    meeting = Meeting.objects.get()
    assert (meeting.on, meeting.begins_at, meeting.body, meeting.cut_off_at) == (
        TUESDAY,
        SIX,
        "Board of Aldermen",
        datetime(2098, 2, 27, 18, 0, tzinfo=UTC),
    )


def test_a_cut_off_after_the_meeting_is_refused_and_all_that_was_typed_stays(clerks, cities):
    page = clerks.post(
        at("enter_meeting", "raytown"),
        {
            "on": "2098-03-04",
            "kind": "special",
            "body": "Board of Aldermen",
            "cut_off_at": "2098-03-05T12:00",
            "note": "At the fire station",
            "revision": "1",
        },
    )
    said = text_of(page)
    assert "The cut-off is not before the meeting of Tuesday, March 4, 2098." in said
    assert ('value="At the fire station"' in said, Meeting.objects.exists()) == (True, False)


RULE = {
    "body": "Board of Aldermen",
    "kind": "regular",
    "weeks": ["1", "3"],
    "weekday": "0",
    "begins": "18:00",
    "cut_off_weekday": "3",
    "cut_off_time": "12:00",
    "cut_off_earlier": "0",
    "first": "2027-01-01",
    "last": "2027-02-28",
    "on_holiday": "day_after",
}


def rows_of(page) -> dict[str, str]:
    """What a browser would send of the preview as it stands."""
    rows = page.context["rows"]
    sent = {"meeting-TOTAL_FORMS": str(len(rows)), "meeting-INITIAL_FORMS": "0"}
    for row in rows:
        for box in row:
            value = box.subwidgets[0].data["value"] if box.name != "keep" else box.value()
            if value:
                sent[box.html_name] = "on" if box.name == "keep" else value
    return sent


def test_a_year_is_shown_before_it_is_written_and_single_rows_are_changed(clerks, cities):
    MeetingFactory(organisation=cities["raytown"], on=date(2027, 2, 1), body="Board of Aldermen")
    page = clerks.post(at("plan_meetings", "raytown"), RULE)
    assert Meeting.objects.count() == 1
    shown = [(row["on"].value(), row["keep"].value(), row.remark) for row in page.context["rows"]]
    assert shown == [
        (date(2027, 1, 4), True, ""),
        (date(2027, 1, 19), True, "The day before is Martin Luther King Jr. Day."),
        (date(2027, 2, 1), False, "Already in the calendar."),
        (date(2027, 2, 16), True, "The day before is Washington's Birthday."),
    ]
    rows = rows_of(page) | {"meeting-0-on": "2027-01-05", "write": "yes"}
    del rows["meeting-3-keep"]
    answer = clerks.post(at("plan_meetings", "raytown"), RULE | rows)
    assert (answer.status_code, list(Meeting.objects.values_list("on", "cut_off_at"))) == (
        302,
        [
            (date(2027, 1, 5), datetime(2026, 12, 31, 18, 0, tzinfo=UTC)),
            (date(2027, 1, 19), datetime(2027, 1, 14, 18, 0, tzinfo=UTC)),
            (date(2027, 2, 1), None),
        ],
    )


def test_a_day_entered_meanwhile_is_named_and_the_rows_stay(clerks, cities):
    sent = RULE | rows_of(clerks.post(at("plan_meetings", "raytown"), RULE)) | {"write": "yes"}
    MeetingFactory(organisation=cities["raytown"], on=date(2027, 1, 4), body="Board of Aldermen")
    page = clerks.post(at("plan_meetings", "raytown"), sent)
    assert (page.status_code, Meeting.objects.count(), len(page.context["rows"])) == (409, 1, 4)
    assert "already: Monday, January 4, 2027" in text_of(page)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cut_off_time": ""}, "Enter the time of the cut-off"),
        ({"last": "2026-12-31"}, "is before Friday, January 1, 2027"),
        ({"last": "2029-01-01"}, "no more than two years at once"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_the_reason(clerks, cities, change, sentence):
    page = clerks.post(at("plan_meetings", "raytown"), RULE | change)
    assert (sentence in text_of(page), page.context["rows"]) == (True, None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({f"meeting-{n}-keep": "" for n in range(4)}, "Tick at least one meeting"),
        ({"meeting-1-on": "2027-01-04"}, "Monday, January 4, 2027 stands twice"),
        ({"meeting-1-on": "soon"}, "Enter a valid date"),
        ({"meeting-0-cut_off_at": "2027-01-05T12:00"}, "is not before the meeting of Monday"),
    ],
)
def test_rows_that_cannot_be_are_refused_and_nothing_is_written(clerks, cities, change, sentence):
    sent = RULE | rows_of(clerks.post(at("plan_meetings", "raytown"), RULE)) | {"write": "yes"}
    page = clerks.post(at("plan_meetings", "raytown"), sent | change)
    assert (sentence in text_of(page), Meeting.objects.count()) == (True, 0)


def test_the_clerk_changes_a_meeting_and_keeps_what_was_typed_when_another_was_first(
    clerks, clerk, cities
):
    meeting = MeetingFactory(organisation=cities["raytown"])
    typed = {
        "on": "2098-03-04",
        "begins": "19:00",
        "kind": "regular",
        "body": "Board",
        "revision": "1",
    }
    occasion = Occasion(on=TUESDAY, body="Board of Aldermen")
    calendar.change(meeting, occasion=occasion, revision=1, by=clerk, at=NOON)
    page = clerks.post(at("change_meeting", "raytown", meeting.pk), typed)
    assert (page.status_code, 'value="19:00"' in text_of(page)) == (409, True)
    assert 'name="revision" value="2"' in text_of(page)
    again = clerks.post(at("change_meeting", "raytown", meeting.pk), typed | {"revision": "2"})
    meeting.refresh_from_db()
    assert (again.status_code, meeting.body) == (302, "Board")


def test_the_clerk_cancels_a_meeting_and_the_public_reads_it(clerks, client_for, cities):
    meeting = MeetingFactory(organisation=cities["raytown"])
    assert clerks.get(at("cancel_meeting", "raytown", meeting.pk)).status_code == 200
    clerks.post(at("cancel_meeting", "raytown", meeting.pk), {"reason": "No quorum"})
    page = text_of(client_for(PUBLIC).get(at("meetings", "raytown") + "?year=2098"))
    assert ("Cancelled" in page, "No quorum" in page) == (True, True)
    assert clerks.get(at("change_meeting", "raytown", meeting.pk)).status_code == 403
