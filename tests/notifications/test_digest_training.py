"""What a liaison's digest tells of training in the own city."""

from datetime import date, timedelta

import pytest

from collaborative.models import PORTAL, Event
from notifications.operations.digests import periods
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Window
from tests.conftest import NOON
from tests.factories.cohorts import CohortFactory, EnrolmentFactory, SeatsFactory
from tests.factories.records import CompletionFactory, DutyFactory, SeatRequestFactory
from tests.factories.training import AssessmentFactory, RequirementFactory, RespondentFactory
from training.events import AssessmentEvent, CohortEvent, SeatRequestEvent
from training.models import Assessment, Cohort, SeatRequest

DAY = timedelta(days=1)
SITE = "https://portal.sample.example"


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("raytown")


def told(liaison, at=NOON):
    reader = periods.reader_of(liaison.user, on=at.date())
    return gather(reader, Window(at - DAY, at), at=at)


def lines(part):
    return [(item.title, item.words, item.url) for item in part]


def asked(assessment, city, number, sent=0):
    """So many people of a city who are asked, of whom some have sent in."""
    for place in range(number):
        moment = NOON if place < sent else None
        RespondentFactory(assessment=assessment, city=city, begun_at=moment, sent_at=moment)


def happened(kind, about, at=NOON - timedelta(hours=1)):
    return Event.objects.record(kind, about, by=PORTAL, at=at)


# Questions ---------------------------------------------------------------------------------


def test_open_questions_wait_with_how_many_have_answered(cities, liaison):
    assessment = AssessmentFactory(title="Sample: training in 2026", slug="training-2026")
    asked(assessment, cities["raytown"], 6, sent=2)
    asked(assessment, cities["grandview"], 7, sent=7)
    digest = told(liaison)
    assert lines(digest.waiting) == [
        (
            "Sample: training in 2026",
            (
                "Raytown: 2 of 6 people have sent in their answers. "
                "The questions close on Sunday, March 15, 2026, 1:00 pm Central."
            ),
            f"{SITE}/training/assessments/training-2026/",
        )
    ]
    assert digest.deadline == "Sunday, March 15, 2026, 1:00 pm Central"


def test_of_fewer_than_five_who_are_asked_no_number_is_told(cities, liaison):
    assessment = AssessmentFactory()
    asked(assessment, cities["raytown"], 4, sent=4)
    (item,) = told(liaison).waiting
    assert item.words == "The questions close on Sunday, March 15, 2026, 1:00 pm Central."


def test_questions_wait_no_more_when_all_have_answered_or_they_are_closed(cities, liaison):
    assessment = AssessmentFactory()
    asked(assessment, cities["raytown"], 5, sent=5)
    assert told(liaison).waiting == ()
    asked(assessment, cities["raytown"], 1)
    assert len(told(liaison).waiting) == 1
    assert told(liaison, at=NOON + 13 * DAY).waiting == ()


def test_questions_to_other_cities_do_not_wait(cities, liaison):
    asked(AssessmentFactory(), cities["grandview"], 6)
    assert told(liaison).waiting == ()


# Training that falls due -------------------------------------------------------------------


def test_training_that_is_overdue_or_falls_due_is_counted_by_people(cities, liaison):
    rule = RequirementFactory()
    city = cities["raytown"]
    DutyFactory(trainee__city=city, requirement=rule, first_due_on=date(2026, 2, 1))
    soon = DutyFactory(trainee__city=city, requirement=rule, first_due_on=date(2026, 3, 20))
    DutyFactory(trainee=soon.trainee, first_due_on=date(2026, 4, 20))
    DutyFactory(trainee__city=city, requirement=rule, first_due_on=date(2026, 6, 1))
    DutyFactory(trainee__city=cities["grandview"], first_due_on=date(2026, 3, 20))
    digest = told(liaison)
    assert lines(digest.due) == [
        (
            "Training of the people of Raytown",
            (
                "Overdue: 1 person. "
                "Due by Friday, May 1, 2026: 1 person, the first on Friday, March 20, 2026."
            ),
            f"{SITE}/training/records/",
        )
    ]
    assert digest.deadline == "Friday, March 20, 2026"


def test_training_is_due_no_more_when_it_was_had(cities, liaison):
    duty = DutyFactory(trainee__city=cities["raytown"], first_due_on=date(2026, 3, 20))
    assert len(told(liaison).due) == 1
    CompletionFactory(trainee=duty.trainee, topic=duty.requirement.topic)
    assert told(liaison).due == ()


# Courses and seats -------------------------------------------------------------------------


