"""What a few people chose about their mail, what one muted, and whose calendar has an address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from initiatives.models import Round
from notifications.models import Group, Pace, Preference
from notifications.operations import muting, preferences
from training.operations import calendars

CHOSEN_AGO = 11


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield two people's choices, a round that Grandview's liaison muted, an address."""
    yield Step(days.moment(CHOSEN_AGO, hour=11), partial(_choose, cast))
    yield Step(days.moment(CHOSEN_AGO, hour=11), partial(_have_daily, cast))
    yield Step(days.moment(CHOSEN_AGO, hour=12), partial(_mute, cast))
    yield Step(days.moment(CHOSEN_AGO, hour=13), partial(_subscribe, cast))


def _choose(cast: Cast, at: datetime) -> None:
    staff = cast.actors["staff-independence"]
    assert staff.user is not None
    preferences.choose(
        staff.user,
        digest=Preference.Digest.WEEKLY,
        weekday=Preference.Weekday.MONDAY,
        hour=8,
        groups={Group.COMMENTS: Pace.DAILY, Group.ROUNDS: Pace.WEEKLY},
        by=staff,
        at=at,
    )


def _have_daily(cast: Cast, at: datetime) -> None:
    liaison = cast.actors["liaison-raytown"]
    assert liaison.user is not None
    preferences.choose(
        liaison.user,
        digest=Preference.Digest.DAILY,
        weekday=Preference.Weekday.MONDAY,
        hour=8,
        by=liaison,
        at=at,
    )


def _mute(cast: Cast, at: datetime) -> None:
    liaison = cast.actors["liaison-grandview"]
    muted = Round.objects.visible_to(liaison).order_by("pk")[0]
    muting.mute(muted, by=liaison, at=at)


def _subscribe(cast: Cast, at: datetime) -> None:
    calendars.make(by=cast.actors["evaluator-raytown"], at=at)
