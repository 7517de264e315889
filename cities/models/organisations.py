"""Cities and the bodies that serve them, with facts that carry their source."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse


class Organisation(models.Model):
    """A body whose people use the portal or whose council adopts agreements."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        CITY = "city", "City"
        COUNCIL_OF_GOVERNMENTS = "regional", "Regional council"
        TRAINING_INSTITUTE = "institute", "Training institute"
        COUNTY = "county", "County"
        OTHER = "other", "Other body"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["city", "regional", "institute", "county", "other"]),
                name="organisation_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page of this body."""
        return reverse("cities:organisation", args=[self.slug])


class City(Organisation):
    """A member city: it proposes, evaluates, and adopts by its council's own act."""

    council = models.CharField(
        max_length=80, help_text="The adopting body, as in City Council or Board of Aldermen."
    )
    time_zone = models.CharField(max_length=40, default="America/Chicago")
    joined_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day its council adopted the statement of common purpose, if on record.",
    )

    class Meta:
        verbose_name_plural = "cities"
        ordering = ["name"]


class Fact(models.Model):
    """One published fact about a body, with the source it was read from."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="facts")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["organisation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "label"], name="fact_label_once"),
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(value=""), name="fact_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


class Department(models.Model):
    """A department of a body, named by its own people."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="departments")
    name = models.CharField(max_length=80)

    class Meta:
        ordering: ClassVar = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="department_name_once",
                violation_error_message="There is already a department of this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name
