"""Who hears of cohorts and shared courses: everybody concerned, and nobody else."""

from datetime import timedelta

import pytest

from collaborative.models import PORTAL, Event
from collaborative.roles import Role
from notifications.catalogue import NOTICES
from tests.conftest import NOON, in_office
from tests.factories.cohorts import CohortFactory, EnrolmentFactory, SeatsFactory
from tests.factories.programmes import ProgrammeCityFactory, ProgrammeFactory
from training.events import CohortEvent, EnrolmentEvent, ProgrammeEvent
from training.models import Cohort, Enrolment, Programme

pytestmark = pytest.mark.django_db
State = Enrolment.State


def told(kind, about, *, by=PORTAL, at=NOON, **detail):
    """The names of those who are told that it happened, as things stand."""
    event = Event.objects.record(kind, about, by=by, at=at, **detail)
    return sorted(one.person.name for one in NOTICES[kind].audience(event, NOON.date()))


@pytest.fixture
def liaisons(liaison_of, analyst, facilitator):
    """Every office that could be told by mistake is held."""
    return {name: liaison_of(name) for name in ("raytown", "grandview", "independence")}


@pytest.fixture
def cohort(cities, liaisons):
    """Seats for two cities and none for a third."""
    made = CohortFactory()
    for city, seats in (("raytown", 4), ("grandview", 4), ("independence", 0)):
        SeatsFactory(cohort=made, city=cities[city], seats=seats)
    return made


@pytest.fixture
def place(cohort, cities):
    """Give staff with an account of that name, or a name alone, a place in the cohort."""

    def make(state, city, name=""):
        is_seated = state not in {State.WAITING, State.WITHDRAWN}
        seat = cohort.seats.get(city=cities[city]) if is_seated else None
        given = {}
        if name:
            given = {"person": in_office(Role.STAFF, cities[city], name=name).user, "name": ""}
        return EnrolmentFactory(state=state, seat=seat, cohort=cohort, city=cities[city], **given)

    return make


def called_off():
    Cohort.objects.update(state=Cohort.State.CANCELLED, cancel_reason="Too few.")


def test_liaisons_of_cities_with_seats_hear_that_people_can_be_enrolled_while_they_can(
    cohort, liaisons
):
    both = ["Liaison, Grandview", "Liaison, Raytown"]
    assert told(CohortEvent.OPENED, cohort) == both
    assert told(CohortEvent.OPENED, cohort, by=liaisons["raytown"]) == both[:1]
    called_off()
    assert told(CohortEvent.OPENED, cohort) == []


@pytest.mark.parametrize("kind", [CohortEvent.MOVED, CohortEvent.CANCELLED])
def test_who_has_or_awaits_a_place_and_their_liaisons_hear_of_a_change(cohort, place, cities, kind):
    place(State.ENROLLED, "raytown", "Enrolled")
    place(State.WAITING, "raytown", "Waiting")
    place(State.WITHDRAWN, "raytown", "Withdrawn")
    place(State.WITHDRAWN, "independence", "Withdrawn too")
    place(State.WAITING, "grandview")
    EnrolmentFactory(
        person=in_office(Role.STAFF, cities["grandview"], name="In another cohort").user, name=""
    )
    if kind == CohortEvent.CANCELLED:
        called_off()
    everybody = ["Enrolled", "Liaison, Grandview", "Liaison, Raytown", "Waiting"]
    assert told(kind, cohort) == everybody


def test_once_it_is_called_off_nobody_hears_that_it_was_moved(cohort, place):
    place(State.ENROLLED, "raytown", "Enrolled")
    called_off()
    assert told(CohortEvent.MOVED, cohort) == []


@pytest.mark.parametrize("kind", [CohortEvent.HELD, CohortEvent.FOLLOWED_UP])
def test_only_who_completed_it_hears_of_the_certificate_and_is_asked_afterwards(
    cohort, place, kind
):
    place(State.COMPLETED, "raytown", "Completed")
    place(State.ABSENT, "raytown", "Absent")
    place(State.WITHDRAWN, "raytown", "Withdrawn")
    place(State.COMPLETED, "grandview")
    assert told(kind, cohort) == []
    Cohort.objects.update(state=Cohort.State.HELD)
    assert told(kind, cohort) == ["Completed"]


