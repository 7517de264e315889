"""Digests and reminders speak of the same deadlines."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cities.models import Office
from notifications.models import ByClock
from notifications.operations import reminders
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Item, Reader, Window
from tests.conftest import NOON
from tests.factories.sponsorships import SponsorshipFactory
from tests.notifications.deadlines import FRIDAY, SCENES, THREE, morning, seats
from tests.notifications.scenes import open_round

DAY = timedelta(days=1)
BESIDE = {
    ByClock.REVIEWS_DUE: lambda owed: str(owed.about),
    ByClock.SPONSORSHIP_DUE: lambda owed: str(owed.about.proposal),
}
"""The titles that these are told under, because a digest tells of each thing once."""


def digest(actor, cities, at):
    """What somebody's digest would say, of these cities."""
    actor = Office.objects.actor(actor.user, on=at.date())
    return gather(Reader(actor, tuple(cities)), Window(at - DAY, at), at=at)


@pytest.mark.parametrize("kind", SCENES)
def test_what_is_reminded_of_is_in_the_digest_until_it_is_done(cities, office, kind):
    scene = SCENES[kind](cities, office)
    actor = next(one for one in office.values() if one.user.name == scene.name)
    own = [cities["raytown"]] if kind == ByClock.TRAINING_DUE else []
    told = digest(actor, own, scene.at)
    (owed,) = [
        one
        for source, one in reminders.owed(at=scene.at, until=scene.at + 60 * DAY)
        if source.kind == kind and one.person == actor.user
    ]
    (item,) = (*told.waiting, *told.due)
    assert item.url == owed.url
    if kind != ByClock.TRAINING_DUE:
        assert item.title == (BESIDE[kind](owed) if kind in BESIDE else owed.title)
        assert item.deadline == (owed.over or owed.deadline)
        assert owed.when in item.words
        assert told.deadline == owed.when
    scene.done()
    left = digest(actor, own, scene.at)
    assert not [one for one in (*left.waiting, *left.due) if one.url == owed.url]


def test_a_deadline_that_was_moved_is_told_as_it_is_now(cities, office):
    scene = seats(cities, office)
    before, at = digest(office["liaison"], [], scene.at).due, scene.at
    scene.moved()
    (after,) = digest(office["liaison"], [], at + 7 * DAY).due
    assert [item.words for item in before] == ["Due Friday, March 13, 2026."]
    assert after == replace(
        before[0],
        words="Due Friday, March 27, 2026.",
        deadline=before[0].deadline + 14 * DAY,
        day="Friday, March 27, 2026",
    )


def test_what_waits_for_the_city_says_until_when(cities, office):
    """A question to a city is one thing, with the day by which the answer is expected."""
    asked = SponsorshipFactory(
        city=cities["raytown"],
        proposal__city=cities["grandview"],
        proposal__author=office["author"].user,
        state_since=NOON,
    )
    told = digest(office["liaison"], [cities["raytown"]], NOON)
    assert told.due == ()
    (item,) = told.waiting
    assert item == Item(
        ("proposal", asked.proposal_id),
        str(asked.proposal),
        "Grandview asks Raytown to co-sponsor it, since Monday, March 2, 2026. "
        "Due Monday, March 16, 2026.",
        f"https://portal.sample.example{asked.get_absolute_url()}?city=raytown",
        datetime(2026, 3, 17, 5, tzinfo=NOON.tzinfo),
        "Monday, March 16, 2026",
    )
    assert told.deadline == "Monday, March 16, 2026"


def test_a_liaison_who_evaluates_reads_of_the_own_reviews_under_the_round(cities, office):
    open_round([office["evaluator"]], closes_at=FRIDAY, title="Sample round")
    told = digest(office["evaluator"], [cities["raytown"]], THREE)
    assert [item.words for item in told.waiting] == [
        (
            "Not in yet: 1 review by evaluators of Raytown. "
            "The round closes on Friday, March 13, 2026, 5:00 pm Central. "
            "Your own part is due Friday, March 13, 2026, 5:00 pm Central."
        )
    ]
    assert told.due == ()


def test_what_is_overdue_is_told_and_is_no_deadline_to_come(cities, office):
    scene = SCENES[ByClock.SIGNATURE_DUE](cities, office)
    at = scene.at + 20 * DAY
    told = digest(office["clerk"], [], at)
    assert [item.words for item in told.due] == [
        "Was due Wednesday, April 8, 2026, and is not done.",
        "Due Thursday, April 30, 2026.",
    ]
    assert told.deadline == "Thursday, April 30, 2026"
    late = digest(office["clerk"], [], scene.at + 45 * DAY)
    assert [item.words for item in late.due] == [
        "Was due Thursday, April 30, 2026, and is not done."
    ]
    assert late.deadline == ""
    assert digest(office["clerk"], [], scene.at + 90 * DAY).due == ()


def test_the_subjects_deadline_is_the_nearest_to_come(cities, office):
    SCENES[ByClock.SIGNATURE_DUE](cities, office)
    SCENES[ByClock.CUT_OFF](cities, office)
    at = morning(date(2026, 3, 10))
    told = digest(office["clerk"], [], at)
    assert told.deadline == "Friday, March 13, 2026, 5:00 pm Central"


@pytest.mark.parametrize("count", [1, 3])
def test_gathering_deadlines_costs_the_same_for_any_number(
    cities, office, count, django_assert_num_queries
):
    for _ in range(count):
        seats(cities, office)
    reader = Reader(Office.objects.actor(office["liaison"].user, on=NOON.date()), ())
    at = morning(date(2026, 3, 10))
    with django_assert_num_queries(17):
        told = gather(reader, Window(at - DAY, at), at=at)
    assert len(told.due) == count