def cohort_with_seats(city, **given):
    cohort = CohortFactory(**{"title": "Sample: flagging", "slug": "flagging", **given})
    return SeatsFactory(cohort=cohort, city=city)


def test_free_seats_of_the_city_are_told_beside_but_never_alone(cities, liaison):
    kept = cohort_with_seats(
        cities["raytown"], seats_free_on=date(2026, 4, 1), enrol_until=date(2026, 3, 27)
    )
    EnrolmentFactory(seat=kept)
    digest = told(liaison)
    assert lines(digest.seats) == [
        (
            "Sample: flagging",
            (
                "Free seats of Raytown: 3 of 4. It begins on Monday, March 30, 2026. "
                "From Wednesday, April 1, 2026 they go to the other cities too. "
                "The last day to enrol is Friday, March 27, 2026."
            ),
            f"{SITE}/training/cohorts/flagging/",
        )
    ]
    assert digest.is_empty


@pytest.mark.parametrize(
    "given",
    [
        {"state": Cohort.State.PLANNED},
        {"state": Cohort.State.RUNNING},
        {"enrol_until": date(2026, 3, 1)},
    ],
)
def test_seats_that_nobody_can_take_are_not_told(cities, liaison, given):
    cohort_with_seats(cities["raytown"], **given)
    assert told(liaison).seats == ()


def test_seats_that_are_taken_or_another_citys_are_not_told(cities, liaison):
    kept = cohort_with_seats(cities["raytown"])
    for _ in range(kept.seats):
        EnrolmentFactory(seat=kept)
    SeatsFactory(cohort=kept.cohort, city=cities["grandview"])
    assert told(liaison).seats == ()


def test_a_course_that_was_opened_is_news_where_the_city_has_seats(cities, liaison):
    ours = cohort_with_seats(cities["raytown"]).cohort
    theirs = cohort_with_seats(cities["grandview"], slug="theirs", title="Sample: trenches").cohort
    for cohort in (ours, theirs):
        happened(CohortEvent.OPENED, cohort)
    digest = told(liaison)
    assert lines(digest.new) == [
        (
            "Sample: flagging",
            "Was opened for enrolment on Monday, March 2, 2026.",
            f"{SITE}/training/cohorts/flagging/",
        )
    ]
    assert digest.seats == ()


# Requests and questions as news ------------------------------------------------------------


def test_an_answered_request_is_news_for_the_city_that_asked(cities, liaison):
    ours = SeatRequestFactory(
        city=cities["raytown"],
        topic__name="Trench safety",
        state=SeatRequest.State.ACCEPTED,
        answered_by=liaison.user,
        answered_at=NOON,
    )
    theirs = SeatRequestFactory(city=cities["grandview"])
    happened(SeatRequestEvent.ACCEPTED, ours)
    happened(SeatRequestEvent.DECLINED, theirs)
    assert lines(told(liaison).new) == [
        (
            "Seats asked for: Trench safety, Raytown",
            "Was taken into the plan on Monday, March 2, 2026.",
            f"{SITE}/training/requests/",
        )
    ]


def test_questions_that_were_closed_are_news(cities, liaison):
    assessment = AssessmentFactory(title="Sample: training in 2026")
    asked(assessment, cities["raytown"], 6, sent=6)
    Assessment.objects.update(state=Assessment.State.CLOSED, closes_at=NOON)
    happened(AssessmentEvent.CLOSED, assessment)
    (item,) = told(liaison).new
    assert (item.title, item.words, item.deadline) == (
        "Sample: training in 2026",
        "Was closed on Monday, March 2, 2026.",
        None,
    )


@pytest.mark.parametrize("count", [1, 3])
def test_gathering_training_costs_the_same_however_much_there_is(
    cities, liaison, count, django_assert_num_queries
):
    for number in range(count):
        asked(AssessmentFactory(), cities["raytown"], 6)
        kept = cohort_with_seats(cities["raytown"], slug=f"flagging-{number}")
        happened(CohortEvent.MOVED, kept.cohort)
        cohort_with_seats(cities["raytown"], slug=f"trenches-{number}")
        DutyFactory(trainee__city=cities["raytown"], first_due_on=date(2026, 3, 20))
        wish = SeatRequestFactory(city=cities["raytown"])
        happened(SeatRequestEvent.DECLINED, wish)
    reader = periods.reader_of(liaison.user, on=NOON.date())
    window = Window(NOON - DAY, NOON)
    with django_assert_num_queries(28):
        digest = gather(reader, window, at=NOON)
    assert [len(part) for part in (digest.waiting, digest.due, digest.new, digest.seats)] == [
        count,
        1,
        2 * count,
        count,
    ]
