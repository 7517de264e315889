"""Safety at work: incidents, near misses, and the hours in which they could happen."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cities.models import City, Department
from collaborative import guards
from collaborative.models import Actor
from collaborative.roles import Permission
from initiatives.models.guards import refuse_when
from training.models.catalogue import Topic
from training.models.records import CORRECTION_SAYS_WHY, DEPARTMENT_ELSEWHERE, cities_within

FIRST_YEAR, LAST_YEAR = 2000, 2100


Report = TypeVar("Report", bound=models.Model)


class SafetyQuerySet(models.QuerySet[Report]):
    """Reads what is on record of safety."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the own city's, for its liaison; all, for the analyst."""
        return self.filter(cities_within(actor, Permission.REPORT_INCIDENT))

    def standing(self) -> Self:
        """Keep what has not been put right by a newer record, nor taken back."""
        return self.filter(corrected_by=None, is_void=False)


class Reported(models.Model):
    """A figure that a city reports: never changed, put right by a newer record."""

    is_void = models.BooleanField("it did not happen", default=False)
    because = models.CharField("why it is put right", max_length=300, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    reported_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


class Incident(Reported):
    """Something that hurt somebody or something at work, or nearly did.

    Nobody is named. `severity` of a near miss is what could easily have come of it; `hours_lost`
    are hours of work that people missed because of it.
    """

    class Kind(models.TextChoices):
        """What happened."""

        FALL = "fall", "Slip, trip or fall"
        STRUCK = "struck", "Struck by something, or caught in it"
        VEHICLE = "vehicle", "Vehicle or mobile equipment"
        TRAFFIC = "traffic", "Passing traffic in a work zone"
        EXCAVATION = "excavation", "Trench or confined space"
        STRAIN = "strain", "Lifting or another strain"
        ELECTRICITY = "electricity", "Electricity"
        SUBSTANCE = "substance", "Chemicals, dust or blood"
        WEATHER = "weather", "Heat, cold or weather"
        VIOLENCE = "violence", "Attack by a person or an animal"
        OTHER = "other", "Something else"

    class Severity(models.TextChoices):
        """How grave it is, in the four grades of military system safety."""

        MINOR = "minor", "Minor: first aid at most"
        MARGINAL = "marginal", "Marginal: treated, days away at most"
        CRITICAL = "critical", "Critical: lasting injury or a stay in hospital"
        CATASTROPHIC = "catastrophic", "Catastrophic: death or lasting disability"

    city = models.ForeignKey(City, models.PROTECT, related_name="incidents")
    department = models.ForeignKey(Department, models.PROTECT, related_name="incidents")
    on = models.DateField("day")
    kind = models.CharField(max_length=11, choices=Kind)
    severity = models.CharField(max_length=12, choices=Severity)
    is_near_miss = models.BooleanField("a near miss: nobody was hurt", default=False)
    topic = models.ForeignKey(
        Topic,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incidents",
        help_text="What training could have helped with; blank where none would.",
    )
    hours_lost = models.DecimalField("hours of work lost", max_digits=7, decimal_places=2)
    what = models.CharField(
        "what happened", max_length=500, blank=True, help_text="Without anybody’s name."
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", editable=False
    )

    objects: ClassVar[models.Manager[Incident]] = models.Manager.from_queryset(SafetyQuerySet)()

    class Meta:
        ordering = [F("on").desc(), "-pk"]
        indexes = [models.Index(fields=["city", "on"], name="incident_of_a_city")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "fall",
                        "struck",
                        "vehicle",
                        "traffic",
                        "excavation",
                        "strain",
                        "electricity",
                        "substance",
                        "weather",
                        "violence",
                        "other",
                    ]
                ),
                name="incident_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["minor", "marginal", "critical", "catastrophic"]),
                name="incident_severity_is_known",
            ),
            models.CheckConstraint(condition=Q(hours_lost__gte=0), name="incident_costs_hours"),
            models.CheckConstraint(
                condition=Q(is_near_miss=False) | Q(hours_lost=0),
                name="incident_nearly_missed_costs_nothing",
                violation_error_message="A near miss costs nobody hours of work.",
            ),
            models.CheckConstraint(
                condition=CORRECTION_SAYS_WHY, name="incident_put_right_with_a_reason"
            ),
        ]
        triggers = [
            *guards.append_only(),
            refuse_when(
                DEPARTMENT_ELSEWHERE,
                name="incident_in_the_city",
                sentence="The department is another city’s.",
            ),
            refuse_when(
                """
                SELECT 1 FROM training_incident i
                WHERE i.id = NEW.corrects_id AND i.city_id <> NEW.city_id
                """,
                name="corrects_the_same_citys",
                sentence="An incident is put right for the same city.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.department}, {self.city}"


class Exposure(Reported):
    """The hours that a city's people worked in one quarter of a calendar year."""

    city = models.ForeignKey(City, models.PROTECT, related_name="exposures")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    hours = models.DecimalField("hours worked", max_digits=10, decimal_places=2)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", editable=False
    )

    objects: ClassVar[models.Manager[Exposure]] = models.Manager.from_queryset(SafetyQuerySet)()

    class Meta:
        ordering = ["city", "-year", "-quarter", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "year", "quarter"],
                condition=Q(corrects=None),
                name="exposure_reported_once",
                violation_error_message="The hours of this quarter are on record already.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR)
                & Q(quarter__gte=1, quarter__lte=4),
                name="exposure_in_a_quarter",
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="exposure_has_hours"),
            models.CheckConstraint(
                condition=CORRECTION_SAYS_WHY, name="exposure_put_right_with_a_reason"
            ),
        ]
        triggers = [
            *guards.append_only(),
            refuse_when(
                """
                SELECT 1 FROM training_exposure e WHERE e.id = NEW.corrects_id
                    AND (e.city_id, e.year, e.quarter) <> (NEW.city_id, NEW.year, NEW.quarter)
                """,
                name="corrects_the_same_quarter",
                sentence="Hours are put right for the same quarter.",
            ),
        ]

    def __str__(self) -> str:
        return f"Hours worked, {self.city}, quarter {self.quarter} of {self.year}"
