"""What the optimiser found: the classes, who sits in them, who is left out, and how good it is."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from collaborative import guards
from training.models.catalogue import Course
from training.models.cohorts import Cohort, Venue
from training.models.plans.given import PlanWant
from training.models.plans.guards import found_by_the_worker, seats_found_by_the_worker
from training.models.plans.years import YearPlan


class PlannedClass(models.Model):
    """A class on its days, in a venue or, without one, online; dollars for all of it.

    `cost` is for the class, its venue and its seats; `others` is travel and standing in, which the
    cities bear. `is_moved` where the plan before had no such class at that place and time.
    """

    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="classes")
    number = models.PositiveSmallIntegerField(help_text="Its place in the year, from 1.")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="+")
    days = ArrayField(models.DateField())
    cost = models.DecimalField(max_digits=10, decimal_places=2)
    others = models.DecimalField(max_digits=10, decimal_places=2)
    is_moved = models.BooleanField(default=False)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plannedclass_numbered_once"),
            models.CheckConstraint(condition=~Q(days=[]), name="plannedclass_has_days"),
            models.CheckConstraint(
                condition=Q(cost__gte=0, others__gte=0), name="plannedclass_costs_nothing_or_more"
            ),
        ]
        triggers = found_by_the_worker()

    def __str__(self) -> str:
        return f"{self.course} on {self.days[0]}"


class PlannedSeats(models.Model):
    """How many of a want's people are in a class; `moved` of them were elsewhere before."""

    planned = models.ForeignKey(PlannedClass, models.PROTECT, related_name="seats")
    want = models.ForeignKey(PlanWant, models.PROTECT, related_name="planned")
    seats = models.PositiveSmallIntegerField()
    moved = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["planned", "want"]
        constraints = [
            models.UniqueConstraint(fields=["planned", "want"], name="plannedseats_once"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="plannedseats_has_people"),
        ]
        triggers = seats_found_by_the_worker()

    def __str__(self) -> str:
        return f"{self.seats} in {self.planned}"


class LeftOut(models.Model):
    """How many of a want's people have no seat, and why."""

    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="left_out")
    want = models.OneToOneField(PlanWant, models.PROTECT, related_name="left_out")
    seats = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=500)

    class Meta:
        ordering = ["plan", "want"]
        verbose_name_plural = "left out"
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1) & ~Q(why=""), name="leftout_has_people_and_a_reason"
            )
        ]
        triggers = found_by_the_worker()

    def __str__(self) -> str:
        return f"{self.seats} of {self.want}"


class Aimed(models.Model):
    """One aim, in the order in which they were sought: what was reached, and the best possible.

    Cents for the cost, people for mandates and moves, people times need for the need. Where the
    two figures are the same, nothing better exists.
    """

    class Aim(models.TextChoices):
        """What was sought."""

        MANDATES = "mandates", "People with a mandate who have no seat in time"
        CLASSES = "classes", "Classes moved"
        PEOPLE = "people", "People moved"
        NEED = "need", "Need that is met"
        COST = "cost", "Cost"

    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="aims")
    position = models.PositiveSmallIntegerField()
    aim = models.CharField(max_length=8, choices=Aim)
    reached = models.BigIntegerField()
    bound = models.BigIntegerField(help_text="No plan does better than this.")

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="aimed_in_order"),
            models.CheckConstraint(
                condition=Q(aim__in=["mandates", "classes", "people", "need", "cost"]),
                name="aimed_is_known",
            ),
        ]
        triggers = found_by_the_worker()

    def __str__(self) -> str:
        return f"{self.get_aim_display()}: {self.reached}"

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists."""
        return self.reached == self.bound


class AdoptedClass(models.Model):
    """The cohort that a class of an adopted plan became."""

    planned = models.OneToOneField(PlannedClass, models.PROTECT, related_name="adopted")
    cohort = models.OneToOneField(Cohort, models.PROTECT, related_name="planned")

    class Meta:
        ordering = ["planned"]
        verbose_name_plural = "adopted classes"
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"{self.cohort}"
