"""What can be taught, and what must be: topics, courses and the requirements behind them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cities.models import City
from training.catalogues import CODE, MOST_HOURS, MOST_MONTHS, MOST_SEATS


class Topic(models.Model):
    """A subject that people can need training in, whether there is a course or not."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    about = models.CharField(max_length=300, blank=True, help_text="What belongs to it.")
    is_safety = models.BooleanField("about safety at work", default=False)
    is_retired = models.BooleanField("no longer asked about", default=False)
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Family(models.Model):
    """Courses that belong together, as "Supervision"."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    """A course as it is offered: how long, for how many, and what it costs.

    `fixed_cost` is dollars for one class, `cost_per_seat` dollars for a seat in it; `market_price`
    and `market_travel` are dollars for a seat with another provider, blank where nobody knows.
    """

    class Level(models.TextChoices):
        """Whom it is for."""

        INTRODUCTORY = "introductory", "Introductory"
        INTERMEDIATE = "intermediate", "Intermediate"
        ADVANCED = "advanced", "Advanced"
        REFRESHER = "refresher", "Refresher"

    class Delivery(models.TextChoices):
        """How it is held."""

        CLASSROOM = "classroom", "In a classroom"
        FIELD = "field", "In the field, hands on"
        ONLINE = "online", "Online, at a set time"
        SELF_PACED = "self_paced", "Online, at one’s own pace"
        BLENDED = "blended", "Online and in a classroom"

    code = models.CharField(max_length=20, unique=True, help_text="As in SUP-101.")
    title = models.CharField(max_length=160)
    family = models.ForeignKey(Family, models.PROTECT, related_name="courses")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="courses")
    level = models.CharField(max_length=12, choices=Level)
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    delivery = models.CharField("format", max_length=10, choices=Delivery)
    min_seats = models.PositiveSmallIntegerField("least seats in a class")
    max_seats = models.PositiveSmallIntegerField("most seats in a class")
    fixed_cost = models.DecimalField("cost of one class", max_digits=9, decimal_places=2)
    cost_per_seat = models.DecimalField("cost of a seat", max_digits=9, decimal_places=2)
    market_price = models.DecimalField(
        "price of a seat elsewhere", max_digits=9, decimal_places=2, null=True, blank=True
    )
    market_travel = models.DecimalField(
        "travel to a seat elsewhere", max_digits=9, decimal_places=2, null=True, blank=True
    )
    instructor = models.CharField(max_length=120, blank=True, help_text="An office or a provider.")
    every_months = models.PositiveSmallIntegerField(
        "to be repeated after months", null=True, blank=True
    )
    about = models.TextField(max_length=2000, blank=True, help_text="What people learn.")
    is_retired = models.BooleanField("no longer offered", default=False)
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=f"^{CODE.pattern}$"),
                name="course_code_can_stand_in_an_address",
                violation_error_message=(
                    "A code has up to 20 capitals, digits, dots and hyphens, as SUP-101."
                ),
            ),
            models.CheckConstraint(
                condition=Q(level__in=["introductory", "intermediate", "advanced", "refresher"]),
                name="course_level_is_known",
            ),
            models.CheckConstraint(
                condition=Q(delivery__in=["classroom", "field", "online", "self_paced", "blended"]),
                name="course_delivery_is_known",
            ),
            models.CheckConstraint(
                condition=Q(min_seats__gte=1, max_seats__gte=F("min_seats"))
                & Q(max_seats__lte=MOST_SEATS),
                name="course_has_seats",
                violation_error_message="The most seats must be at least the least seats.",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=MOST_HOURS), name="course_takes_hours"
            ),
            models.CheckConstraint(
                condition=Q(fixed_cost__gte=0, cost_per_seat__gte=0)
                & (Q(market_price=None) | Q(market_price__gte=0))
                & (Q(market_travel=None) | Q(market_travel__gte=0)),
                name="course_costs_nothing_or_more",
            ),
            models.CheckConstraint(
                condition=Q(every_months=None)
                | Q(every_months__gte=1, every_months__lte=MOST_MONTHS),
                name="course_is_repeated_after_months",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """The course's page."""
        return reverse("training:course", args=[self.code])


class Requirement(models.Model):
    """That somebody must have had training in a topic, and who says so.

    The basis is stated, never assumed: federal OSHA rules do not bind Missouri's cities, so what
    they ask for is a city's or an insurer's rule, or good practice.
    """

    class Basis(models.TextChoices):
        """Who says so."""

        STATE = "state", "State rule"
        INSURER = "insurer", "Insurer"
        CITY = "city", "City policy"
        PRACTICE = "practice", "Good practice"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="requirements")
    basis = models.CharField(max_length=8, choices=Basis)
    source = models.CharField(
        max_length=300, blank=True, help_text="The rule, contract or policy by its name and number."
    )
    city = models.ForeignKey(
        City,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="training_requirements",
        help_text="Whose staff it binds; blank for every city.",
    )
    whom = models.CharField(
        "who must have it", max_length=160, help_text="As in “Everybody who enters a trench”."
    )
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    every_months = models.PositiveSmallIntegerField(
        "good for months", null=True, blank=True, help_text="Blank where once is enough."
    )
    is_retired = models.BooleanField("no longer in force", default=False)
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=["state", "insurer", "city", "practice"]),
                name="requirement_basis_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(source="") | Q(basis="practice"),
                name="requirement_names_its_source",
                violation_error_message=(
                    "Name the rule, contract or policy, or choose good practice."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(basis="city") | Q(city__isnull=False),
                name="requirement_of_a_city_names_it",
                violation_error_message="Say whose policy it is.",
            ),
            models.CheckConstraint(
                condition=Q(every_months=None)
                | Q(every_months__gte=1, every_months__lte=MOST_MONTHS),
                name="requirement_is_good_for_months",
            ),
        ]

    def __str__(self) -> str:
        return self.name
