"""Who is told of shared courses under study."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet

from cities.models import Office
from collaborative.models import Event
from collaborative.roles import Permission
from notifications.catalogue.audiences.addressees import Addressee, carrying, people
from notifications.catalogue.subjects import thing
from training.feasibility import Verdict
from training.models import Programme


def concerned_by_verdict(event: Event, on: date) -> Iterator[Addressee]:
    """The liaisons of the cities that ask for seats, while that verdict stands.

    Where it is feasible, also those who can draft an agreement of it.
    """
    programme = thing(event)
    if (
        isinstance(programme, Programme)
        and programme.state == Programme.State.JUDGED
        and programme.judged_at == event.at
    ):
        who = _liaisons_who_ask(programme, on)
        if event.detail["verdict"] == Verdict.FEASIBLE:
            who |= _drafters(on)
        yield from people(who, on, not_=event.by_id)


def concerned_by_dropping(event: Event, on: date) -> Iterator[Addressee]:
    """The liaisons of the cities that ask for seats, of a course on which they heard a verdict."""
    programme = thing(event)
    if (
        isinstance(programme, Programme)
        and programme.state == Programme.State.DROPPED
        and programme.judged_at is not None
    ):
        yield from people(_liaisons_who_ask(programme, on), on, not_=event.by_id)


def judges_and_drafters(event: Event, on: date) -> Iterator[Addressee]:
    """Those who study courses and those who draft agreements, while it is what it became."""
    programme = thing(event)
    if isinstance(programme, Programme) and programme.state_since == event.at:
        judges = Office.objects.held_on(on).carrying(Permission.JUDGE_COURSE)
        yield from people(_holders(judges) | _drafters(on), on, not_=event.by_id)


def judges_of_back(event: Event, on: date) -> Iterator[Addressee]:
    """Those who study courses, while the programme waits to become something again."""
    programme = thing(event)
    if isinstance(programme, Programme) and programme.state_since == event.at:
        yield from carrying(Permission.JUDGE_COURSE, on, not_=event.by_id)


def _liaisons_who_ask(programme: Programme, on: date) -> Q:
    """Those who read programmes for a city that asks for seats."""
    asking = programme.cities.filter(seats__gt=0).values("city")
    readers = Office.objects.held_on(on).carrying(Permission.READ_PROGRAMMES)
    return _holders(readers.filter(organisation__in=asking))


def _drafters(on: date) -> Q:
    return _holders(Office.objects.held_on(on).carrying(Permission.DRAFT_AGREEMENT))


def _holders(offices: QuerySet[Office]) -> Q:
    return Q(pk__in=offices.values("person"))
