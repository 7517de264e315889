"""Seats of a cohort that are kept for a city's people until they go to the other cities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F
from django.utils import timezone

from collaborative.roles import Permission
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, absolute, compose, link
from notifications.operations.reminders.ladders import LADDER, Reach, seen_in
from notifications.operations.reminders.standing import Deadline, Told, morning, source
from training.models import Cohort, Seats


def _ahead(asked: Reach, key: str | None) -> Iterator[Deadline]:
    """One for each open cohort and city with free seats; the day before is the last."""
    on, until = timezone.localdate(asked.at), timezone.localdate(asked.until)
    rows = (
        Seats.objects.filter(
            cohort__state=Cohort.State.OPEN,
            cohort__seats_free_on__gt=on,
            cohort__seats_free_on__lte=until + timedelta(days=1),
        )
        .annotate(taken=Count("enrolments"))
        .filter(taken__lt=F("seats"))
        .select_related("cohort", "city")
        .order_by("cohort", "city__name")
    )
    for one in rows.filter(cohort=int(key)) if key else rows:
        cohort = one.cohort
        if cohort.takes_on(on) and cohort.seats_free_on:
            yield Deadline(
                cohort,
                morning(cohort.seats_free_on - timedelta(days=1)),
                f"Seats of {one.city} in “{cohort}”",
                link("training:enrol", cohort.slug),
                what=one.city.slug,
                bodies=frozenset({one.city_id}),
                facts={"city": one.city, "free": one.seats - one.taken},
            )


def _letter(message: Message, deadline: Deadline, at: datetime) -> Letter:
    cohort = deadline.about
    assert isinstance(cohort, Cohort)
    context = {
        "cohort": cohort,
        "cohort_url": absolute(cohort),
        "last": deadline.at.date(),
        "url": deadline.url,
        **deadline.facts,
    }
    return compose("reminder_seats", message, context, at=at)


SEATS = source(
    ByClock.SEATS_DUE,
    "seats",
    ahead=_ahead,
    write=_letter,
    ladder=LADDER,
    told=Told(Permission.ENROL),
    reads=seen_in(Cohort.objects.visible_to),
)
