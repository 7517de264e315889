"""Running cohorts: seats by city, the waiting list, who completed, and what comes of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.cohorts import (
    CohortFactory,
    CohortSessionFactory,
    EnrolmentFactory,
    EvaluationFactory,
    SeatsFactory,
    VenueFactory,
)
from tests.factories.training import CourseFactory
from training.models import Certificate, Cohort, Completion, Enrolment, Evaluation
from training.operations import cohorts, enrolling, holding
from training.operations.cohorts import Slot, Terms
from training.operations.enrolling import Participant
from training.operations.holding import Said
from training.results.cohorts import answered, completed_since, learned, standing
from training.results.waiting import FreeSeats, Waiting, move_up

WEEKS = timedelta(weeks=4)
FIRST = Slot(NOON + WEEKS, NOON + WEEKS + timedelta(hours=4))
SECOND = Slot(NOON + WEEKS + timedelta(days=1), NOON + WEEKS + timedelta(days=1, hours=4))
State = Enrolment.State


def named(*names: str) -> list[Participant]:
    return [Participant(name=name) for name in names]


@pytest.fixture
def course(db):
    return CourseFactory(code="SMP-TRENCH", title="Trench safety")


@pytest.fixture
def opened(course, cities, analyst) -> Cohort:
    """Two seats for Raytown, one for Grandview, and enrolment open."""
    terms = Terms.of(
        course,
        sessions=[FIRST, SECOND],
        seats={cities["raytown"]: 2, cities["grandview"]: 1},
        venue=VenueFactory(),
        seats_free_on=(NOON + timedelta(days=14)).date(),
    )
    cohort = cohorts.open_cohort(course, terms=terms, by=analyst, at=NOON)
    cohorts.open_enrolment(cohort, by=analyst, at=NOON)
    return cohort


def states(cohort: Cohort) -> dict[str, str]:
    return dict(cohort.enrolments.values_list("name", "state"))


def kinds_about(thing) -> list[str]:
    return list(Event.objects.about(thing).values_list("kind", flat=True))


def test_a_cohort_takes_from_its_course_what_nobody_says_otherwise(opened, course):
    assert (opened.title, opened.hours, opened.fixed_cost) == (
        "Trench safety",
        Decimal(8),
        Decimal("2400.00"),
    )
    assert (opened.begins_at, opened.ends_at) == (FIRST.begins_at, SECOND.ends_at)
    assert opened.slug == "smp-trench-2026-03-30"
    assert kinds_about(opened) == ["cohort.planned", "cohort.opened"]


def test_two_cohorts_of_a_course_on_a_day_have_addresses_of_their_own(opened, course, analyst):
    terms = Terms.of(course, sessions=[FIRST], seats={})
    again = cohorts.open_cohort(course, terms=terms, by=analyst, at=NOON)
    assert again.slug == "smp-trench-2026-03-30-2"


def test_only_the_analyst_plans(course, liaison_of):
    terms = Terms.of(course, sessions=[FIRST], seats={})
    with pytest.raises(PermissionDenied, match="kept by the training analyst"):
        cohorts.open_cohort(course, terms=terms, by=liaison_of("raytown"), at=NOON)


def test_a_city_fills_its_own_seats_and_then_its_line(opened, cities, liaison_of):
    raytown = cities["raytown"]
    made = enrolling.enrol(
        opened, city=raytown, people=named("A", "B", "C"), by=liaison_of("raytown"), at=NOON
    )
    assert [one.state for one in made] == [State.ENROLLED, State.ENROLLED, State.WAITING]
    assert [kinds_about(one) for one in made] == [
        ["enrolment.enrolled"],
        ["enrolment.enrolled"],
        ["enrolment.queued"],
    ]


def test_nobody_is_enrolled_twice_and_then_none_of_the_others_is(opened, cities, liaison_of):
    by = liaison_of("raytown")
    enrolling.enrol(opened, city=cities["raytown"], people=named("A"), by=by, at=NOON)
    with pytest.raises(StaleState, match="a is enrolled in Trench safety already"):
        enrolling.enrol(opened, city=cities["raytown"], people=named("B", "a"), by=by, at=NOON)
    assert states(opened) == {"A": State.ENROLLED}


def test_a_liaison_enrols_people_of_the_own_city_only(opened, cities, liaison_of):
    with pytest.raises(PermissionDenied, match="Grandview are enrolled by its own liaison"):
        enrolling.enrol(
            opened,
            city=cities["grandview"],
            people=named("A"),
            by=liaison_of("raytown"),
            at=NOON,
        )


def test_a_place_given_up_goes_to_the_next_of_the_own_city(opened, cities, liaison_of):
    by = liaison_of("raytown")
    made = enrolling.enrol(
        opened, city=cities["raytown"], people=named("A", "B", "C", "D"), by=by, at=NOON
    )
    enrolling.enrol(
        opened,
        city=cities["grandview"],
        people=named("X", "Y"),
        by=liaison_of("grandview"),
        at=NOON,
    )
    (moved,) = enrolling.give_up(made[0], by=by, at=NOON + timedelta(hours=1))
    assert moved.name == "C"
    assert kinds_about(moved) == ["enrolment.queued", "enrolment.moved_up"]
    assert states(opened) == {
        "A": State.WITHDRAWN,
        "B": State.ENROLLED,
        "C": State.ENROLLED,
        "D": State.WAITING,
        "X": State.ENROLLED,
        "Y": State.WAITING,
    }


def test_unused_seats_go_to_whoever_waits_from_the_day_that_was_said(opened, cities, liaison_of):
    enrolling.enrol(
        opened,
        city=cities["raytown"],
        people=named("A", "B", "C", "D"),
        by=liaison_of("raytown"),
        at=NOON,
    )
    cohorts.move_due(at=NOON + timedelta(days=13))
    assert states(opened)["C"] == State.WAITING
    cohorts.move_due(at=NOON + timedelta(days=14))
    cohorts.move_due(at=NOON + timedelta(days=14))
    assert (states(opened)["C"], states(opened)["D"]) == (State.ENROLLED, State.WAITING)
    assert opened.enrolments.get(name="C").seat.city == cities["grandview"]


def test_a_session_moved_or_dropped_is_a_change_that_calendars_hear_of(opened, cities, analyst):
    first, second = opened.sessions.all()
    later = Slot(FIRST.begins_at, FIRST.ends_at + timedelta(hours=1), first.pk)
    terms = Terms.of(
        opened.course, sessions=[later], seats={cities["raytown"]: 2}, venue=opened.venue
    )
    moved = cohorts.change(opened, terms=terms, revision=opened.revision, by=analyst, at=NOON)
    after = [(one.uid, one.sequence, one.is_dropped) for one in opened.sessions.all()]
    assert moved
    assert after == [(first.uid, 1, False), (second.uid, 1, True)]
    assert opened.ends_at == later.ends_at
    with pytest.raises(StaleState):
        cohorts.change(opened, terms=terms, revision=1, by=analyst, at=NOON)


def test_seats_that_people_have_are_not_taken_away(opened, cities, analyst, liaison_of):
    enrolling.enrol(
        opened,
        city=cities["raytown"],
        people=named("A", "B"),
        by=liaison_of("raytown"),
        at=NOON,
    )
    slots = [Slot(*one.lasts(), one.pk) for one in opened.sessions.all()]
    terms = Terms.of(
        opened.course, sessions=slots, seats={cities["raytown"]: 1}, venue=opened.venue
    )
    with pytest.raises(StaleState, match="More people have a seat of Raytown than the 1"):
        cohorts.change(opened, terms=terms, revision=opened.revision, by=analyst, at=NOON)
    opened.refresh_from_db()
    assert opened.revision == 1


def test_who_was_there_often_enough_completes_and_gets_a_certificate(
    opened, cities, analyst, liaison_of
):
    made = enrolling.enrol(
        opened,
        city=cities["raytown"],
        people=named("A", "B", "C"),
        by=liaison_of("raytown"),
        at=NOON,
    )
    cohorts.move_due(at=FIRST.begins_at)
    opened.refresh_from_db()
    first, second = (one.pk for one in opened.sessions.all())
    sheet = {made[0].pk: Said([first, second], 40, 80), made[1].pk: Said([first])}
    holding.attend(opened, sheet=sheet, revision=1, by=analyst, at=SECOND.ends_at)
    with pytest.raises(PermissionDenied, match="The last session ends on"):
        holding.hold(opened, by=analyst, at=SECOND.begins_at)
    opened.refresh_from_db()
    assert holding.hold(opened, by=analyst, at=SECOND.ends_at) == 1
    assert states(opened) == {"A": State.COMPLETED, "B": State.ABSENT, "C": State.WAITING}
    certificate = Certificate.objects.get()
    assert (certificate.holder, certificate.city, certificate.course, certificate.hours) == (
        "A",
        "Raytown",
        "Trench safety",
        Decimal(8),
    )
    record = Completion.objects.get()
    assert (record.trainee.name, record.topic, record.hours, record.source) == (
        "A",
        opened.course.topic,
        Decimal(8),
        f"Trench safety, certificate {certificate.number}",
    )
    topic = opened.course.topic_id
    assert completed_since(FIRST.begins_at.date()) == {(topic, cities["raytown"].pk): 1}
    assert completed_since(SECOND.ends_at.date() + timedelta(days=1)) == {}
    again = holding.withdraw_certificate(
        certificate, reason="The name was wrong.", holder="A. B.", by=analyst, at=SECOND.ends_at
    )
    assert again.holder == "A. B."
    assert Certificate.objects.filter(withdrawn_on=None).get() == again


def test_the_cost_is_shared_by_people_to_the_cent(opened, cities):
    for slug, number in (("raytown", 2), ("grandview", 1)):
        seat = opened.seats.get(city=cities[slug])
        EnrolmentFactory.create_batch(number, seat=seat)
    Cohort.objects.update(fixed_cost=Decimal("100.00"), cost_per_seat=Decimal(0))
    opened.refresh_from_db()
    found = standing(opened)
    assert {row.city.slug: row.share for row in found.rows} == {
        "raytown": Decimal("66.67"),
        "grandview": Decimal("33.33"),
    }
    assert (found.people, found.seats, found.cost) == (3, 3, Decimal("100.00"))


@pytest.mark.parametrize(("answers", "shown"), [(4, False), (5, True)])
def test_what_people_said_is_shown_of_five_and_once_nobody_can_answer(db, answers, shown):
    cohort = CohortFactory(state=Cohort.State.HELD, state_since=NOON)
    EvaluationFactory.create_batch(answers, cohort=cohort, marks=[5, 4, 2])
    kind = Evaluation.Kind.REACTION
    assert answered(cohort, kind, at=NOON + timedelta(days=20)) is None
    found = answered(cohort, kind, at=NOON + timedelta(days=21))
    assert (found is not None) == shown
    if found:
        assert [mean for _, mean in found.means] == [Decimal(5), Decimal(4), Decimal(2)]


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_what_was_learned_is_shown_of_five_people(db, people, shown):
    seats = SeatsFactory(seats=9, cohort__state=Cohort.State.HELD)
    EnrolmentFactory.create_batch(people, seat=seats, score_before=50, score_after=75)
    EnrolmentFactory(seat=seats, score_after=100)
    found = learned(seats.cohort)
    assert (found and (found.number, found.before, found.after)) == (
        (5, Decimal(50), Decimal(75)) if shown else None
    )


def test_answers_bear_no_name_are_taken_once_and_leave_no_event(db):
    seats = SeatsFactory(cohort__state=Cohort.State.HELD, cohort__state_since=NOON)
    one = EnrolmentFactory(seat=seats, state=State.COMPLETED)
    holding.evaluate(one, marks=[5, 5, 4], remark="", at=NOON)
    one.refresh_from_db()
    with pytest.raises(PermissionDenied, match="You have answered"):
        holding.evaluate(one, marks=[1, 1, 1], remark="", at=NOON)
    assert list(Evaluation.objects.values_list("marks", flat=True)) == [[5, 5, 4]]
    assert not Event.objects.exists()
    assert {field.name for field in Evaluation._meta.get_fields()} == {
        "id",
        "cohort",
        "kind",
        "marks",
        "remark",
    }


def test_three_months_later_people_are_asked_once(db):
    cohort = CohortFactory(state=Cohort.State.HELD, state_since=NOON)
    for days in (89, 90, 90, 100, 121):
        holding.follow_up_due(at=NOON + timedelta(days=days))
    assert kinds_about(cohort) == ["cohort.followed_up"]


def test_a_cohort_called_off_stays_with_its_reason(opened, analyst):
    cohorts.cancel(opened, reason="The instructor is ill.", by=analyst, at=NOON)
    assert opened.cancel_reason == "The instructor is ill."
    assert [one.sequence for one in opened.sessions.all()] == [1, 1]
    with pytest.raises(PermissionDenied, match="is cancelled and stays as it is"):
        cohorts.cancel(opened, reason="Twice.", by=analyst, at=NOON)


def test_it_begins_by_the_clock_once(opened):
    CohortSessionFactory()
    for _ in range(2):
        cohorts.move_due(at=FIRST.begins_at)
    opened.refresh_from_db()
    assert opened.state == Cohort.State.RUNNING
    assert kinds_about(opened).count("cohort.begun") == 1


lines = st.lists(st.integers(1, 3), max_size=12)
spare = st.dictionaries(st.integers(1, 3), st.integers(0, 4), max_size=3)


@given(lines, spare, st.booleans())
def test_moving_up_passes_nobody_over_and_leaves_no_seat_that_somebody_could_have(
    line, free, shared
):
    waiting = [Waiting(key, city) for key, city in enumerate(line)]
    seats = [FreeSeats(100 + city, city, number) for city, number in free.items()]
    moved = dict(move_up(waiting, seats, shared=shared))
    taken = {seat: list(moved.values()).count(seat) for seat in moved.values()}
    left = {one.city: one.number - taken.get(one.key, 0) for one in seats}
    behind = [one for one in waiting if one.key not in moved]
    assert all(number >= 0 for number in left.values())
    assert not any(left.get(one.city, 0) for one in behind)
    assert not (shared and behind and any(left.values()))
    for one in behind:
        later = [w for w in waiting if w.key > one.key and w.city == one.city]
        assert not any(w.key in moved for w in later)
    if not shared:
        assert all(seat == 100 + line[key] for key, seat in moved.items())