@pytest.mark.parametrize("kind", [EnrolmentEvent.ENROLLED, EnrolmentEvent.MOVED_UP])
def test_a_place_is_told_to_its_holder_or_to_the_own_citys_liaison_while_it_stands(place, kind):
    own = place(State.ENROLLED, "raytown", "Enrolled")
    named = place(State.ENROLLED, "grandview")
    assert (told(kind, own), told(kind, named)) == (["Enrolled"], ["Liaison, Grandview"])
    Enrolment.objects.update(state=State.WITHDRAWN, seat=None)
    assert (told(kind, own), told(kind, named)) == ([], [])


def test_a_liaison_who_enrols_names_hears_only_of_those_who_move_up(place, liaisons):
    named = place(State.ENROLLED, "grandview")
    by = liaisons["grandview"]
    assert told(EnrolmentEvent.ENROLLED, named, by=by) == []
    assert told(EnrolmentEvent.MOVED_UP, named, by=by) == ["Liaison, Grandview"]


ANALYST = "Training analyst, Government Training Institute"
FACILITATOR = "Facilitator, Mid-America Regional Council"


@pytest.fixture
def programme(cities, liaisons):
    """Raytown and Grandview ask for seats, Independence for none."""
    made = ProgrammeFactory()
    for city, seats in (("raytown", 6), ("grandview", 5), ("independence", 0)):
        ProgrammeCityFactory(programme=made, city=cities[city], seats=seats)
    return stands(made, "judged", judged_at=NOON)


def stands(programme, state, **given):
    Programme.objects.filter(pk=programme.pk).update(state=state, state_since=NOON, **given)
    programme.refresh_from_db()
    return programme


def test_liaisons_who_ask_hear_the_verdict_and_facilitators_one_to_act_on(programme):
    asking = ["Liaison, Grandview", "Liaison, Raytown"]
    assert told(ProgrammeEvent.JUDGED, programme, verdict="feasible") == [FACILITATOR, *asking]
    assert told(ProgrammeEvent.JUDGED, programme, verdict="needs_seats") == asking
    stands(programme, "draft")
    assert told(ProgrammeEvent.JUDGED, programme, verdict="feasible") == []
    stands(programme, "judged", judged_at=NOON + timedelta(hours=1))
    assert told(ProgrammeEvent.JUDGED, programme, verdict="feasible") == []


def test_who_studies_and_who_drafts_hear_what_it_became_but_not_of_their_own_act(
    programme, facilitator
):
    stands(programme, "agreement")
    both = [FACILITATOR, ANALYST]
    for kind in (ProgrammeEvent.PROPOSED, ProgrammeEvent.AGREED):
        assert told(kind, programme) == both
        assert told(kind, programme, by=facilitator) == [ANALYST]
        assert told(kind, programme, at=NOON - timedelta(days=1)) == []


def test_the_analyst_alone_hears_that_it_came_back_while_that_is_news(programme, analyst):
    assert told(ProgrammeEvent.CAME_BACK, programme) == [ANALYST]
    assert told(ProgrammeEvent.CAME_BACK, programme, by=analyst) == []
    assert told(ProgrammeEvent.CAME_BACK, programme, at=NOON - timedelta(days=1)) == []


def test_liaisons_who_heard_a_verdict_hear_that_it_is_dropped(programme):
    assert told(ProgrammeEvent.DROPPED, programme) == []
    stands(programme, "dropped", drop_reason="Too few.")
    assert told(ProgrammeEvent.DROPPED, programme) == ["Liaison, Grandview", "Liaison, Raytown"]


def test_nobody_hears_that_a_study_is_dropped_that_was_never_judged(cities, liaisons):
    made = ProgrammeCityFactory(city=cities["raytown"]).programme
    stands(made, "dropped", drop_reason="Too few.")
    assert told(ProgrammeEvent.DROPPED, made) == []
