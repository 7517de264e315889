"""Two liaisons who take the last seat of a cohort at the same moment.

Both start at a barrier, each with a database connection of their own. What could go wrong is shown
with the guards off.
"""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cities.models import City
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.roles import Role
from tests.conftest import NOON, in_office
from tests.factories.cities import CityFactory
from tests.factories.cohorts import SeatsFactory
from tests.guards import unguarded
from training.models import Cohort, Enrolment, Seats
from training.operations import enrolling
from training.operations.enrolling import Participant

pytestmark = pytest.mark.django_db(transaction=True)
RACES = 20
REFUSED = "refused"
PLACED, QUEUED = Enrolment.State.ENROLLED, Enrolment.State.WAITING


@pytest.fixture
def raytown(transactional_db) -> City:
    return CityFactory(slug="raytown")


@pytest.fixture
def liaisons(raytown) -> list[Actor]:
    return [in_office(Role.LIAISON, raytown, name=f"Liaison {number}") for number in (1, 2)]


@pytest.fixture
def without_a_hold(monkeypatch) -> None:
    """Nobody waits until the other's enrolment is written."""
    monkeypatch.setattr(enrolling, "held", lambda cohort: Cohort.objects.get(pk=cohort.pk))


def races(city: City, liaisons: list[Actor]) -> Counter:
    """Let both enrol somebody on the last seat, again and again; count how it ended for the two."""
    ended = Counter()
    with ThreadPoolExecutor(len(liaisons)) as pool:
        for _ in range(RACES):
            seats, ready = SeatsFactory(city=city, seats=1), threading.Barrier(len(liaisons))
            runs = [pool.submit(_enrol, seats, one, ready) for one in liaisons]
            ended[tuple(sorted(run.result(timeout=30) for run in runs))] += 1
    return ended


def _enrol(seats: Seats, liaison: Actor, ready: threading.Barrier) -> str:
    try:
        cohort = Cohort.objects.get(pk=seats.cohort_id)
        person = Participant(name=f"Sample crew member of {liaison.user.name}")
        ready.wait(timeout=20)
        (made,) = enrolling.enrol(cohort, city=seats.city, people=[person], by=liaison, at=NOON)
    except StaleState:
        return REFUSED
    finally:
        connection.close()
    return made.state


def test_one_has_the_last_seat_and_the_other_is_first_in_line(raytown, liaisons):
    assert races(raytown, liaisons) == {(PLACED, QUEUED): RACES}
    told = Counter(Event.objects.values_list("kind", flat=True))
    assert told == {"enrolment.enrolled": RACES, "enrolment.queued": RACES}


def test_without_the_hold_the_database_still_gives_no_seat_twice(raytown, liaisons, without_a_hold):
    ended = races(raytown, liaisons)
    assert ended[PLACED, PLACED] == 0
    assert ended[PLACED, REFUSED]
    assert Enrolment.objects.seated().count() == RACES


def test_without_hold_and_trigger_two_people_sit_on_one_seat(raytown, liaisons, without_a_hold):
    with unguarded("training.Enrolment:no_more_than_seats"):
        assert races(raytown, liaisons)[PLACED, PLACED]
    assert Enrolment.objects.seated().count() > RACES
