"""Where and when a course is held, and how its seats are parted among the cities."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.urls import reverse

from cities.models import City
from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from training.catalogues import MOST_HOURS, MOST_SEATS
from training.models.catalogue import Course

_TONES: Mapping[str, str] = {"open": "good", "running": "good", "cancelled": "stopped"}


class Venue(models.Model):
    """A room in which courses are held."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True, help_text="As in “Council Chamber”.")
    city = models.ForeignKey(
        City,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="venues",
        help_text="The member city that it stands in; blank where it stands in none of them.",
    )
    address = models.CharField(max_length=200, help_text="Street, city and ZIP code.")
    seats = models.PositiveSmallIntegerField("people it holds")
    is_retired = models.BooleanField("no longer used", default=False)
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS),
                name="venue_holds_people",
                violation_error_message=f"A room holds from 1 to {MOST_SEATS:,} people.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The venue's page."""
        return reverse("training:venue", args=[self.slug])


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Reads cohorts."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may read about: whoever runs them all, others what was opened."""
        if actor.may(Permission.RUN_COHORT):
            return self.all()
        if actor.may(Permission.READ_COURSES):
            return self.exclude(state=Cohort.State.PLANNED)
        return self.none()

    def for_list(self) -> Self:
        """Read what a list shows with the rows."""
        return self.select_related("venue").prefetch_related("seats__city")

    def to_come(self) -> Self:
        """Keep what is still to be held, or being held."""
        return self.filter(
            state__in=[Cohort.State.PLANNED, Cohort.State.OPEN, Cohort.State.RUNNING]
        )


class Cohort(Stateful):
    """People of several cities who take a course together, on days that are set.

    Hours and costs are kept as they were when the cohort was opened, whatever becomes of the
    course. `fixed_cost` is dollars for the whole cohort, `cost_per_seat` for each seat taken.
    """

    class State(models.TextChoices):
        """Where the cohort stands."""

        PLANNED = "planned", "Planned"
        OPEN = "open", "Open for enrolment"
        RUNNING = "running", "Under way"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    state_since = models.DateTimeField(editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="cohorts")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="cohorts")
    join_url = models.URLField(
        "address to join online",
        blank=True,
        help_text="Shown to whoever has a place. Blank where people meet in a room.",
    )
    instructor = models.CharField(max_length=120, blank=True, help_text="An office or a provider.")
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    min_seats = models.PositiveSmallIntegerField("least people for it to be held")
    fixed_cost = models.DecimalField("cost of the class", max_digits=9, decimal_places=2)
    cost_per_seat = models.DecimalField("cost of a seat", max_digits=9, decimal_places=2)
    enrol_until = models.DateField("last day to enrol", null=True, blank=True)
    seats_free_on = models.DateField(
        "unused seats go to the other cities from",
        null=True,
        blank=True,
        help_text="Until the day before, each city’s seats are kept for its own people.",
    )
    may_miss = models.PositiveSmallIntegerField(
        "sessions that one may miss", default=0, help_text="And still complete the course."
    )
    cancel_reason = models.CharField(max_length=300, blank=True, editable=False)
    begins_at = models.DateTimeField(editable=False, help_text="Of the first session.")
    ends_at = models.DateTimeField(editable=False, help_text="Of the last session.")
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[models.Manager[Cohort]] = models.Manager.from_queryset(CohortQuerySet)()

    class Meta:
        ordering = ["begins_at", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "open", "running", "held", "cancelled"]),
                name="cohort_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(venue=None) | Q(join_url=""), name="cohort_meets_in_one_place"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "running", "held"])
                | Q(venue__isnull=False)
                | ~Q(join_url=""),
                name="cohort_opened_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(begins_at__lt=F("ends_at")), name="cohort_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=MOST_HOURS), name="cohort_takes_hours"
            ),
            models.CheckConstraint(
                condition=Q(fixed_cost__gte=0, cost_per_seat__gte=0),
                name="cohort_costs_nothing_or_more",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(cancel_reason="")
                | ~Q(state="cancelled") & Q(cancel_reason=""),
                name="cohort_cancelled_has_a_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The cohort's page."""
        return reverse("training:cohort", args=[self.slug])

    @property
    def tone(self) -> str:
        """The tone of its state; never the only carrier of meaning."""
        return _TONES.get(self.state, "")

    def is_shared_on(self, day: date) -> bool:
        """Whether a city's unused seats go to the others on a day."""
        return self.seats_free_on is not None and self.seats_free_on <= day

    def takes_on(self, day: date) -> bool:
        """Whether people can be enrolled on a day."""
        in_time = self.enrol_until is None or day <= self.enrol_until
        return self.state == self.State.OPEN and in_time


class TimeOfSession(Func):
    """From when to when a session lasts, as PostgreSQL's tstzrange."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class CohortSession(models.Model):
    """One meeting of a cohort. Dropped, it stays, so that calendars hear of it.

    `sequence` counts how often its time was moved, as RFC 5545 asks; `uid` never changes.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)
    is_dropped = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["begins_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_at__lt=F("ends_at")),
                name="cohortsession_ends_after_it_begins",
                violation_error_message="A session must end after it begins.",
            ),
            ExclusionConstraint(
                name="cohortsession_one_at_a_time",
                expressions=[
                    ("cohort", RangeOperators.EQUAL),
                    (TimeOfSession("begins_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_dropped=False),
                deferrable=Deferrable.DEFERRED,
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.ReadOnly(name="same_for_calendars", fields=["cohort", "uid"]),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}, {self.begins_at:%Y-%m-%d}"

    def lasts(self) -> tuple[datetime, datetime]:
        """From when to when."""
        return self.begins_at, self.ends_at


class Seats(models.Model):
    """How many seats of a cohort are kept for a city's people."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="seats")
    city = models.ForeignKey(City, models.PROTECT, related_name="cohort_seats")
    seats = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["cohort", "city"]
        verbose_name_plural = "seats"
        constraints = [
            models.UniqueConstraint(fields=["cohort", "city"], name="seats_once_for_a_city"),
            models.CheckConstraint(condition=Q(seats__lte=MOST_SEATS), name="seats_not_too_many"),
        ]
        triggers = [
            guards.never_emptied(),
            guards.ReadOnly(name="of_one_city", fields=["cohort", "city"]),
            guards.Guard(
                name="no_fewer_than_taken",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                declare=[("taken", "INTEGER")],
                func="""
                    SELECT count(*) INTO taken FROM training_enrolment WHERE seat_id = NEW.id;
                    IF taken > NEW.seats THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            MESSAGE = 'More people have a seat than would be left.';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seats} for {self.city}"
