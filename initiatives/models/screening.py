"""What the facilitator looks at before a proposal is weighed, and what was found and decided."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from collaborative import guards
from collaborative.models import User
from initiatives.models.writing import Submission


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """Reads screenings, the newest last."""

    def undecided(self) -> Self:
        """Keep those that the facilitators still work on."""
        return self.filter(decision="")

    def decided(self) -> Self:
        """Keep those that ended with a decision."""
        return self.exclude(decision="")


@pghistory.track(model_name="ScreeningHistory", meta={"triggers": guards.append_only()})
class Screening(models.Model):
    """The facilitator's checklist for a proposal as it was sent in, with the reasons asked for.

    Facilitators write it together until one of them decides; from then on it never changes.
    `version` counts the saves; `by`, `office` and `at` say whose the last one was. `reasons`
    holds, by section, what the authors are asked to change: here it is on record, the event only
    repeats it. `least_cities` is how many cities were needed at that time, the lead among them.
    A proposal that is screened again without having been sent in again has one more.
    """

    class Point(models.TextChoices):
        """What is looked at; each is answered in a column of that name, with a note."""

        COMPLETE = "complete", "It is complete"
        POWERS = "powers", "It is within the cities’ powers"
        NO_DUPLICATE = "no_duplicate", "It does not repeat another proposal"
        ENOUGH_CITIES = "enough_cities", "At least {least} cities would take part"

    class Answer(models.TextChoices):
        """What was found."""

        OPEN = "", "Not looked at yet"
        YES = "yes", "Yes"
        NO = "no", "No"

    class Decision(models.TextChoices):
        """How a screening ended."""

        NONE = "", "Not decided yet"
        ACCEPTED = "accepted", "Accepted for evaluation"
        RETURNED = "returned", "Sent back"
        DECLINED = "declined", "Declined"

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="screenings")
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="screenings")
    office = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    complete = models.CharField(max_length=3, choices=Answer, blank=True)
    complete_note = models.TextField(blank=True)
    powers = models.CharField(max_length=3, choices=Answer, blank=True)
    powers_note = models.TextField(blank=True)
    no_duplicate = models.CharField(max_length=3, choices=Answer, blank=True)
    no_duplicate_note = models.TextField(blank=True)
    enough_cities = models.CharField(max_length=3, choices=Answer, blank=True)
    enough_cities_note = models.TextField(blank=True)
    least_cities = models.PositiveSmallIntegerField()

    reason = models.TextField(blank=True)
    reasons = models.JSONField(default=dict)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)

    objects: ClassVar[models.Manager[Screening]] = models.Manager.from_queryset(ScreeningQuerySet)()

    class Meta:
        ordering = ["submission", "pk"]
        get_latest_by = "pk"
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(decision=""), name="screening_one_is_open"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{point}__in": ["", "yes", "no"]}),
                    name=f"screening_{point}_is_an_answer",
                )
                for point in ("complete", "powers", "no_duplicate", "enough_cities")
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "accepted", "returned", "declined"]),
                name="screening_decision_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(decision="accepted")
                | Q(complete="yes", powers="yes", no_duplicate="yes", enough_cities="yes"),
                name="screening_accepts_what_passed",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["returned", "declined"]) | ~Q(reason="", reasons={}),
                name="screening_closes_no_door_without_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(
                name="decided_once",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__decision=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}, screened"

    @property
    def who(self) -> str:
        """Name and office of whoever saved it last, said once where they are the same."""
        if self.office in {"", self.by.name}:
            return self.by.name
        return f"{self.by.name} ({self.office})"

    def answer(self, point: str) -> str:
        """What was found at one point."""
        return str(getattr(self, point))

    def note(self, point: str) -> str:
        """What was noted at one point."""
        return str(getattr(self, f"{point}_note"))
