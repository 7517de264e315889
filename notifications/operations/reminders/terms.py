"""The dates that an agreement's own terms set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from agreements.models import Agreement
from agreements.results import STATIONS, Duration, durations
from agreements.terms import Station, next_of_each
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, absolute, compose, link
from notifications.operations.reminders.ladders import Reach, seen_in
from notifications.operations.reminders.standing import Deadline, morning, source
from notifications.schedule import Ladder

DAYS = Ladder(before=(30, 7, 1, 0))
"""A council needs more than a week to act; what a term says happens, whatever was done."""


def _ahead(asked: Reach, key: str | None) -> Iterator[Deadline]:
    """Every date in reach of an agreement in force."""
    on = timezone.localdate(asked.at)
    agreements = Agreement.objects.filter(
        state=Agreement.State.IN_FORCE, versions__term__isnull=False
    ).distinct()
    for found in durations(agreements.filter(pk=key) if key else agreements, on=on):
        until = timezone.localdate(asked.until)
        for date in next_of_each(found.coming(since=on, until=until)):
            yield Deadline(
                found.agreement,
                morning(date.on),
                f"{STATIONS[date.what]}: {found.agreement}",
                link("agreements:term", found.agreement.slug),
                what=date.what.value,
                bodies=_parties(found),
                facts={"on": date.on},
            )


def _parties(found: Duration) -> frozenset[int]:
    """The bodies that are parties still."""
    return frozenset(
        notice.party.organisation_id for notice in found.notices if notice.party.left_on is None
    )


def _letter(message: Message, deadline: Deadline, at: datetime) -> Letter:
    agreement = deadline.about
    assert isinstance(agreement, Agreement)
    context = {
        "agreement": agreement,
        "what": STATIONS[Station(deadline.what)],
        "on": deadline.facts["on"],
        "url": link("agreements:term", agreement.slug),
        "agreement_url": absolute(agreement),
    }
    return compose("reminder_term", message, context, at=at)


TERMS = source(
    ByClock.TERM_DUE,
    "term",
    ahead=_ahead,
    write=_letter,
    ladder=DAYS,
    reads=seen_in(Agreement.objects.visible_to),
)
