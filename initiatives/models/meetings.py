"""Meetings of a round: when and where, who was there, in which order what was discussed."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cities.models import Organisation
from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from initiatives.models.declarations import Declaration
from initiatives.models.entries import Entry
from initiatives.models.guards import only_while, refuse_when, written_once
from initiatives.models.proposals import Proposal
from initiatives.models.reviews import Review
from initiatives.models.rounds import Round

TAKES_PART = (Permission.EVALUATE, Permission.SPONSOR)
"""What an office carries whose holder comes to the meeting: a city's evaluators and liaisons."""


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Reads meetings."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the meetings this actor may see.

        A facilitator sees all; evaluators and liaisons those of rounds that have opened;
        everybody those that have ended, once their round is released.
        """
        if actor.may(Permission.RUN_ROUND):
            return self.all()
        if any(actor.may(permission) for permission in TAKES_PART):
            return self.exclude(round__state=Round.State.PREPARING)
        return self.minuted_for(actor)

    def minuted_for(self, actor: Actor) -> Self:
        """Keep the meetings whose minutes this actor may read: ended, and the round released.

        A facilitator reads them from the end of the meeting on.
        """
        ended = self.filter(state=Meeting.State.ENDED)
        if actor.may(Permission.RUN_ROUND):
            return ended
        return ended.filter(round__state=Round.State.RELEASED)


class Meeting(Stateful):
    """A meeting that discusses a round's proposals one after the other.

    `number` counts from 1 within the round. `begins_at` is planned, `started_at` and `ended_at`
    are what happened. `quorum` is in cities whose people are present.
    """

    class State(models.TextChoices):
        """Where the meeting stands."""

        PLANNED = "planned", "Planned"
        IN_SESSION = "in_session", "In session"
        ENDED = "ended", "Ended"

    round = models.ForeignKey(Round, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(editable=False)
    begins_at = models.DateTimeField("begins")
    place = models.CharField(max_length=200)
    quorum = models.PositiveSmallIntegerField(
        "cities needed",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Meeting]] = models.Manager.from_queryset(MeetingQuerySet)()

    class Meta:
        ordering = ["round", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=Q(state="planned", started_at=None, ended_at=None)
                | Q(state="in_session", started_at__isnull=False, ended_at=None)
                | Q(state="ended", started_at__isnull=False, ended_at__gte=F("started_at")),
                name="meeting_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(quorum__gte=1, number__gte=1) & ~Q(place=""),
                name="meeting_counts_from_one_and_has_a_place",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(
                name="facts_stand_once_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state = 'ended'"),
            ),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.number} of {self.round}"

    def get_absolute_url(self) -> str:
        """The page for whoever takes part."""
        return reverse("initiatives:meeting", args=[self.round.slug, self.number])


class Attendance(models.Model):
    """Somebody who is or was at a meeting, by the office of that day.

    `came_at` is when it was recorded, `left_at` when the person left before the end.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attendances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="attendances")
    office = models.CharField(max_length=200)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["meeting", "office", "came_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(left_at=None),
                name="attendance_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("came_at")),
                name="attendance_leaves_after_it_came",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                [Meeting.State.PLANNED, Meeting.State.IN_SESSION],
                rounds="NEW.meeting_id, OLD.meeting_id",
                name="attendance_stands_once_ended",
                of="meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.office


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Reads the items of a meeting in their order."""

    def for_reading(self) -> Self:
        """Load what a page says of each item."""
        return self.select_related("entry__proposal__city").order_by("position", "pk")

    def marked_open_to(self, actor: Actor) -> Self:
        """Add `is_open`: whether somebody may follow what is said of the item.

        Whoever stepped back from the proposal (`has_stepped_back`), speaks for the city that
        leads it or helped to write it may not, until the round is released. Whoever leads the
        meeting may.
        """
        steps_aside = Q(pk=None)
        if not actor.may(Permission.RUN_ROUND):
            steps_aside = _steps_aside(actor) & ~Q(meeting__round__state=Round.State.RELEASED)
        return self.annotate(
            is_open=_as_boolean(~steps_aside), has_stepped_back=_as_boolean(_stepped_back(actor))
        )


def _as_boolean(condition: Q) -> models.ExpressionWrapper[Q]:
    return models.ExpressionWrapper(condition, output_field=models.BooleanField())


def _stepped_back(actor: Actor) -> Q:
    """Who recused from the proposal of an item, or declared a conflict before any text opened."""
    entry = models.OuterRef("entry")
    recused = Review.objects.filter(entry=entry, evaluator=actor.user, state=Review.State.RECUSED)
    declared = Declaration.objects.filter(entry=entry, person=actor.user, is_conflict=True)
    return Q(models.Exists(recused)) | Q(models.Exists(declared))


def _steps_aside(actor: Actor) -> Q:
    """Who leaves the room for an item; `rules.meetings.leaving` says the same of many people."""
    own = frozenset().union(*(actor.organisations(permission) for permission in TAKES_PART))
    written = Proposal.objects.talked_over_by(actor).order_by().values("pk")
    return _stepped_back(actor) | Q(entry__proposal__city__in=own) | Q(entry__proposal__in=written)


class AgendaItem(models.Model):
    """A proposal in the order of a meeting; taken up once, and a second time by another item."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="agenda_items")
    position = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[AgendaItem]] = models.Manager.from_queryset(
        AgendaItemQuerySet
    )()

    class Meta:
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="item_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["meeting", "entry"],
                condition=Q(ended_at=None),
                name="item_waits_once",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(started_at__isnull=False, ended_at=None),
                name="item_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None)
                | Q(started_at__isnull=False, ended_at__gte=F("started_at")),
                name="item_ends_after_it_started",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                [Meeting.State.PLANNED, Meeting.State.IN_SESSION],
                rounds="NEW.meeting_id, OLD.meeting_id",
                name="item_stands_once_ended",
                of="meeting",
            ),
            refuse_when(
                "SELECT FROM initiatives_entry JOIN initiatives_meeting "
                "ON initiatives_meeting.id = NEW.meeting_id "
                "WHERE initiatives_entry.id = NEW.entry_id "
                "AND initiatives_entry.round_id <> initiatives_meeting.round_id",
                name="item_of_the_same_round",
                sentence="A meeting discusses the proposals of its own round.",
            ),
            refuse_when(
                "SELECT FROM initiatives_meeting WHERE initiatives_meeting.id = NEW.meeting_id "
                "AND initiatives_meeting.state = 'planned' AND NEW.started_at IS NOT NULL",
                name="item_taken_up_in_session",
                sentence="An item is taken up while the meeting is in session.",
            ),
            guards.Protect(
                name="discussed_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry.proposal}, item {self.position}"

    @property
    def is_current(self) -> bool:
        """Whether it is discussed now."""
        return self.started_at is not None and self.ended_at is None


class Departure(models.Model):
    """Somebody left the room because of an item; never changed."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="departures")
    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="departures")
    at = models.DateTimeField()

    class Meta:
        ordering = ["item", "attendance__office", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "attendance"], name="departure_once_an_item")
        ]
        triggers = [
            guards.never_emptied(),
            written_once(),
            refuse_when(
                "SELECT FROM initiatives_agendaitem JOIN initiatives_attendance "
                "ON initiatives_attendance.id = NEW.attendance_id "
                "WHERE initiatives_agendaitem.id = NEW.item_id "
                "AND (initiatives_agendaitem.meeting_id <> initiatives_attendance.meeting_id "
                "OR initiatives_agendaitem.started_at IS NULL "
                "OR initiatives_agendaitem.ended_at IS NOT NULL)",
                name="departure_for_the_item_under_discussion",
                sentence="People leave the room for the item that is discussed at their meeting.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendance} left for {self.item}"
