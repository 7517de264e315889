"""A year's plan as a whole: what was asked, who works on it, and how good the answer is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collaborative import guards
from collaborative.leasing import LEASED_WHILE_RUNNING, Leased, LeasedQuerySet
from collaborative.models import Actor
from collaborative.roles import Permission
from training.models.plans.guards import stays

LEAST_SECONDS, MOST_SECONDS = 5, 600
_TONES: Mapping[str, str] = {
    "waiting": "waiting",
    "running": "waiting",
    "ready": "good",
    "adopted": "good",
    "infeasible": "stopped",
    "failed": "stopped",
}


class YearPlanQuerySet(LeasedQuerySet["YearPlan"]):
    """Reads plans."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may see: who plans all, who reads programmes what was found."""
        if actor.may(Permission.PLAN_YEAR):
            return self.all()
        if actor.may(Permission.READ_PROGRAMMES):
            return self.filter(state__in=[YearPlan.State.READY, YearPlan.State.ADOPTED])
        return self.none()

    def for_list(self) -> Self:
        """Read what a list shows with the rows."""
        return self.select_related("prepared_by", "after")


class YearPlan(Leased):
    """A year's classes for all cities: prepared, asked for once, and worked out by the worker.

    The row is the promise: once it was asked for, it is worked out whatever becomes of the
    workers. What it is made from then stays as it is; another plan `after` it may follow, in which
    as little as possible is moved. `cost` is dollars; the seconds are those of the optimiser.
    """

    class State(models.TextChoices):
        """Where the plan stands."""

        DRAFT = "draft", "In preparation"
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being worked out"
        READY = "ready", "Ready"
        INFEASIBLE = "infeasible", "Cannot be kept"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        ADOPTED = "adopted", "Adopted"

    class Aim(models.TextChoices):
        """What the plan is to reach."""

        LEAST_COST = "least_cost", "All that is asked for, at the least cost"
        MOST_NEED = "most_need", "As much need as possible within a budget"

    state_since = models.DateTimeField(editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    aim = models.CharField(max_length=10, choices=Aim, default=Aim.LEAST_COST)
    budget = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    begins_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    starts_at = models.TimeField("classes begin at")
    most_a_day = models.PositiveSmallIntegerField(
        "most classes on one day", null=True, blank=True, help_text="Blank for as many as fit."
    )
    time_limit = models.PositiveSmallIntegerField("seconds to look for the best plan", default=60)
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="followed_by"
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="year_plans"
    )
    prepared_at = models.DateTimeField(editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    progress = models.CharField(max_length=300, blank=True, editable=False)
    reason = models.CharField(max_length=500, blank=True, editable=False)
    clash = ArrayField(models.TextField(), default=list, blank=True, editable=False)
    is_least_clash = models.BooleanField(
        null=True, editable=False, help_text="Whether each part of the clash is needed for it."
    )
    cost = models.DecimalField(max_digits=11, decimal_places=2, null=True, editable=False)
    seconds = models.DecimalField(max_digits=7, decimal_places=2, null=True, editable=False)
    moved_classes = models.PositiveIntegerField(null=True, editable=False)
    moved_people = models.PositiveIntegerField(null=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[models.Manager[YearPlan]] = models.Manager.from_queryset(YearPlanQuerySet)()

    class Meta:
        ordering = ["-prepared_at", "pk"]
        indexes = [
            models.Index(
                fields=["asked_at", "id"],
                condition=Q(state__in=["waiting", "running"]),
                name="yearplan_to_work_out",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "waiting",
                        "running",
                        "ready",
                        "infeasible",
                        "failed",
                        "cancelled",
                        "adopted",
                    ]
                ),
                name="yearplan_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(begins_on__lte=F("ends_on")),
                name="yearplan_begins_first",
                violation_error_message="The last day must not be before the first.",
            ),
            models.CheckConstraint(
                condition=Q(aim="least_cost", budget=None)
                | Q(aim="most_need", budget__isnull=False, budget__gte=0),
                name="yearplan_has_a_budget_to_keep",
                violation_error_message=(
                    "Give the budget that is to be kept; without one, choose the least cost."
                ),
            ),
            models.CheckConstraint(
                condition=Q(time_limit__range=(LEAST_SECONDS, MOST_SECONDS)),
                name="yearplan_takes_some_time",
            ),
            models.CheckConstraint(
                condition=Q(most_a_day=None) | Q(most_a_day__gte=1),
                name="yearplan_has_classes_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="cancelled") | Q(asked_at__isnull=False),
                name="yearplan_asked_has_its_moment",
            ),
            models.CheckConstraint(
                condition=LEASED_WHILE_RUNNING,
                name="yearplan_leased_while_worked_on",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["ready", "adopted"], cost__isnull=False, seconds__isnull=False
                )
                | ~Q(state__in=["ready", "adopted"]) & Q(cost=None),
                name="yearplan_ready_has_its_cost",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(reason="") | ~Q(state="failed") & Q(reason=""),
                name="yearplan_failed_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="infeasible", is_least_clash__isnull=False) & ~Q(clash=[])
                | ~Q(state="infeasible") & Q(clash=[], is_least_clash=None),
                name="yearplan_clash_is_named",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            stays(
                name="asked_once",
                when="OLD.state <> 'draft'",
                columns=(
                    "title",
                    "aim",
                    "budget",
                    "begins_on",
                    "ends_on",
                    "starts_at",
                    "most_a_day",
                    "time_limit",
                    "after_id",
                    "prepared_by_id",
                    "asked_at",
                ),
            ),
            stays(
                name="found_once",
                when="OLD.state NOT IN ('draft', 'waiting', 'running')",
                columns=(
                    "cost",
                    "seconds",
                    "moved_classes",
                    "moved_people",
                    "clash",
                    "is_least_clash",
                    "reason",
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The plan's page."""
        return reverse("training:plan", args=[self.slug])

    @property
    def tone(self) -> str:
        """The tone of its state; never the only carrier of meaning."""
        return _TONES.get(self.state, "")

    @property
    def is_found(self) -> bool:
        """Whether it has classes to show."""
        return self.state in {YearPlan.State.READY, YearPlan.State.ADOPTED}
