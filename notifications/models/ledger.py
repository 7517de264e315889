"""The ledger: one row for each message owed to one person. The row is the promise."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from collaborative import guards
from collaborative.models import Actor, User
from collaborative.roles import Permission


class ByClock(StrEnum):
    """Kinds of message that the clock writes; most other kinds are the event they tell of."""

    REVIEWS_DUE = "reminder.reviews"
    CUT_OFF = "reminder.cut_off"
    TERM_DUE = "reminder.term"
    SIGNATURE_DUE = "reminder.signature"
    FILING_DUE = "reminder.filing"
    ASSESSMENT_DUE = "reminder.assessment"
    TRAINING_DUE = "reminder.training"
    SPONSORSHIP_DUE = "reminder.sponsorship"
    DECLARATIONS_DUE = "reminder.declarations"
    RETURNED_DUE = "reminder.returned"
    SEATS_DUE = "reminder.seats"
    REQUEST_DUE = "reminder.request"
    HANDED_UP = "reminder.handed_up"
    DIGEST = "digest"


class ByRelease(StrEnum):
    """Kinds of message whose words were prepared before the release of a round."""

    DECIDED = "notice.decided"


class State(models.TextChoices):
    """Where a message stands."""

    DUE = "due", "Waiting"
    LEASED = "leased", "On its way"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    SUPPRESSED = "suppressed", "Not sent"
    HELD = "held", "Held back"


_TONES: Mapping[str, str] = {
    State.DUE: "waiting",
    State.LEASED: "waiting",
    State.SENT: "good",
    State.FAILED: "stopped",
    State.HELD: "warning",
}

MOVES = (
    (State.DUE, State.LEASED),
    (State.DUE, State.SUPPRESSED),
    (State.DUE, State.HELD),
    (State.LEASED, State.SENT),
    (State.LEASED, State.DUE),
    (State.LEASED, State.FAILED),
    (State.LEASED, State.SUPPRESSED),
    (State.LEASED, State.HELD),
    (State.FAILED, State.DUE),
    (State.HELD, State.DUE),
    (State.HELD, State.SUPPRESSED),
    (State.SUPPRESSED, State.DUE),
)
"""Every move a message may make; what is sent stays sent. The database holds to it."""


def message_id(key: str) -> str:
    """Return the Message-ID that belongs to a key.

    It is always the same, so that mail programs recognise a message handed over twice.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


GATHERED = "Told in the digest, as this person chose."
"""Why a message that waits for a digest is not sent by itself."""


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads the ledger."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: the whole ledger for those who keep it, else one's own."""
        if actor.may(Permission.READ_LEDGER):
            return self.all()
        return self.filter(recipient=actor.user) if actor.user else self.none()

    def deliverable(self, at: datetime, *, left_for: timedelta = timedelta(0)) -> Self:
        """Keep what is to be sent now: due, or leased by a worker that did not come back.

        With `left_for`, only what nobody took for so long after its turn had come.
        """
        before = at - left_for
        fresh = Q(retry_at=None, written_at__lte=before) if left_for else Q(retry_at=None)
        waiting = Q(state=State.DUE) & (fresh | Q(retry_at__lte=before))
        abandoned = Q(state=State.LEASED, lease_until__lte=before)
        return self.filter(waiting | abandoned).order_by("due_at", "pk")

    def unread(self) -> Self:
        """Keep what has its words and was not read yet by whom it is for."""
        return self.filter(read_at=None).exclude(subject="")

    def gathered(self, person: User) -> Self:
        """Keep what one person chose to be told in a digest, and neither has been told nor read."""
        waiting = self.filter(state=State.SUPPRESSED, reason=GATHERED, told_in=None, read_at=None)
        return waiting.filter(recipient=person).order_by("-due_at", "-pk")

    def move(self, state: State, **changes: Any) -> int:
        """Bring the rows into a state, dated by the database's clock; return how many moved.

        The one door for states: nothing else writes them. A row that may not move that way is
        refused by the database.
        """
        return self.update(state=state, state_since=Now(), **changes)

    def let_go(self, *, at: datetime) -> int:
        """Let the rows be sent as if they had never been tried; return how many they are."""
        return self.move(State.DUE, attempts=0, lapses=0, first_tried_at=None, retry_at=at)


class Message(models.Model):
    """A message owed to one person, written once for its key, and what became of it.

    The text is made when it is sent, from `kind`, `about` and `context`, because only then is
    it known whether it is still true, still wanted and still the person's to read.
    """

    State = State
    LEASE = timedelta(seconds=120)

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        help_text="Nobody when the message goes to an address without an account.",
    )
    address = models.EmailField()
    about_type = models.CharField(max_length=60)
    about_key = models.CharField(max_length=40)
    context = models.JSONField(default=dict)
    due_at = models.DateTimeField(help_text="When it ought to be sent.")
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.DUE)
    state_since = models.DateTimeField(db_default=Now(), editable=False)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it is not sent.")
    lease_until = models.DateTimeField(null=True, blank=True)
    lapses = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker took it and did not come back."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=300)
    sent_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    body_text = models.TextField(blank=True)
    read_at = models.DateTimeField(
        null=True, blank=True, help_text="When the person it is for read it in the portal."
    )
    told_in = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tells",
        help_text="The digest that told of it in its place.",
    )

    objects: ClassVar[models.Manager[Message]] = models.Manager.from_queryset(MessageQuerySet)()

    class Meta:
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["due", "leased"]),
                name="message_to_send",
            ),
            models.Index(fields=["state", "due_at"], name="message_state"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at=None) & ~Q(subject=""),
                name="message_unread",
            ),
            models.Index(fields=["kind", "about_type", "about_key"], name="message_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at=None) | ~Q(subject=""), name="message_read_has_words"
            ),
            models.CheckConstraint(
                condition=Q(told_in=None) | Q(state="suppressed"),
                name="message_told_in_a_digest_is_not_sent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="message_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | (~Q(subject="") & ~Q(body_text="")),
                name="message_sent_has_its_text",
            ),
            models.CheckConstraint(
                condition=Q(state="suppressed") & ~Q(reason="")
                | ~Q(state="suppressed") & Q(reason=""),
                name="message_suppressed_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="leased", lease_until__isnull=False)
                | (~Q(state="leased") & Q(lease_until__isnull=True)),
                name="message_leased_has_its_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(last_error=""),
                name="message_failed_has_an_error",
            ),
            models.CheckConstraint(
                condition=~Q(key="") & ~Q(address="") & ~Q(message_id=""),
                name="message_has_key_and_address",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Moves(name="moves", field="state", transitions=list(MOVES)),
            guards.ReadOnly(
                name="promise_stands",
                fields=["key", "kind", "recipient", "about_type", "about_key", "message_id"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"

    @property
    def tone(self) -> str:
        """The tone of `_parts/state.html`; never the only carrier of meaning."""
        return _TONES.get(self.state, "")

    @property
    def is_unread(self) -> bool:
        """Whether it has its words and was not read yet by whom it is for."""
        return self.read_at is None and self.subject != ""
