"""Training records: who had what training, who must have which, and what has been put right."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cities.models import City, Department
from collaborative import guards
from collaborative.models import Actor
from collaborative.roles import CITY_ROLES, PERMISSIONS, Permission
from initiatives.models.guards import refuse_when
from training.catalogues import MOST_HOURS
from training.models.catalogue import Course, Requirement, Topic

DEPARTMENT_ELSEWHERE = """
    SELECT 1 FROM cities_department d
    WHERE d.id = NEW.department_id AND d.organisation_id <> NEW.city_id
"""
_COURSE_OF_ANOTHER_TOPIC = """
    SELECT 1 FROM training_course c WHERE c.id = NEW.course_id AND c.topic_id <> NEW.topic_id
"""
_SOMEBODY_ELSES = """
    SELECT 1 FROM training_completion c
    WHERE c.id = NEW.corrects_id AND c.trainee_id <> NEW.trainee_id
"""
CORRECTION_SAYS_WHY = Q(corrects=None, because="", is_void=False) | (
    Q(corrects__isnull=False) & ~Q(because="")
)
"""What is recorded first says nothing more; what puts it right says why."""


def cities_within(actor: Actor, permission: Permission) -> Q:
    """The rows of the cities that an actor may act for: the own ones, or, from GTI, all."""
    if is_for_every_city(actor, permission):
        return Q()
    return Q(city__in=actor.organisations(permission))


def is_for_every_city(actor: Actor, permission: Permission) -> bool:
    """Tell whether the permission comes with an office that serves every city."""
    return any(
        permission in PERMISSIONS[held.role] and held.role not in CITY_ROLES
        for held in actor.offices
    )


class TraineeQuerySet(models.QuerySet["Trainee"]):
    """Reads the people on the training rolls."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep whom this actor keeps records of: the own city's liaison, and the analyst."""
        return self.filter(cities_within(actor, Permission.KEEP_TRAINING_RECORDS))

    def in_service(self, on: date) -> Self:
        """Keep who has not left by a day; the last day counts."""
        return self.filter(Q(left_on=None) | Q(left_on__gte=on))


class Trainee(models.Model):
    """Somebody on a city's training roll, with an account in the portal or without one.

    Two people of one name in one city are told apart by `mark`, as a staff number.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="trainees")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="trainees"
    )
    name = models.CharField(max_length=120)
    mark = models.CharField(
        "staff number",
        max_length=40,
        blank=True,
        help_text="Only where two people have the same name.",
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="trained_as"
    )
    left_on = models.DateField("last day with the city", null=True, blank=True)

    objects: ClassVar[models.Manager[Trainee]] = models.Manager.from_queryset(TraineeQuerySet)()

    class Meta:
        ordering: ClassVar = [Lower("name"), "mark", "pk"]
        constraints = [
            models.UniqueConstraint(
                "city",
                Lower("name"),
                Lower("mark"),
                name="trainee_once_on_the_roll",
                violation_error_message=(
                    "There is already somebody of this name; add a staff number."
                ),
            ),
            models.UniqueConstraint(
                fields=["city", "account"],
                condition=Q(account__isnull=False),
                name="trainee_account_once_on_the_roll",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="trainee_has_a_name"),
        ]
        triggers = [
            guards.never_emptied(),
            refuse_when(
                DEPARTMENT_ELSEWHERE,
                name="department_of_the_city",
                sentence="The department is another city’s.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.mark})" if self.mark else self.name


class YearlyHours(models.Model):
    """That a requirement counts hours over each calendar year, and in which topics besides its own.

    Without such a row its hours are looked for within the months that it is good for.
    """

    requirement = models.OneToOneField(Requirement, models.CASCADE, related_name="yearly")
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="counted_yearly",
        help_text="Hours in these topics count as well as those in the requirement’s own.",
    )

    class Meta:
        verbose_name_plural = "yearly hours"

    def __str__(self) -> str:
        return f"{self.requirement}, each calendar year"


class DutyQuerySet(models.QuerySet["Duty"]):
    """Reads who must meet what."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the duties of whom this actor keeps records of."""
        return self.filter(trainee__in=Trainee.objects.order_by().visible_to(actor))

    def standing(self, on: date) -> Self:
        """Keep what binds on a day, of people who are still there and rules still in force."""
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gte=on),
            trainee__in=Trainee.objects.order_by().in_service(on),
            requirement__is_retired=False,
        )


