"""Needs assessments: what is asked of whom, and what they answered."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cities.models import City, Department
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from training.models.catalogue import Topic


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

    def __str__(self) -> str:
        return f"{self.questionnaire}: {self.topic}"


class Respondent(models.Model):
    """Somebody who is asked: by the own account, by an address on a slip, or on paper.

    Whose answers these are only the Government Training Institute may see, and every look is on
    record. `sent_at` is None until the answers are sent in; only answers sent in count.
    """

    class Role(models.TextChoices):
        """What the person's work is; heads get the heads' questions, all others the staff's."""

        HEAD = "head", "Head of a department"
        SUPERVISOR = "supervisor", "Supervisor"
        OFFICE = "office", "Office staff"
        FIELD = "field", "Field staff"
        SAFETY = "safety", "Police, fire and emergency staff"

    class Way(models.TextChoices):
        """How the answers come in."""

        ACCOUNT = "account", "With an account"
        SLIP = "slip", "By the address on a slip"
        PAPER = "paper", "On paper"

    class Format(models.TextChoices):
        """How people would rather learn."""

        CLASSROOM = "classroom", "In a classroom"
        ON_SITE = "on_site", "At our own site"
        ONLINE = "online", "Online, at a set time"
        SELF_PACED = "self_paced", "Online, at one’s own pace"

    class Time(models.TextChoices):
        """When people can come."""

        MORNING = "morning", "Weekday mornings"
        AFTERNOON = "afternoon", "Weekday afternoons"
        EVENING = "evening", "Evenings"
        NIGHT = "night", "During the night shift"
        WEEKEND = "weekend", "Weekends"

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="respondents")
    city = models.ForeignKey(City, models.PROTECT, related_name="respondents")
    department = models.ForeignKey(Department, models.PROTECT, related_name="respondents")
    role = models.CharField("kind of work", max_length=10, choices=Role)
    way = models.CharField(max_length=7, choices=Way)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assessed"
    )
    nonce = models.CharField(max_length=43, blank=True, editable=False)
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    formats = ArrayField(models.CharField(max_length=10, choices=Format), default=list, blank=True)
    times = ArrayField(models.CharField(max_length=9, choices=Time), default=list, blank=True)
    travel_miles = models.PositiveSmallIntegerField(null=True, blank=True)
    remark = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["assessment", "city", "department"], name="respondent_place")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "person"],
                name="respondent_asked_once",
                condition=Q(person__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(role__in=["head", "supervisor", "office", "field", "safety"]),
                name="respondent_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(way="account", person__isnull=False)
                | Q(way__in=["slip", "paper"], person=None),
                name="respondent_answers_in_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.department}, {self.city}"

    @property
    def audience(self) -> Audience:
        """Which set of questions the person gets."""
        return Audience.HEADS if self.role == self.Role.HEAD else Audience.STAFF


class Answer(models.Model):
    """What one person says of one topic; None where a question was not answered.

    Scales run from 1 (least) to 5 (most): importance, performance (how well it is done today),
    frequency, difficulty, urgency. `people` counts whom it concerns in the head's department.
    `barriers` are causes that no training removes.
    """

    class Barrier(models.TextChoices):
        """What stands in the way beside skill."""

        EQUIPMENT = "equipment", "Equipment or tools are missing"
        STAFFING = "staffing", "There are too few people"
        TIME = "time", "There is no time for it"
        INCENTIVE = "incentive", "Nothing follows from doing it well or badly"
        PROCEDURE = "procedure", "The procedure is unclear"

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="answers")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="answers")
    importance = models.PositiveSmallIntegerField(null=True, blank=True)
    performance = models.PositiveSmallIntegerField(null=True, blank=True)
    frequency = models.PositiveSmallIntegerField(null=True, blank=True)
    difficulty = models.PositiveSmallIntegerField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(null=True, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    mandated = models.BooleanField(null=True, blank=True)
    barriers = ArrayField(models.CharField(max_length=9, choices=Barrier), default=list, blank=True)

    class Meta:
        ordering = ["respondent", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["respondent", "topic"], name="answer_once_for_a_topic"),
            *(
                models.CheckConstraint(
                    condition=Q(**{scale: None}) | Q(**{f"{scale}__gte": 1, f"{scale}__lte": 5}),
                    name=f"answer_{scale}_on_its_scale",
                )
                for scale in ("importance", "performance", "frequency", "difficulty", "urgency")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.respondent}: {self.topic}"
