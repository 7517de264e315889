"""Who takes part in a cohort, and who was there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from cities.models import City, Department
from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from training.models.cohorts import Cohort, CohortSession, Seats

FULL_SCORE = 100
"""Scores of tests are points of 100."""
SLIP_SALT = "training.evaluation"


_TONES: Mapping[str, str] = {
    "enrolled": "good",
    "waiting": "waiting",
    "withdrawn": "stopped",
    "completed": "good",
    "absent": "stopped",
}


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Reads enrolments."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may read: all, those of the own city, or the own."""
        if actor.user is None:
            return self.none()
        if actor.may(Permission.RUN_COHORT):
            return self.all()
        return self.filter(Q(city__in=actor.organisations(Permission.ENROL)) | Q(person=actor.user))

    def by_token(self, token: str) -> Self:
        """Keep the enrolment that an address names; none when the address is not one of ours."""
        try:
            pk, nonce = signing.Signer(salt=SLIP_SALT).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return self.none()
        return self.filter(pk=pk, nonce=nonce)

    def seated(self) -> Self:
        """Keep who has, or had, a seat."""
        return self.filter(seat__isnull=False)

    def in_line(self) -> Self:
        """Keep who waits, the first in line first."""
        return self.filter(state=Enrolment.State.WAITING).order_by("asked_at", "pk")


class Enrolment(Stateful):
    """One person's place in a cohort, or in the line for one.

    The person has an account, or is named by the city's liaison. `seat` says of whose seats the
    place is: the own city's, or, from the day that they are shared, another's. The scores are of
    tests before and after, in points of 100; None where there was no test.
    """

    class State(models.TextChoices):
        """Where the enrolment stands."""

        ENROLLED = "enrolled", "Has a place"
        WAITING = "waiting", "On the waiting list"
        WITHDRAWN = "withdrawn", "Given up"
        COMPLETED = "completed", "Completed"
        ABSENT = "absent", "Not completed"

    state_since = models.DateTimeField(editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    city = models.ForeignKey(City, models.PROTECT, related_name="enrolments")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    name = models.CharField(max_length=120, blank=True)
    seat = models.ForeignKey(
        Seats, models.PROTECT, null=True, editable=False, related_name="enrolments"
    )
    asked_at = models.DateTimeField(editable=False)
    score_before = models.PositiveSmallIntegerField(null=True, blank=True)
    score_after = models.PositiveSmallIntegerField(null=True, blank=True)
    nonce = models.CharField(max_length=43, editable=False)
    has_said_reaction = models.BooleanField(default=False, editable=False)
    has_said_behaviour = models.BooleanField(default=False, editable=False)

    objects: ClassVar[models.Manager[Enrolment]] = models.Manager.from_queryset(EnrolmentQuerySet)()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["cohort", "state"], name="enrolment_standing")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["enrolled", "waiting", "withdrawn", "completed", "absent"]),
                name="enrolment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person=None) & ~Q(name=""),
                name="enrolment_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["enrolled", "completed", "absent"], seat__isnull=False)
                | Q(state__in=["waiting", "withdrawn"], seat=None),
                name="enrolment_has_its_seat",
            ),
            models.CheckConstraint(
                condition=(Q(score_before=None) | Q(score_before__lte=FULL_SCORE))
                & (Q(score_after=None) | Q(score_after__lte=FULL_SCORE)),
                name="enrolment_scores_of_a_hundred",
            ),
            models.UniqueConstraint(
                fields=["cohort", "person"],
                name="enrolment_of_a_person_once",
                condition=Q(person__isnull=False) & ~Q(state="withdrawn"),
            ),
            models.UniqueConstraint(
                F("cohort"),
                F("city"),
                Upper("name"),
                name="enrolment_of_a_name_once",
                condition=Q(person=None) & ~Q(state="withdrawn"),
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.ReadOnly(name="of_one_person", fields=["cohort", "city", "person", "asked_at"]),
            guards.Guard(
                name="no_more_than_seats",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("held", "RECORD"), ("taken", "INTEGER")],
                # The row of the seats is held, so that two who take the last one come in turn.
                func="""
                    IF NEW.seat_id IS NULL THEN
                        RETURN NEW;
                    END IF;
                    SELECT cohort_id, seats INTO held FROM training_seats
                        WHERE id = NEW.seat_id FOR NO KEY UPDATE;
                    SELECT count(*) INTO taken FROM training_enrolment
                        WHERE seat_id = NEW.seat_id AND id <> NEW.id;
                    IF held.cohort_id <> NEW.cohort_id OR taken >= held.seats THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'There is no such seat left in this cohort.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}, {self.cohort}"

    def get_absolute_url(self) -> str:
        """The page of the cohort."""
        return self.cohort.get_absolute_url()

    @property
    def tone(self) -> str:
        """The tone of its state; never the only carrier of meaning."""
        return _TONES.get(self.state, "")

    @property
    def token(self) -> str:
        """What makes the address under which the person says what the course was like."""
        return signing.Signer(salt=SLIP_SALT).sign_object([self.pk, self.nonce])

    @property
    def who(self) -> str:
        """The person's name. Needs the person loaded."""
        return self.person.name if self.person else self.name


class Attendance(models.Model):
    """Whether somebody was there at a session, as whoever ran it says."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attended")
    session = models.ForeignKey(CohortSession, models.PROTECT, related_name="attended")
    was_there = models.BooleanField()

    class Meta:
        ordering = ["session", "enrolment"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "session"], name="attendance_said_once")
        ]
        triggers = [
            guards.never_emptied(),
            guards.Guard(
                name="frozen_once_held",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "RECORD")],
                func="""
                    SELECT state INTO held FROM training_cohort WHERE id IN (
                        SELECT cohort_id FROM training_cohortsession
                        WHERE id = COALESCE(NEW.session_id, OLD.session_id)
                    ) FOR SHARE;
                    IF held.state <> 'running' THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'Who was there is written while the cohort is under way.';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {'there' if self.was_there else 'not there'}"