class Duty(models.Model):
    """That one person must meet one requirement, first by a day, until it ends."""

    trainee = models.ForeignKey(Trainee, models.PROTECT, related_name="duties")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="duties")
    first_due_on = models.DateField("to be met first by")
    ended_on = models.DateField("last day of the duty", null=True, blank=True)

    objects: ClassVar[models.Manager[Duty]] = models.Manager.from_queryset(DutyQuerySet)()

    class Meta:
        ordering = ["requirement", "trainee", "pk"]
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "requirement"],
                condition=Q(ended_on=None),
                name="duty_binds_once",
                violation_error_message="This person is bound by it already.",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            refuse_when(
                """
                SELECT 1 FROM training_trainee t JOIN training_requirement r
                    ON r.id = NEW.requirement_id
                WHERE t.id = NEW.trainee_id AND r.city_id <> t.city_id
                """,
                name="requirement_of_the_city",
                sentence="The requirement binds the people of another city.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.requirement}"


class CompletionQuerySet(models.QuerySet["Completion"]):
    """Reads who had what training."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor keeps, and everybody's own."""
        kept = Q(trainee__in=Trainee.objects.order_by().visible_to(actor))
        return self.filter(kept | Q(trainee__account=actor.user) if actor.user else kept)

    def standing(self) -> Self:
        """Keep what has not been put right by a newer record, nor taken back."""
        return self.filter(corrected_by=None, is_void=False)


class Completion(models.Model):
    """That somebody had training in a topic: never changed, put right by a newer record.

    A record that is put right as void says that there was no such training.
    """

    class Origin(models.TextChoices):
        """How the record came here."""

        TYPED = "typed", "Typed in"
        SHEET = "sheet", "From a sheet"
        COHORT = "cohort", "From a cohort of the Government Training Institute"

    trainee = models.ForeignKey(Trainee, models.PROTECT, related_name="completions")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="completions")
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="completions"
    )
    on = models.DateField("completed on")
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(
        max_length=200, help_text="What shows it, as a certificate or a list of who attended."
    )
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.TYPED, editable=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", editable=False
    )
    is_void = models.BooleanField("there was no such training", default=False)
    because = models.CharField("why it is put right", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    recorded_at = models.DateTimeField(editable=False)

    objects: ClassVar[models.Manager[Completion]] = models.Manager.from_queryset(
        CompletionQuerySet
    )()

    class Meta:
        ordering = [F("on").desc(), "-pk"]
        indexes = [models.Index(fields=["trainee", "topic", "on"], name="completion_of_somebody")]
        constraints = [
            models.UniqueConstraint(
                fields=["trainee", "topic", "course", "on"],
                condition=Q(corrects=None),
                nulls_distinct=False,
                name="completion_recorded_once",
                violation_error_message="This training is on record already.",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=MOST_HOURS), name="completion_took_hours"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="completion_has_a_source"),
            models.CheckConstraint(
                condition=Q(origin__in=["typed", "sheet", "cohort"]),
                name="completion_origin_is_known",
            ),
            models.CheckConstraint(
                condition=CORRECTION_SAYS_WHY, name="completion_put_right_with_a_reason"
            ),
        ]
        triggers = [
            *guards.append_only(),
            refuse_when(
                _COURSE_OF_ANOTHER_TOPIC,
                name="course_of_the_topic",
                sentence="The course is about another topic.",
            ),
            refuse_when(
                _SOMEBODY_ELSES,
                name="corrects_the_same_person",
                sentence="A record is put right for the same person.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainee}: {self.topic}"
