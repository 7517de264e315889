"""What the database holds about cohorts, whatever the code above it does."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.factories.cohorts import (
    AttendanceFactory,
    CertificateFactory,
    CohortFactory,
    CohortSessionFactory,
    EnrolmentFactory,
    EvaluationFactory,
    SeatsFactory,
    VenueFactory,
)
from training.models import Cohort, Enrolment, Seats

pytestmark = pytest.mark.django_db


def refused(match: str, act) -> None:
    """The database refuses the act, in these words, and the rest of the test goes on."""

    def act_whole() -> None:
        with transaction.atomic():
            act()
            connection.check_constraints()

    with pytest.raises(DatabaseError, match=match):
        act_whole()


def test_nobody_sits_on_a_seat_that_there_is_not():
    seats = SeatsFactory(seats=1)
    first = EnrolmentFactory(seat=seats)
    refused("no such seat left", lambda: EnrolmentFactory(seat=seats))
    waiting = EnrolmentFactory(
        seat=None, cohort=seats.cohort, city=seats.city, state=Enrolment.State.WAITING
    )
    at = Enrolment.objects.filter(pk=waiting.pk)
    refused("no such seat left", lambda: at.update(seat=seats, state="enrolled"))
    Enrolment.objects.filter(pk=first.pk).update(seat=None, state="withdrawn")
    assert at.update(seat=seats, state="enrolled") == 1


def test_nobody_sits_on_a_seat_of_another_cohort():
    seats = SeatsFactory()
    other = CohortFactory()
    refused(
        "no such seat left", lambda: EnrolmentFactory(seat=seats, cohort=other, city=seats.city)
    )


def test_seats_are_not_taken_from_under_people():
    seats = SeatsFactory(seats=3)
    EnrolmentFactory.create_batch(2, seat=seats)
    refused("More people have a seat", lambda: Seats.objects.update(seats=1))
    assert Seats.objects.update(seats=2) == 1


def test_a_place_is_one_persons_once():
    seats = SeatsFactory()
    EnrolmentFactory(seat=seats, name="Sample operator")
    refused(
        "enrolment_of_a_name_once", lambda: EnrolmentFactory(seat=seats, name="SAMPLE operator")
    )
    refused("enrolment_is_of_somebody", lambda: EnrolmentFactory(seat=seats, name=""))
    refused("enrolment_has_its_seat", lambda: Enrolment.objects.update(seat=None))
    refused("Cannot", lambda: Enrolment.objects.update(city=VenueFactory().city))


def test_sessions_of_a_cohort_are_held_one_at_a_time():
    session = CohortSessionFactory()
    later = session.begins_at + timedelta(hours=1)
    end = later + timedelta(hours=9)
    CohortSessionFactory(cohort=session.cohort, begins_at=later, ends_at=end, is_dropped=True)
    CohortSessionFactory(begins_at=later, ends_at=end)
    refused(
        "cohortsession_one_at_a_time",
        lambda: CohortSessionFactory(cohort=session.cohort, begins_at=later, ends_at=end),
    )


def test_who_was_there_is_written_while_the_cohort_is_under_way():
    said = AttendanceFactory()
    said.was_there = False
    said.save()
    Cohort.objects.update(state=Cohort.State.HELD)
    refused("while the cohort is under way", said.save)
    refused("while the cohort is under way", said.delete)


def test_a_certificate_says_for_ever_what_it_said():
    certificate = CertificateFactory()
    rows = type(certificate).objects
    refused("certificate", lambda: rows.update(holder="Somebody else"))
    refused(
        "certificate_one_at_a_time", lambda: CertificateFactory(enrolment=certificate.enrolment)
    )
    refused("withdrawn_has_a_reason", lambda: rows.update(withdrawn_on="2026-04-01"))
    rows.update(withdrawn_on="2026-04-01", withdraw_reason="The name was wrong.")
    refused("certificate", lambda: rows.update(withdrawn_on=None, withdraw_reason=""))
    CertificateFactory(enrolment=certificate.enrolment)


@pytest.mark.parametrize("marks", [[1, 2], [1, 2, 6], [0, 1, 2], [1, 2, 3, 4]])
def test_an_evaluation_answers_every_question_on_the_scale(marks):
    with pytest.raises(IntegrityError, match="evaluation_marks_on_their_scale"):
        EvaluationFactory(marks=marks)
