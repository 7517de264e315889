"""What comes of a cohort: certificates, what people say of it, and their calendars."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collaborative import guards
from training.models.cohorts import Cohort
from training.models.enrolments import Enrolment

FEED_SALT = "training.calendar"
QUESTIONS = 3
"""How many questions an evaluation asks."""


class Certificate(models.Model):
    """That somebody completed a course, word for word as the paper says it.

    Its words never change; one that is wrong is withdrawn, with the reason, and another written.
    """

    number = models.CharField(max_length=24, unique=True)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificates")
    holder = models.CharField(max_length=120)
    city = models.CharField(max_length=120)
    course = models.CharField(max_length=200)
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    begins_on = models.DateField()
    ends_on = models.DateField()
    issued_on = models.DateField()
    withdrawn_on = models.DateField(null=True, editable=False)
    withdraw_reason = models.CharField(max_length=300, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-issued_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                name="certificate_one_at_a_time",
                condition=Q(withdrawn_on=None),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdraw_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdraw_reason=""),
                name="certificate_withdrawn_has_a_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.ReadOnly(
                name="as_it_was_issued",
                exclude=["withdrawn_on", "withdraw_reason"],
            ),
            guards.Protect(
                name="withdrawn_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Certificate {self.number}"

    def get_absolute_url(self) -> str:
        """The public page that says whether it is genuine."""
        return reverse("training:certificate", args=[self.number])


class Evaluation(models.Model):
    """What somebody says of a course: right after it, or of the work three months later.

    It names nobody, bears no time, and its key tells no order: that somebody has answered stands
    with the enrolment, what was answered stands here. Marks run from 1 (not at all) to 5 (fully),
    in the order of the questions.
    """

    class Kind(models.TextChoices):
        """When it was asked."""

        REACTION = "reaction", "After the course"
        BEHAVIOUR = "behaviour", "Three months later"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="evaluations")
    kind = models.CharField(max_length=9, choices=Kind)
    marks = ArrayField(models.PositiveSmallIntegerField(), size=QUESTIONS)
    remark = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["reaction", "behaviour"]), name="evaluation_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(marks__len=QUESTIONS, marks__contained_by=[1, 2, 3, 4, 5]),
                name="evaluation_marks_on_their_scale",
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.cohort}: {self.get_kind_display().lower()}"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Reads calendar feeds."""

    def by_token(self, token: str) -> Self:
        """Keep the feed that an address names; none when it is not one of ours, or no more."""
        try:
            pk, nonce = signing.Signer(salt=FEED_SALT).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return self.none()
        return self.filter(pk=pk, nonce=nonce)


class CalendarFeed(models.Model):
    """The secret address under which a person's calendar program reads the own courses."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    nonce = models.CharField(max_length=43, editable=False)
    made_at = models.DateTimeField(editable=False)

    objects: ClassVar[models.Manager[CalendarFeed]] = models.Manager.from_queryset(
        CalendarFeedQuerySet
    )()

    def __str__(self) -> str:
        return f"Calendar of {self.person}"

    @property
    def token(self) -> str:
        """What makes the address: signed, and worth nothing once another was made."""
        return signing.Signer(salt=FEED_SALT).sign_object([self.pk, self.nonce])
