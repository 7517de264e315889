"""Who is told of cohorts and places in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from cities.models import Office
from collaborative.models import Event
from collaborative.roles import Permission
from notifications.catalogue.audiences.addressees import Addressee, people
from notifications.catalogue.subjects import thing
from training.events import CohortEvent, EnrolmentEvent
from training.models import Cohort, Enrolment

_STANDS = (Enrolment.State.ENROLLED, Enrolment.State.WAITING)


def enrolled_person(event: Event, on: date) -> Iterator[Addressee]:
    """Whoever has the place now, or, where that is a name only, the liaisons of the city.

    A liaison who enrols ten names is not written to ten times about that.
    """
    enrolment = thing(event)
    if not isinstance(enrolment, Enrolment) or enrolment.state != Enrolment.State.ENROLLED:
        return
    if enrolment.person_id is not None:
        yield from people(Q(pk=enrolment.person_id), on)
        return
    liaisons = _liaisons(on).filter(organisation=enrolment.city_id)
    did_it = event.by_id if event.kind == EnrolmentEvent.ENROLLED else None
    yield from people(Q(pk__in=liaisons.values("person")), on, not_=did_it)


def everybody_of_cohort(event: Event, on: date) -> Iterator[Addressee]:
    """Who has a place or waits for one, and the liaisons of the cities that they come from.

    Once it is called off, nobody is told any more that it was moved.
    """
    cohort = thing(event)
    is_cancelling = event.kind == CohortEvent.CANCELLED
    if isinstance(cohort, Cohort) and is_cancelling == (cohort.state == Cohort.State.CANCELLED):
        theirs = cohort.enrolments.filter(state__in=_STANDS)
        with_account = theirs.filter(person__isnull=False)
        liaisons = _liaisons(on).filter(organisation__in=theirs.values("city"))
        who = Q(pk__in=with_account.values("person")) | Q(pk__in=liaisons.values("person"))
        yield from people(who, on)


def completed_of_cohort(event: Event, on: date) -> Iterator[Addressee]:
    """Those who completed a course and are asked what it was like, if they have an account."""
    cohort = thing(event)
    if isinstance(cohort, Cohort) and cohort.state == Cohort.State.HELD:
        done = cohort.enrolments.filter(state=Enrolment.State.COMPLETED, person__isnull=False)
        yield from people(Q(pk__in=done.values("person")), on)


def liaisons_with_seats(event: Event, on: date) -> Iterator[Addressee]:
    """The liaisons of the cities that have seats in a cohort, while people can be enrolled."""
    cohort = thing(event)
    if isinstance(cohort, Cohort) and cohort.state == Cohort.State.OPEN:
        cities = cohort.seats.filter(seats__gt=0).values("city")
        liaisons = _liaisons(on).filter(organisation__in=cities)
        yield from people(Q(pk__in=liaisons.values("person")), on, not_=event.by_id)


def _liaisons(on: date) -> QuerySet[Office]:
    return Office.objects.held_on(on).carrying(Permission.ENROL)
