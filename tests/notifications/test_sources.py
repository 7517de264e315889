"""Every sort of deadline: who is told, that it stops when done, and that a moved one is anew."""

from datetime import timedelta

import pytest

from notifications.models import Message
from notifications.operations import reminders
from notifications.operations.letters import Unwanted
from tests.notifications.deadlines import SCENES

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=SCENES.items(), ids=lambda item: item[0].value)
def set_up(request, cities, office):
    """The kind and the scene of each sort."""
    kind, make = request.param
    return kind, make(cities, office)


def written(kind, at):
    return [one for one in reminders.remind(at=at) if one.kind == kind]


def test_there_is_a_scene_for_every_source():
    assert [source.kind for source in reminders.SOURCES] == list(SCENES)


def test_it_is_told_once_for_a_rung_and_no_more_when_it_is_done(set_up):
    kind, scene = set_up
    first = written(kind, scene.at)
    own = next(one for one in first if one.recipient.name == scene.name)
    assert len({one.recipient for one in first}) == len(first)
    assert written(kind, scene.at) == written(kind, scene.at + MINUTE) == []
    letter = reminders.letter(own, at=scene.at)
    assert letter.subject
    assert f"Hello {scene.name}," in letter.text
    assert "It stops when" in letter.text or "not when" in letter.text or "terms" in letter.text
    scene.done()
    with pytest.raises(Unwanted):
        reminders.letter(own, at=scene.at)
    later = [scene.at + timedelta(days=days) for days in (1, 3, 7, 14, 21, 30)]
    assert [written(kind, at) for at in later] == [[]] * len(later)


def test_a_moved_deadline_kills_the_reminders_of_the_old_one(set_up):
    kind, scene = set_up
    written(kind, scene.at)
    old = list(Message.objects.filter(kind=kind).values_list("pk", flat=True))
    scene.moved()
    written(kind, scene.at + MINUTE)
    for message in Message.objects.filter(pk__in=old, state=Message.State.DUE):
        with pytest.raises(Unwanted):
            reminders.letter(message, at=scene.at + MINUTE)
    assert old


def test_nobody_is_told_who_is_out_of_office(set_up, office):
    kind, scene = set_up
    for actor in office.values():
        actor.user.offices.update(ends_on="2026-01-01")
    assert written(kind, scene.at) == []


def test_a_gap_of_weeks_ends_in_one_reminder_and_the_clock_an_hour_back_in_none(set_up):
    kind, scene = set_up
    first = written(kind, scene.at)
    assert written(kind, scene.at - timedelta(hours=1)) == []
    to = [one.recipient for one in first]
    assert len(to) == len(set(to))


def test_what_is_owed_says_what_it_is_and_where_for_pages_and_calendars(set_up):
    kind, scene = set_up
    found = [
        one
        for source, one in reminders.owed(at=scene.at, until=scene.at + timedelta(days=60))
        if source.kind == kind
    ]
    assert scene.name in {one.person.name for one in found}
    for one in found:
        assert one.deadline > scene.at
        assert one.title == " ".join(one.title.split())
        assert one.url.startswith("https://portal.sample.example/")
