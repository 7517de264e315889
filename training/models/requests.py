"""Seats that cities ask for, and what became of the asking."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cities.models import City
from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from initiatives.models.guards import refuse_when
from training.catalogues import MOST_SEATS
from training.models.catalogue import Course, Topic
from training.models.records import cities_within

_COURSE_OF_ANOTHER_TOPIC = """
    SELECT 1 FROM training_course c WHERE c.id = NEW.course_id AND c.topic_id <> NEW.topic_id
"""
_NO_ANSWER = Q(answer="", answered_by=None, answered_at=None)


class SeatRequestQuerySet(models.QuerySet["SeatRequest"]):
    """Reads what cities asked for."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the own city's, for its liaison; all, for the analyst."""
        return self.filter(cities_within(actor, Permission.REQUEST_SEATS))

    def open(self) -> Self:
        """Keep those that still want seats: asked, or promised and not held yet."""
        return self.filter(state__in=[SeatRequest.State.ASKED, SeatRequest.State.ACCEPTED])


class SeatRequest(Stateful):
    """A city's wish for seats in a topic, or in one course of it, by a day."""

    class State(models.TextChoices):
        """Where the request stands."""

        ASKED = "asked", "Waiting for an answer"
        ACCEPTED = "accepted", "Taken into the plan"
        DECLINED = "declined", "Declined"
        MET = "met", "Met"
        WITHDRAWN = "withdrawn", "Withdrawn"

    state_since = models.DateTimeField(editable=False)
    city = models.ForeignKey(City, models.PROTECT, related_name="seat_requests")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="seat_requests")
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="seat_requests"
    )
    people = models.PositiveSmallIntegerField("how many people")
    wanted_by = models.DateField("wanted by")
    why = models.CharField(max_length=500, help_text="What it is for, without anybody’s name.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    asked_at = models.DateTimeField(editable=False)
    answer = models.CharField(max_length=500, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[SeatRequest]] = models.Manager.from_queryset(
        SeatRequestQuerySet
    )()

    class Meta:
        ordering = ["wanted_by", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "accepted", "declined", "met", "withdrawn"]),
                name="seat_request_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_SEATS), name="seat_request_for_people"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) & _NO_ANSWER
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(state="asked"),
                name="seat_request_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="seat_request_declined_with_a_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            refuse_when(
                _COURSE_OF_ANOTHER_TOPIC,
                name="requested_course_of_the_topic",
                sentence="The course is about another topic.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course or self.topic}, {self.city}"
