"""What the parties say of a version's text, and what became of it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.clauses.sections import LONGEST_LABEL
from agreements.models.parties import Party
from agreements.models.texts import Version
from collaborative.guards import append_only
from collaborative.models import Actor
from collaborative.roles import Permission


class PartyCommentQuerySet(models.QuerySet["PartyComment"]):
    """Reads comments."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may read: facilitators all, the parties' own people theirs."""
        if actor.may(Permission.DRAFT_AGREEMENT):
            return self.all()
        own = actor.organisations(Permission.COMMENT_ON_AGREEMENT)
        return self.filter(version__agreement__parties__organisation__in=own).distinct()

    def unanswered(self) -> Self:
        """Keep those that nobody has answered."""
        return self.filter(answer=None)


class PartyComment(models.Model):
    """What somebody says of a version for one party: only ever added, and read by no public.

    `section` names the section as it was called then; "" is the text as a whole.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="comments")
    party = models.ForeignKey(Party, models.PROTECT, related_name="comments")
    section = models.CharField(max_length=LONGEST_LABEL, blank=True)
    words = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="agreement_comments"
    )
    office = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[PartyComment]] = models.Manager.from_queryset(
        PartyCommentQuerySet
    )()

    class Meta:
        ordering = ["version", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="party_comment_says_something")
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"Comment for {self.party} on {self.section or 'the whole text'}"


class PartyAnswer(models.Model):
    """What became of a comment, said once by a facilitator."""

    comment = models.OneToOneField(PartyComment, models.PROTECT, related_name="answer")
    is_taken_over = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="agreement_answers"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_taken_over=True) | ~Q(reason=""),
                name="party_answer_gives_a_reason",
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return "Taken over" if self.is_taken_over else "Not taken over"
