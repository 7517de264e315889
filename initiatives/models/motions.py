"""What is said of an item at a meeting: words as they are typed, and motions with their outcome."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from collaborative import guards
from initiatives.models.guards import refuse_when, written_once
from initiatives.models.meetings import AgendaItem, Attendance

_UNDER_DISCUSSION = (
    "SELECT FROM initiatives_agendaitem JOIN initiatives_meeting "
    "ON initiatives_meeting.id = initiatives_agendaitem.meeting_id "
    "WHERE initiatives_agendaitem.id = NEW.item_id AND NOT "
    "(initiatives_meeting.state = 'in_session' AND initiatives_agendaitem.started_at IS NOT NULL)"
)
"""Finds something when the meeting is not in session or the item was not taken up."""


class JottingQuerySet(models.QuerySet["Jotting"]):
    """Reads what was typed."""

    def last(self, item: AgendaItem) -> dict[str, Jotting]:  # type: ignore[override] # of each box
        """Return the last text of each box of an item, by the box. One query."""
        rows = self.filter(item=item).order_by("box", "-pk").distinct("box")
        return {row.box: row for row in rows}


class Jotting(models.Model):
    """What stood in one box of an item at one time; a later one stands, none is lost.

    With a motion recorded, the boxes of the motion begin anew.
    """

    class Box(models.TextChoices):
        """The boxes that are kept while somebody types."""

        NOTE = "note", "Note of the discussion"
        TEXT = "text", "The motion"
        ASKS = "asks", "What the motion asks for"
        MOVER = "mover", "Moved by"
        SECONDER = "seconder", "Seconded by"
        RATIONALE = "rationale", "Reasons given"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="jottings")
    box = models.CharField(max_length=10, choices=Box)
    text = models.TextField(max_length=10_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Jotting]] = models.Manager.from_queryset(JottingQuerySet)()

    class Meta:
        ordering = ["item", "pk"]
        indexes = [models.Index(fields=["item", "box", "-id"], name="jotting_last")]
        constraints = [
            models.CheckConstraint(
                condition=Q(box__in=["note", "text", "asks", "mover", "seconder", "rationale"]),
                name="jotting_box_is_known",
            )
        ]
        triggers = [
            guards.never_emptied(),
            written_once(),
            refuse_when(
                _UNDER_DISCUSSION,
                name="jotting_in_session",
                sentence="Words are kept for an item that was taken up, while the meeting lasts.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_box_display()}, {self.item}"


class MotionQuerySet(models.QuerySet["Motion"]):
    """Reads motions."""

    def standing(self) -> Self:
        """Keep those that no later row corrects."""
        return self.filter(correction=None)

    def for_reading(self) -> Self:
        """Load what is said of each motion, in the order in which they were first put."""
        return self.select_related("mover", "seconder", "corrects").order_by("item", "pk")


class Motion(models.Model):
    """A motion, who put it and what became of it; never changed, but corrected by a later row.

    `votes` says what each city voted, by its slug, where a vote by city was taken. `corrects`
    is the row that this one replaces, and `because` says why.
    """

    class Asks(models.TextChoices):
        """What the motion wants of the proposal."""

        RECOMMEND = "recommend", "Recommend the proposal"
        DEFER = "defer", "Defer it"
        DECLINE = "decline", "Decline it"
        MERGE = "merge", "Merge it into another"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        """What became of it."""

        CARRIED = "carried", "Carried"
        FAILED = "failed", "Failed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Said(models.TextChoices):
        """What a city can say in a vote."""

        YES = "yes", "Yes"
        NO = "no", "No"
        ABSTAINED = "abstained", "Abstained"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="motions")
    text = models.TextField(max_length=2000)
    asks = models.CharField(max_length=10, choices=Asks)
    mover = models.ForeignKey(Attendance, models.PROTECT, related_name="moved")
    seconder = models.ForeignKey(Attendance, models.PROTECT, null=True, related_name="seconded")
    outcome = models.CharField(max_length=10, choices=Outcome)
    votes = models.JSONField(default=dict)
    rationale = models.TextField(max_length=5000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    at = models.DateTimeField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")
    because = models.TextField(max_length=1000, blank=True)

    objects: ClassVar[models.Manager[Motion]] = models.Manager.from_queryset(MotionQuerySet)()

    class Meta:
        ordering = ["item", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(asks__in=["recommend", "defer", "decline", "merge", "other"])
                & Q(outcome__in=["carried", "failed", "withdrawn"])
                & ~Q(text=""),
                name="motion_says_what_it_asks_and_what_became_of_it",
            ),
            models.CheckConstraint(
                condition=Q(seconder=None) | ~Q(seconder=F("mover")),
                name="motion_seconded_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="carried") | Q(seconder__isnull=False),
                name="motion_carried_was_seconded",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, because="")
                | (Q(corrects__isnull=False) & ~Q(because="")),
                name="motion_corrected_with_a_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            written_once(),
            refuse_when(
                f"{_UNDER_DISCUSSION} AND NEW.corrects_id IS NULL",
                name="motion_in_session",
                sentence="A motion is recorded while the meeting lasts; later only a correction.",
            ),
            refuse_when(
                "SELECT FROM initiatives_agendaitem JOIN initiatives_meeting "
                "ON initiatives_meeting.id = initiatives_agendaitem.meeting_id "
                "JOIN initiatives_round ON initiatives_round.id = initiatives_meeting.round_id "
                "WHERE initiatives_agendaitem.id = NEW.item_id "
                "AND initiatives_round.state = 'released'",
                name="motion_stands_once_released",
                sentence="The minutes are public since the release of the round; they stand.",
            ),
            refuse_when(
                "SELECT FROM initiatives_motion earlier WHERE earlier.id = NEW.corrects_id "
                "AND earlier.item_id <> NEW.item_id",
                name="motion_corrects_one_of_the_same_item",
                sentence="A correction is of a motion of the same item.",
            ),
            refuse_when(
                "SELECT FROM initiatives_attendance JOIN initiatives_agendaitem "
                "ON initiatives_agendaitem.id = NEW.item_id "
                "WHERE initiatives_attendance.id IN (NEW.mover_id, NEW.seconder_id) "
                "AND (initiatives_attendance.meeting_id <> initiatives_agendaitem.meeting_id "
                "OR EXISTS (SELECT FROM initiatives_departure "
                "WHERE initiatives_departure.item_id = NEW.item_id "
                "AND initiatives_departure.attendance_id = initiatives_attendance.id))",
                name="motion_by_somebody_in_the_room",
                sentence="Whoever moves or seconds is at the meeting and in the room.",
            ),
            refuse_when(
                "SELECT FROM jsonb_each_text(NEW.votes) vote "
                "WHERE vote.value NOT IN ('yes', 'no', 'abstained') "
                "OR NOT EXISTS (SELECT FROM initiatives_attendance JOIN cities_organisation "
                "ON cities_organisation.id = initiatives_attendance.organisation_id "
                "JOIN initiatives_agendaitem ON initiatives_agendaitem.id = NEW.item_id "
                "WHERE cities_organisation.slug = vote.key AND initiatives_attendance.meeting_id "
                "= initiatives_agendaitem.meeting_id)",
                name="motion_voted_by_cities_at_the_meeting",
                sentence="A vote is yes, no or abstained, of a city that is at the meeting.",
            ),
        ]

    def __str__(self) -> str:
        return f"Motion on {self.item}: {self.get_outcome_display().lower()}"

    @property
    def leads_to(self) -> str:
        """What a decision that follows it comes to, as `asks`; "" where none follows."""
        decides = self.outcome == self.Outcome.CARRIED and self.asks != self.Asks.OTHER
        return str(self.asks) if decides else ""
