"""Venues, cohorts, who takes part in them, and what became of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.cities import CityFactory
from tests.factories.people import UserFactory
from tests.factories.training import CourseFactory
from training.models import (
    Attendance,
    CalendarFeed,
    Certificate,
    Cohort,
    CohortSession,
    Enrolment,
    Evaluation,
    Seats,
    Venue,
)

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
FIRST = NOON + timedelta(days=28)


class VenueFactory(DjangoModelFactory):
    """A room for thirty."""

    class Meta:
        model = Venue

    slug = factory.Sequence(lambda n: f"room-{n}")
    name = factory.Sequence(lambda n: f"Room {n}")
    city = factory.SubFactory(CityFactory)
    address = "1 Sample Street, Raytown, MO 64133"
    seats = 30


class CohortFactory(DjangoModelFactory):
    """A cohort that people can be enrolled in, four weeks ahead, for one day."""

    class Meta:
        model = Cohort

    state = Cohort.State.OPEN
    state_since = NOON
    course = factory.SubFactory(CourseFactory)
    slug = factory.Sequence(lambda n: f"cohort-{n}")
    title = factory.Sequence(lambda n: f"Cohort {n}")
    venue = factory.SubFactory(VenueFactory)
    hours = Decimal(8)
    min_seats = 8
    fixed_cost = Decimal("2400.00")
    cost_per_seat = Decimal("15.00")
    begins_at = FIRST
    ends_at = FIRST + timedelta(hours=4)


class CohortSessionFactory(DjangoModelFactory):
    """The one session of a cohort."""

    class Meta:
        model = CohortSession

    cohort = factory.SubFactory(CohortFactory)
    begins_at = FIRST
    ends_at = FIRST + timedelta(hours=4)
    changed_at = NOON


class SeatsFactory(DjangoModelFactory):
    """Four seats for a city."""

    class Meta:
        model = Seats

    cohort = factory.SubFactory(CohortFactory)
    city = factory.SubFactory(CityFactory)
    seats = 4


class EnrolmentFactory(DjangoModelFactory):
    """Somebody named by a city, on a seat of that city."""

    class Meta:
        model = Enrolment

    state = Enrolment.State.ENROLLED
    state_since = NOON
    seat = factory.SubFactory(SeatsFactory)
    cohort = factory.LazyAttribute(lambda one: one.seat.cohort)
    city = factory.LazyAttribute(lambda one: one.seat.city)
    name = factory.Sequence(lambda n: f"Sample crew member {n}")
    nonce = factory.Sequence(lambda n: f"nonce-{n}")
    asked_at = factory.Sequence(lambda n: NOON + timedelta(seconds=n))


class AttendanceFactory(DjangoModelFactory):
    """That somebody was there. Its cohort must be under way."""

    class Meta:
        model = Attendance

    enrolment = factory.SubFactory(EnrolmentFactory, seat__cohort__state=Cohort.State.RUNNING)
    session = factory.SubFactory(
        CohortSessionFactory, cohort=factory.SelfAttribute("..enrolment.cohort")
    )
    was_there = True


class CertificateFactory(DjangoModelFactory):
    """A certificate of eight hours."""

    class Meta:
        model = Certificate

    number = factory.Sequence(lambda n: f"GTI-2026-{n:08}")
    enrolment = factory.SubFactory(EnrolmentFactory, state=Enrolment.State.COMPLETED)
    holder = factory.LazyAttribute(lambda one: one.enrolment.who)
    city = factory.LazyAttribute(lambda one: one.enrolment.city.name)
    course = factory.LazyAttribute(lambda one: one.enrolment.cohort.title)
    hours = Decimal(8)
    begins_on = date(2026, 3, 30)
    ends_on = date(2026, 3, 30)
    issued_on = date(2026, 3, 31)


class EvaluationFactory(DjangoModelFactory):
    """What somebody says after the course."""

    class Meta:
        model = Evaluation

    cohort = factory.SubFactory(CohortFactory)
    kind = Evaluation.Kind.REACTION
    marks = factory.LazyFunction(lambda: [4, 4, 4])


class CalendarFeedFactory(DjangoModelFactory):
    """A person's calendar."""

    class Meta:
        model = CalendarFeed

    person = factory.SubFactory(UserFactory)
    nonce = factory.Sequence(lambda n: f"nonce-{n}")
    made_at = NOON
