"""What a round's release will say: the wording of each kind of notice, and single notices.

Only what a facilitator changed stands here; everything else follows from the decisions and from
the portal's own wording. With the release all of it is fixed, so that what was previewed goes out.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from collaborative import guards
from initiatives.models import Decision, Proposal, Round
from initiatives.models.guards import only_while

LONGEST_SUBJECT = 150
LONGEST_TEXT = 5000


class Readers(models.TextChoices):
    """Whom a release writes to."""

    AUTHORS = "authors", "The authors"
    SPONSORS = "co-sponsors", "The liaisons of the co-sponsor cities"
    EVALUATORS = "evaluators", "The evaluators of the round"


def _until_release(name: str) -> object:
    """Refuse every change outside the time in which the notices of a round are prepared."""
    return only_while([Round.State.DECIDED], rounds="NEW.round_id, OLD.round_id", name=name)


class NoticeTemplate(models.Model):
    """The wording of one kind of notice in a round, where it is not the portal's own.

    `outcome` is that of the decision it tells of; "" for evaluators, who are told of all at once.
    Subject and text are in the language of `catalogue.wordings`.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="notice_templates")
    readers = models.CharField(max_length=12, choices=Readers)
    outcome = models.CharField(max_length=12, choices=Decision.Outcome, blank=True)
    subject = models.CharField(max_length=LONGEST_SUBJECT)
    text = models.TextField(max_length=LONGEST_TEXT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "readers", "outcome"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "readers", "outcome"], name="notice_template_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(readers="evaluators", outcome="")
                | (Q(readers__in=["authors", "co-sponsors"]) & ~Q(outcome="")),
                name="notice_template_tells_of_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(text=""), name="notice_template_says_something"
            ),
        ]
        triggers = [guards.never_emptied(), _until_release("notice_template_stands_once_released")]

    def __str__(self) -> str:
        return f"{self.round}: {self.get_readers_display()}, {self.outcome or 'all outcomes'}"


class PreparedNoticeQuerySet(models.QuerySet["PreparedNotice"]):
    """Reads single notices."""

    def held(self) -> Self:
        """Keep those that do not go out."""
        return self.exclude(held_because="")


class PreparedNotice(models.Model):
    """One notice that a facilitator worded anew, or holds back with a reason.

    Words of its own are for one decision: after another one they count for nothing. What is held
    back stays so, whatever is decided. `proposal` is null for evaluators.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="prepared_notices")
    readers = models.CharField(max_length=12, choices=Readers)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    held_because = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[PreparedNotice]] = models.Manager.from_queryset(
        PreparedNoticeQuerySet
    )()

    class Meta:
        ordering = ["round", "readers", "proposal", "recipient"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "readers", "proposal", "recipient"],
                nulls_distinct=False,
                name="prepared_notice_once",
            ),
            models.CheckConstraint(
                condition=Q(readers="evaluators", proposal=None, decision=None)
                | (Q(readers__in=["authors", "co-sponsors"]) & Q(proposal__isnull=False)),
                name="prepared_notice_is_about_a_proposal",
            ),
            models.CheckConstraint(
                condition=Q(subject="", text="", decision=None) | (~Q(subject="") & ~Q(text="")),
                name="prepared_notice_has_all_its_words",
            ),
        ]
        triggers = [guards.never_emptied(), _until_release("prepared_notice_stands_once_released")]

    def __str__(self) -> str:
        return f"{self.round}: notice to {self.recipient}"
