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
from training.models import Cohort, Enrolment

_STANDS = (Enrolment.State.ENROLLED, Enrolment.State.WAITING)


def enrolled_person(event: Event, on: date) -> Iterator[Addressee]:
    """Whoever has the place now, or, where that is a name only, the liaison of the city."""
    enrolment = thing(event)
    if isinstance(enrolment, Enrolment) and enrolment.state == Enrolment.State.ENROLLED:
        yield from people(_asked(enrolment, on), on)


def _asked(enrolment: Enrolment, on: date) -> Q:
    """The person with the account, or else the city's liaisons."""
    if enrolment.person_id is not None:
        return Q(pk=enrolment.person_id)
    return Q(pk__in=_liaisons(on).filter(organisation=enrolment.city_id).values("person"))


def everybody_of_cohort(event: Event, on: date) -> Iterator[Addressee]:
    """Who has a place or waits for one, and the liaisons of the cities that they come from."""
    cohort = thing(event)
    if isinstance(cohort, Cohort):
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
