"""Sample cohorts: one that was held, with certificates and answers, and one to enrol people in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from training.models import Cohort, Course, Enrolment, Venue
from training.operations import cohorts, enrolling, holding, venues
from training.operations.cohorts import Slot, Terms
from training.operations.enrolling import Participant
from training.operations.holding import Said

HELD_AGO, TO_COME = 40, -28
PLANNED_BEFORE = 30
HOURS_A_DAY = 8
HELD_SEATS = {"raytown": 4, "grandview": 3, "blue-springs": 3}
OPEN_SEATS = {"raytown": 2, "grandview": 4, "independence": 6}
MARKS = ([5, 4, 5], [4, 4, 4], [5, 5, 5], [3, 4, 4], [4, 5, 4], [5, 3, 4], [4, 4, 5])
SCORES = (45, 50, 40, 60, 55, 35, 50, 65, 45, 40)
GAIN = 30
ROOM = "Training room (sample)"


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield how the analyst plans and holds cohorts, and how liaisons enrol people."""
    planned = HELD_AGO + PLANNED_BEFORE
    yield Step(days.moment(planned + 1), partial(_add_room, cast))
    held = partial(_plan, cast, "SMP-TRENCH", HELD_SEATS, days.moment(HELD_AGO, hour=8))
    yield Step(days.moment(planned), held)
    for minutes, (slug, number) in enumerate(HELD_SEATS.items()):
        yield Step(
            days.moment(planned - 5, minute=minutes),
            partial(_enrol, cast, "SMP-TRENCH", slug, number),
        )
    yield Step(days.moment(HELD_AGO, hour=17), partial(_hold, cast))
    yield Step(days.moment(HELD_AGO - 3), _answer)
    to_come = partial(_plan, cast, "SMP-SUP1", OPEN_SEATS, days.moment(TO_COME, hour=8))
    yield Step(days.moment(12), to_come)
    yield Step(days.moment(10), partial(_enrol_staff, cast))
    yield Step(days.moment(9), partial(_enrol, cast, "SMP-SUP1", "raytown", 2))
    yield Step(days.moment(8), partial(_enrol, cast, "SMP-SUP1", "grandview", 3))


def _add_room(cast: Cast, at: datetime) -> None:
    room = Venue(
        slug="training-room-sample",
        name=ROOM,
        city=cast.cities["raytown"],
        address="1 Sample Street, Raytown, MO 64133",
        seats=24,
        is_sample=True,
    )
    venues.add(room, by=cast.actors["analyst"], at=at)


def _plan(cast: Cast, code: str, seats: dict[str, int], begins: datetime, at: datetime) -> None:
    """Plan a cohort of one day, and open it; seats nobody uses are shared a week before."""
    analyst, course = cast.actors["analyst"], Course.objects.get(code=code)
    terms = Terms.of(
        course,
        title=course.title,
        sessions=_sessions(course, begins),
        seats={cast.cities[slug]: number for slug, number in seats.items()},
        venue=Venue.objects.get(name=ROOM),
        enrol_until=(begins - timedelta(days=3)).date(),
        seats_free_on=(begins - timedelta(days=7)).date(),
    )
    cohort = cohorts.open_cohort(course, terms=terms, by=analyst, at=at)
    cohorts.open_enrolment(cohort, by=analyst, at=at)


def _sessions(course: Course, begins: datetime) -> list[Slot]:
    """As many days, one after the other, as the hours of the course need."""
    days = ceil(course.hours / HOURS_A_DAY)
    lasts = timedelta(hours=float(course.hours / days))
    mornings = (begins + timedelta(days=day) for day in range(days))
    return [Slot(morning, morning + lasts) for morning in mornings]


def _cohort(code: str) -> Cohort:
    return Cohort.objects.get(course__code=code, is_sample=True)


def _enrol(cast: Cast, code: str, slug: str, number: int, at: datetime) -> None:
    """Enrol people by names that are plainly nobody's."""
    city = cast.cities[slug]
    crew = [
        Participant(name=f"Crew member {place}, {city} (sample)") for place in range(1, number + 1)
    ]
    by = cast.actors[f"liaison-{slug}"]
    enrolling.enrol(_cohort(code), city=city, people=crew, by=by, at=at)


def _enrol_staff(cast: Cast, at: datetime) -> None:
    """Enrol the demo's own member of Raytown's staff, who sees the course at home."""
    person = cast.actors["staff-raytown"].user
    enrolling.enrol(
        _cohort("SMP-SUP1"),
        city=cast.cities["raytown"],
        people=[Participant(person=person)],
        by=cast.actors["liaison-raytown"],
        at=at,
    )


def _hold(cast: Cast, at: datetime) -> None:
    """Write down who was there: all but the last; then close the records."""
    cohorts.move_due(at=at)
    analyst, cohort = cast.actors["analyst"], _cohort("SMP-TRENCH")
    (session,) = cohort.sessions.all()
    people = list(cohort.enrolments.order_by("pk"))
    sheet = {
        one.pk: Said([session.pk], score, score + GAIN)
        for one, score in zip(people[:-1], SCORES, strict=False)
    }
    holding.attend(cohort, sheet=sheet, revision=cohort.revision, by=analyst, at=at)
    holding.hold(_cohort("SMP-TRENCH"), by=analyst, at=at)


def _answer(at: datetime) -> None:
    """Some of them say what it was like."""
    done = _cohort("SMP-TRENCH").enrolments.filter(state=Enrolment.State.COMPLETED)
    for one, marks in zip(done.select_related("cohort").order_by("pk"), MARKS, strict=False):
        holding.evaluate(one, marks=marks, remark="", at=at)
