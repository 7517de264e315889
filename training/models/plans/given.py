"""What a plan is made from: who wants seats, where and when classes can be, and within what."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from cities.models import City, Department
from training.catalogues import MOST_SEATS
from training.models.catalogue import Course
from training.models.cohorts import Venue
from training.models.plans.guards import given_before_asking
from training.models.plans.years import YearPlan

MOST_NEED = 100


class PlanVenue(models.Model):
    """A place where classes of the plan can be held, one a day; dollars for a day in it."""

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="venues")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    cost_per_day = models.DecimalField(max_digits=8, decimal_places=2, default=0)

    class Meta:
        ordering = ["plan", "venue__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "venue"], name="planvenue_once"),
            models.CheckConstraint(
                condition=Q(cost_per_day__gte=0), name="planvenue_costs_nothing_or_more"
            ),
        ]
        triggers = given_before_asking()

    def __str__(self) -> str:
        return f"{self.venue}"


class PlanDay(models.Model):
    """A day on which classes can be held."""

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="days")
    on = models.DateField()

    class Meta:
        ordering = ["plan", "on"]
        constraints = [models.UniqueConstraint(fields=["plan", "on"], name="planday_once")]
        triggers = given_before_asking()

    def __str__(self) -> str:
        return f"{self.on}"


class PlanWant(models.Model):
    """That so many people of a city want a course: by a mandate with its date, or for a need.

    `need` says from 1 to 100 how much a seat matters when not everything fits into the budget;
    `backfill` is dollars for standing in for one of these people. Without a department the people
    count for the limits of the city as a whole alone.
    """

    class Source(models.TextChoices):
        """Where the number comes from."""

        TYPED = "typed", "Typed in"
        SHEET = "sheet", "From a sheet"
        DEMAND = "demand", "From the demand"

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="wants")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    city = models.ForeignKey(City, models.PROTECT, related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seats = models.PositiveSmallIntegerField("people")
    is_mandated = models.BooleanField("a rule asks for it", default=False)
    due_on = models.DateField("by the day", null=True, blank=True)
    need = models.PositiveSmallIntegerField("need, from 1 to 100", default=50)
    backfill = models.DecimalField(
        "dollars for standing in for one person", max_digits=8, decimal_places=2, default=0
    )
    source = models.CharField(max_length=6, choices=Source, default=Source.TYPED, editable=False)

    class Meta:
        ordering = ["plan", "course__code", "city__name", F("department__name").asc(), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "course", "city", "department", "is_mandated", "due_on"],
                name="planwant_once",
                nulls_distinct=False,
                violation_error_message="The plan has a line for these people already.",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS), name="planwant_has_people"
            ),
            models.CheckConstraint(
                condition=Q(need__gte=1, need__lte=MOST_NEED), name="planwant_need_on_its_scale"
            ),
            models.CheckConstraint(
                condition=Q(backfill__gte=0), name="planwant_costs_nothing_or_more"
            ),
            models.CheckConstraint(
                condition=Q(source__in=["typed", "sheet", "demand"]),
                name="planwant_source_is_known",
            ),
        ]
        triggers = given_before_asking()

    def __str__(self) -> str:
        return f"{self.seats} of {self.place} for {self.course}"

    @property
    def place(self) -> str:
        """Whose people they are, as in "Public Works, Raytown"."""
        return f"{self.department}, {self.city}" if self.department else f"{self.city}"

    @property
    def line(self) -> tuple[object, ...]:
        """About whom it is: a plan has one line for each."""
        return (self.course_id, self.city_id, self.department_id, self.is_mandated, self.due_on)


class PlanTravel(models.Model):
    """Dollars for one person of a city who goes to a class in a venue; nothing where no row is."""

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="travels")
    city = models.ForeignKey(City, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    per_seat = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        ordering = ["plan", "city__name", "venue__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "city", "venue"], name="plantravel_once"),
            models.CheckConstraint(
                condition=Q(per_seat__gte=0), name="plantravel_costs_nothing_or_more"
            ),
        ]
        triggers = given_before_asking()

    def __str__(self) -> str:
        return f"{self.city} to {self.venue}"


class PlanLimit(models.Model):
    """A limit that every class keeps: who may be away, when nobody may, when a venue is closed."""

    class Kind(models.TextChoices):
        """What is limited."""

        AWAY = "away", "Most people away on one day"
        BLACKOUT = "blackout", "Nobody is away on these days"
        CLOSED = "closed", "A venue is not free on these days"

    plan = models.ForeignKey(YearPlan, models.CASCADE, related_name="limits")
    kind = models.CharField(max_length=8, choices=Kind)
    city = models.ForeignKey(City, models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="+")
    most = models.PositiveSmallIntegerField("most people", null=True, blank=True)
    begins_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True)
    why = models.CharField(max_length=160, blank=True, help_text="As in “Snow season”.")

    class Meta:
        ordering = ["plan", "kind", "begins_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="away",
                    city__isnull=False,
                    most__isnull=False,
                    venue=None,
                    begins_on=None,
                    ends_on=None,
                )
                | Q(
                    kind="blackout",
                    most=None,
                    venue=None,
                    begins_on__isnull=False,
                    ends_on__isnull=False,
                )
                | Q(
                    kind="closed",
                    venue__isnull=False,
                    most=None,
                    city=None,
                    begins_on__isnull=False,
                    ends_on__isnull=False,
                ),
                name="planlimit_says_what_it_limits",
            ),
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(begins_on__lte=F("ends_on")),
                name="planlimit_begins_first",
                violation_error_message="The last day must not be before the first.",
            ),
            models.CheckConstraint(
                condition=Q(department=None) | Q(city__isnull=False),
                name="planlimit_department_is_of_a_city",
            ),
        ]
        triggers = given_before_asking()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
