"""Meetings, who was there, what was discussed and moved."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from initiatives.models import AgendaItem, Attendance, Departure, Jotting, Meeting, Motion
from tests.factories.cities import CityFactory
from tests.factories.people import UserFactory
from tests.factories.rounds import EntryFactory, RoundFactory

BEGIN = datetime(2026, 3, 17, 14, 0, tzinfo=UTC)
"""Tuesday, March 17, 2026, 9 in the morning in the cities."""


class MeetingFactory(DjangoModelFactory):
    """A planned meeting that one city is enough for."""

    class Meta:
        model = Meeting

    class Params:
        begun = factory.Trait(state=Meeting.State.IN_SESSION, started_at=BEGIN)

    state = Meeting.State.PLANNED
    round = factory.SubFactory(RoundFactory)
    number = factory.LazyAttribute(lambda meeting: meeting.round.meetings.count() + 1)
    begins_at = BEGIN
    place = "Council room, Raytown City Hall"
    quorum = 1


class AttendanceFactory(DjangoModelFactory):
    """Somebody who is there."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(CityFactory)
    office = factory.LazyAttribute(lambda one: f"Liaison, {one.organisation.name}")
    came_at = BEGIN


class AgendaItemFactory(DjangoModelFactory):
    """A proposal of the meeting's round that waits."""

    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    entry = factory.LazyAttribute(lambda item: EntryFactory(round=item.meeting.round))
    position = factory.LazyAttribute(lambda item: item.meeting.items.count() + 1)


class DepartureFactory(DjangoModelFactory):
    """Somebody who left; the item has to be under discussion at the same meeting."""

    class Meta:
        model = Departure

    item = factory.SubFactory(AgendaItemFactory, meeting__begun=True, started_at=BEGIN)
    attendance = factory.LazyAttribute(lambda one: AttendanceFactory(meeting=one.item.meeting))
    at = BEGIN


class JottingFactory(DjangoModelFactory):
    """A note on an item that was taken up."""

    class Meta:
        model = Jotting

    item = factory.SubFactory(AgendaItemFactory, meeting__begun=True, started_at=BEGIN)
    box = Jotting.Box.NOTE
    text = "A sample note"
    by = factory.SubFactory(UserFactory)
    office = "Facilitator, Mid-America Regional Council"
    at = BEGIN


class MotionFactory(DjangoModelFactory):
    """A motion that was carried, on an item that was taken up."""

    class Meta:
        model = Motion

    item = factory.SubFactory(AgendaItemFactory, meeting__begun=True, started_at=BEGIN)
    text = "To recommend the proposal"
    asks = Motion.Asks.RECOMMEND
    mover = factory.LazyAttribute(lambda one: AttendanceFactory(meeting=one.item.meeting))
    seconder = factory.LazyAttribute(lambda one: AttendanceFactory(meeting=one.item.meeting))
    outcome = Motion.Outcome.CARRIED
    by = factory.SubFactory(UserFactory)
    office = "Facilitator, Mid-America Regional Council"
    at = BEGIN
