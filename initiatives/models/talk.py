"""Comments on a proposal: what is said to whom, each wording of it, and who is named in it."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from collaborative import guards
from collaborative.models import Actor
from initiatives.models.audiences import Audience, about, circles
from initiatives.models.guards import refuse_when, written_once
from initiatives.models.opened import NOTHING
from initiatives.models.proposals import TEXTS, Proposal
from initiatives.questions import SECTIONS

CLOSED_TO_TALK = frozenset(
    {
        Proposal.State.DECLINED,
        Proposal.State.WITHDRAWN,
        Proposal.State.NOT_CHOSEN,
        Proposal.State.MERGED,
    }
)
"""Where nothing more happens to a proposal, nothing more is said about it either."""


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads comments."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the comments that somebody may read today, as `circles` says."""
        readable = NOTHING
        for audience, own in circles(actor).items():
            readable |= Q(audience=audience) & about(own)
        return self.filter(readable)

    def threads(self) -> Self:
        """Keep what began a thread."""
        return self.filter(reply_to=None)

    def open(self) -> Self:
        """Keep what belongs to a thread that is not resolved."""
        return self.filter(resolved_at=None, reply_to__resolved_at=None)

    def with_words(self) -> Self:
        """Load what a page shows of a comment: who, and the newest wording with whom it names."""
        newest = CommentWording.objects.order_by("comment_id", "-number").distinct("comment_id")
        return self.select_related("by", "resolved_by").prefetch_related(
            Prefetch("wordings", newest.prefetch_related("mentions__person"), to_attr="newest")
        )

    def waiting_for(self, actor: Actor) -> Self:
        """Keep what waits for somebody's answer in open threads that can still be answered.

        That is what names the person, who has said nothing in the thread since; and of what the
        authors and the facilitators ask each other, whatever the other side said last.
        """
        if actor.user is None:
            return self.none()
        wordings = CommentWording.objects.filter(comment=OuterRef(OuterRef("pk")))
        newest = Subquery(wordings.order_by("-number").values("pk")[:1])
        names = Mention.objects.filter(person=actor.user, wording=newest)
        later = Comment.objects.filter(thread_key=OuterRef("thread_key"), pk__gt=OuterRef("pk"))
        own = circles(actor)
        asked = Q(audience=Audience.BETWEEN) & (
            Q(by_facilitator=False) & about(own[Audience.FACILITATORS])
            | Q(by_facilitator=True) & about(own[Audience.AUTHORS])
        )
        return (
            self.visible_to(actor)
            .open()
            .exclude(proposal__state__in=CLOSED_TO_TALK)
            .exclude(by=actor.user)
            .filter(Exists(names) & ~Exists(later.filter(by=actor.user)) | asked & ~Exists(later))
            .select_related("by", "proposal")
            .defer(*(f"proposal__{text}" for text in TEXTS))
        )


class Comment(models.Model):
    """Something said about a proposal, or about one section of it, to one audience.

    A comment without `reply_to` begins a thread; only a thread is resolved. What it says stands
    in its wordings. To whom it is said never changes. `office` is the office of that day;
    `by_facilitator` tells on which side its writer spoke. `thread_key` is the same for all
    comments of a thread.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="comments")
    section = models.CharField(max_length=20, blank=True)
    audience = models.CharField(max_length=12, choices=Audience)
    reply_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    thread_key = models.UUIDField()
    form_key = models.UUIDField(default=uuid.uuid4, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    office = models.CharField(max_length=200)
    by_facilitator = models.BooleanField(default=False)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Comment]] = models.Manager.from_queryset(CommentQuerySet)()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["proposal", "section"], name="comment_proposal"),
            models.Index(fields=["thread_key"], name="comment_thread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__in=["", *SECTIONS]), name="comment_section_is_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="comment_audience_is_known"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False, reply_to=None),
                name="comment_thread_resolved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reply_to=None, thread_key=F("form_key")) | Q(reply_to__isnull=False),
                name="comment_thread_goes_by_its_own_key",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="stays", operation=pgtrigger.Delete),
            guards.ReadOnly(name="said_once", exclude=["resolved_at", "resolved_by"]),
            refuse_when(
                "SELECT FROM initiatives_comment AS thread WHERE thread.id = NEW.reply_to_id AND "
                "(thread.reply_to_id IS NOT NULL OR thread.thread_key <> NEW.thread_key OR "
                "(thread.proposal_id, thread.section, thread.audience) <> "
                "(NEW.proposal_id, NEW.section, NEW.audience))",
                name="reply_keeps_to_its_thread",
                sentence="A reply belongs to a thread on the same section, for the same audience.",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.proposal.reference}"

    @property
    def wording(self) -> CommentWording:
        """The newest wording, as `with_words` loaded it."""
        (newest,) = self.newest
        return newest

    newest: list[CommentWording]

    @property
    def section_title(self) -> str:
        """What it is about, in the words of the page."""
        return SECTIONS[self.section].title if self.section else "The whole proposal"

    @property
    def who(self) -> str:
        """Name and office of that day, said once where they are the same."""
        name = self.by.name
        return name if self.office in {"", name} else f"{name} ({self.office})"

    def get_absolute_url(self) -> str:
        """The page of its thread, at its place there."""
        page = reverse(
            "initiatives:thread", args=[self.proposal.reference, self.reply_to_id or self.pk]
        )
        return f"{page}#comment-{self.pk}"


class CommentWording(models.Model):
    """What a comment says, in limited Markdown: the highest number is read, the rest is history.

    Never changed: whoever edits a comment writes another wording.
    """

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="wording_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="wording_numbers_from_one"),
            models.CheckConstraint(condition=~Q(text=""), name="wording_says_something"),
        ]
        triggers = [guards.never_emptied(), written_once()]

    def __str__(self) -> str:
        return f"{self.comment}, wording {self.number}"


class Mention(models.Model):
    """Somebody whom a wording names, and who is told of it at once; never changed."""

    wording = models.ForeignKey(CommentWording, models.PROTECT, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentions")

    class Meta:
        ordering = ["wording", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wording", "person"], name="mention_once_a_wording"),
        ]
        triggers = [guards.never_emptied(), written_once()]

    def __str__(self) -> str:
        return f"{self.wording}: {self.person}"
