"""What was written of a proposal: its revisions, its sendings in, and what had no place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import Q

from collaborative import guards
from collaborative.models import User
from initiatives.models.guards import written_once
from initiatives.models.proposals import Proposal

_TEXT_AT = """
    SELECT DISTINCT ON (change.key) change.key, change.value
    FROM initiatives_revision AS revision, jsonb_each_text(revision.changes) AS change
    WHERE revision.proposal_id = %s AND revision.number <= %s
    ORDER BY change.key, revision.number DESC
"""


_LAST_CHANGES = """
    SELECT DISTINCT ON (change.key) change.key, person.id, person.name, revision.at
    FROM initiatives_revision AS revision
    CROSS JOIN jsonb_object_keys(revision.changes) AS change (key)
    LEFT JOIN collaborative_user AS person ON person.id = revision.by_id
    WHERE revision.proposal_id = %s
    ORDER BY change.key, revision.number DESC
"""


@dataclass(frozen=True, slots=True)
class Last:
    """Who changed something last, by key and by name, and when."""

    person: int | None
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """What one page wrote under a key: the text, with which of its sendings, as which revision."""

    text: str
    turn: int
    number: int


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Reads revisions, oldest first."""

    def text_at(self, proposal: Proposal, number: int) -> dict[str, str]:
        """Return the whole text as it stood with one revision; of number 0, nothing."""
        with connection.cursor() as cursor:
            cursor.execute(_TEXT_AT, [proposal.pk, number])
            return {key: value for key, value in cursor.fetchall() if value}

    def own(self, proposal: Proposal, page: UUID, person: User, *, after: int) -> dict[str, Own]:
        """Return by key what one page of a person wrote last, after revision number `after`."""
        written = self.filter(proposal=proposal, page=page, by=person, number__gt=after)
        return {
            key: Own(text, turn or 0, number)
            for changes, turn, number in written.order_by("number").values_list(
                "changes", "turn", "number"
            )
            for key, text in changes.items()
        }

    def last_changes(self, proposal: Proposal) -> dict[str, Last]:
        """Return by key who changed each answer last, and when. One query."""
        with connection.cursor() as cursor:
            cursor.execute(_LAST_CHANGES, [proposal.pk])
            return {
                key: Last(person, name or "The portal", at)
                for key, person, name, at in cursor.fetchall()
            }


class Revision(models.Model):
    """One change of a proposal's text: the answers that changed, by key, as typed; never changed.

    The text at a revision is all changes up to it, laid over each other. `restored` is the
    number of the revision whose text was brought back. `page` is the page on which it was typed
    and `turn` which of that page's sendings brought it, so that a page knows its own text again
    when an answer to it got lost on the way.
    """

    class How(models.TextChoices):
        """How it came about."""

        TYPED = "typed", "Written"
        RESTORED = "restored", "Restored"
        COPIED = "copied", "Taken over from another text"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    changes = models.JSONField()
    how = models.CharField(max_length=10, choices=How, default=How.TYPED)
    restored = models.PositiveIntegerField(null=True)
    page = models.UUIDField(null=True)
    turn = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="revisions")
    office = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Revision]] = models.Manager.from_queryset(RevisionQuerySet)()

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "number"], name="revision_number_is_given_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="revision_numbers_from_one"),
            models.CheckConstraint(
                condition=Q(how="restored", restored__isnull=False)
                | (Q(how__in=["typed", "copied"]) & Q(restored=None)),
                name="revision_restored_says_which",
            ),
        ]
        triggers = [guards.never_emptied(), written_once()]

    def __str__(self) -> str:
        return f"{self.proposal.reference}, revision {self.number}"


class Submission(models.Model):
    """A proposal was sent in: which revision, by whom, from which office; never changed."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="submissions")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="submissions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["proposal", "at", "pk"]
        get_latest_by = ["at", "pk"]
        triggers = [guards.never_emptied(), written_once()]

    def __str__(self) -> str:
        return f"{self.revision}, sent in"


class KeptTextQuerySet(models.QuerySet["KeptText"]):
    """Reads what was typed and did not get into a proposal's text."""

    def waiting(self) -> Self:
        """Keep what nobody has settled yet."""
        return self.filter(settled_at=None)


class KeptText(models.Model):
    """An answer that somebody typed and that could not be written into the text.

    It waits until its writer puts it in or lets it go; the row stays. `base` is the version that
    the person had read. Only its writer reads it while it is not settled by a conflict that
    concerns others as well.
    """

    class Why(models.TextChoices):
        """Why it could not be written."""

        CONFLICT = "conflict", "Somebody else changed the same answer meanwhile."
        CLOSED = "closed", "The text was closed meanwhile."
        SIGNED_OUT = "signed_out", "You were signed out meanwhile."

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="kept_texts")
    person = models.ForeignKey(User, models.PROTECT, related_name="kept_texts")
    key = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    base = models.PositiveIntegerField()
    why = models.CharField(max_length=10, choices=Why)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[KeptText]] = models.Manager.from_queryset(KeptTextQuerySet)()

    class Meta:
        ordering = ["proposal", "pk"]
        indexes = [
            models.Index(
                fields=["proposal", "person"],
                condition=Q(settled_at=None),
                name="kept_text_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person", "key"],
                condition=Q(settled_at=None),
                name="kept_text_one_waits_for_each_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.key}, kept for {self.person}"
