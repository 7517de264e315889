"""Needs assessments: what is asked of which audience, and from when until when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from training.models.catalogue import Topic
from training.models.guards import fixed_once_open


class Audience(models.TextChoices):
    """Who is asked which set of questions."""

    HEADS = "heads", "Heads of departments"
    STAFF = "staff", "Staff"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Reads assessments."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may read about.

        Whoever runs assessments reads about all, other readers of results about those that were
        opened, and everybody about those that they are asked in.
        """
        if actor.may(Permission.RUN_ASSESSMENT):
            return self.all()
        opened = Q(state__in=[Assessment.State.OPEN, Assessment.State.CLOSED])
        if actor.may(Permission.READ_TRAINING_RESULTS):
            return self.filter(opened)
        if actor.user is None:
            return self.none()
        return self.filter(opened, respondents__person=actor.user)

    def due_to_open(self, at: datetime) -> Self:
        """Keep those in preparation that are to open by the clock, and whose time has come."""
        return self.filter(
            state=Assessment.State.DRAFT, by_clock=True, opens_at__lte=at, closes_at__gt=at
        )

    def due_to_close(self, at: datetime) -> Self:
        """Keep the open ones whose time is up."""
        return self.filter(state=Assessment.State.OPEN, closes_at__lte=at)

    def closed_before(self, other: Assessment) -> Self:
        """Keep the closed ones that were opened before another, the latest first."""
        return self.filter(state=Assessment.State.CLOSED, opens_at__lt=other.opens_at).order_by(
            "-opens_at", "-pk"
        )


class Assessment(Stateful):
    """One round of asking the cities what training their people need."""

    class State(models.TextChoices):
        """Where the assessment stands."""

        DRAFT = "draft", "In preparation"
        OPEN = "open", "Open for answers"
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    state_since = models.DateTimeField(editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    purpose = models.TextField(max_length=2000, blank=True, help_text="Said above the questions.")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    by_clock = models.BooleanField("open by itself at that time", default=False)
    withdrawn_because = models.CharField(max_length=500, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[models.Manager[Assessment]] = models.Manager.from_queryset(
        AssessmentQuerySet
    )()

    class Meta:
        ordering = ["-opens_at", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "closed", "withdrawn"]),
                name="assessment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(opens_at__isnull=False, closes_at__isnull=False),
                name="assessment_opened_has_its_window",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="assessment_opens_before_it_closes",
                violation_error_message="The assessment must close after it opens.",
            ),
            models.CheckConstraint(
                condition=Q(by_clock=False) | Q(opens_at__isnull=False),
                name="assessment_by_the_clock_has_a_time",
                violation_error_message="Say when it is to open, or open it by hand.",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") ^ Q(withdrawn_because=""),
                name="assessment_withdrawn_says_why",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Moves(
                name="moves",
                field="state",
                transitions=[
                    ("draft", "open"),
                    ("open", "closed"),
                    ("draft", "withdrawn"),
                    ("open", "withdrawn"),
                ],
            ),
            guards.Protect(
                name="stands_once_over",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state IN ('closed', 'withdrawn')"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The assessment's page."""
        return reverse("training:assessment", args=[self.slug])


class Questionnaire(models.Model):
    """The set of questions for one audience: which aspects of each topic are asked."""

    class Aspect(models.TextChoices):
        """One question, put for every topic."""

        IMPORTANCE = "importance", "How important it is for the work"
        PERFORMANCE = "performance", "How well it is done today"
        FREQUENCY = "frequency", "How often it is done"
        DIFFICULTY = "difficulty", "How hard it is"
        URGENCY = "urgency", "How soon training is needed"
        PEOPLE = "people", "How many people it concerns"
        MANDATED = "mandated", "Whether a rule asks for it"
        BARRIERS = "barriers", "What else stands in the way"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="questionnaires")
    audience = models.CharField(max_length=5, choices=Audience)
    aspects = ArrayField(models.CharField(max_length=11, choices=Aspect), size=len(Aspect))
    asks_format = models.BooleanField("ask for the preferred format", default=True)
    asks_time = models.BooleanField("ask for the preferred time", default=True)
    asks_travel = models.BooleanField("ask how far people can travel", default=True)

    class Meta:
        ordering = ["assessment", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "audience"], name="questionnaire_one_for_an_audience"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["heads", "staff"]),
                name="questionnaire_audience_is_known",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            fixed_once_open("NEW.assessment_id, OLD.assessment_id"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {Audience(self.audience).label}"


class AskedTopic(models.Model):
    """A topic that a questionnaire asks about, and its place."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="asked")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="asked")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["questionnaire", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "topic"], name="asked_topic_once_in_a_questionnaire"
            )
        ]
        triggers = [
            guards.never_emptied(),
            fixed_once_open(
                "SELECT assessment_id FROM training_questionnaire "
                "WHERE id IN (NEW.questionnaire_id, OLD.questionnaire_id)"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire}: {self.topic}"
