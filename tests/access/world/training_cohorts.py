"""Cohorts: one planned, one open, one whose records are to be closed, one held."""

from datetime import timedelta

from django.utils import timezone

from tests.access.principals import OWN
from tests.access.world.things import EVERYBODY, World
from tests.factories.cohorts import (
    CalendarFeedFactory,
    CertificateFactory,
    CohortFactory,
    CohortSessionFactory,
    EnrolmentFactory,
    SeatsFactory,
    VenueFactory,
)
from training.models import Cohort, Enrolment, Seats

DAY = timedelta(days=1)
COUNTED = {
    "planned": (Cohort.State.PLANNED, 28),
    "open": (Cohort.State.OPEN, 28),
    "running": (Cohort.State.RUNNING, -2),
    "held": (Cohort.State.HELD, -9),
}
"""The state of each, and on which day from today it has its one session."""


def add_cohorts(world: World, cities) -> None:
    """Add the cohorts, with the own city's staff and a person that its liaison named in each."""
    venue = VenueFactory(city=cities[OWN], name="Sample council chamber", slug="chamber")
    seats = {name: _add(world, name, venue, cities) for name in COUNTED}
    staff = {"person": world.people["staff"].user, "name": ""}
    placed = EnrolmentFactory(seat=seats["open"], **staff)
    for name in ("open", "running"):
        typed = world.canary(f"{name}-typed-name", "liaison", "analyst")
        EnrolmentFactory(seat=seats[name], name=typed)
    done = {"state": Enrolment.State.COMPLETED, "seat": seats["held"]}
    completed = EnrolmentFactory(**done, **staff)
    typed = EnrolmentFactory(**done, name=world.canary("held-typed-name", "liaison", "analyst"))
    said = EnrolmentFactory(
        **done, name=world.canary("answered-name", "liaison", "analyst"), has_said_reaction=True
    )
    paper = CertificateFactory(
        enrolment=completed, holder="Staff, Raytown", number="GTI-2026-AAAA-BBBB-CCCC"
    )
    feed = CalendarFeedFactory(person=world.people["staff"].user)
    world.things |= {
        "venue": venue.slug,
        "enrolment": placed.pk,
        "certificate": paper.number,
        "calendar": feed.token,
        "evaluation": typed.token,
        "answered": said.token,
    }


def _add(world: World, name: str, venue, cities) -> Seats:
    state, days = COUNTED[name]
    now = timezone.now()
    first, last = now + days * DAY, now + days * DAY + timedelta(hours=4)
    readers = ("analyst",) if name == "planned" else EVERYBODY
    cohort = CohortFactory(
        slug=f"{name}-cohort",
        title=world.canary(f"{name}-cohort", *readers),
        state=state,
        state_since=min(now, last),
        venue=venue,
        begins_at=first,
        ends_at=last,
    )
    CohortSessionFactory(cohort=cohort, begins_at=first, ends_at=last)
    world.things[f"{name}_cohort"] = cohort.slug
    return SeatsFactory(cohort=cohort, city=cities[OWN])
