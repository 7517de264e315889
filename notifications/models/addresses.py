"""Addresses that mail came back from."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from collaborative import guards
from collaborative.models import Actor, User
from collaborative.roles import Permission
from notifications.models.ledger import Message


class RefusalQuerySet(models.QuerySet["Refusal"]):
    """Reads refusals."""

    def standing(self) -> Self:
        """Keep those for which nothing is sent: nobody let the address be tried again."""
        return self.filter(cleared_at=None)

    def of(self, address: str) -> Self:
        """Keep those of one address, in any mixture of capitals."""
        return self.filter(address=address.lower())

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: all for those who keep the ledger, else one's own."""
        if actor.may(Permission.READ_LEDGER):
            return self.all()
        return self.of(actor.user.email) if actor.user else self.none()


class Refusal(models.Model):
    """Mail to an address came back for good. Until it is cleared nothing more is sent there.

    It is of the address, not of the person: whoever gets another address is written to at once.
    """

    class Source(models.TextChoices):
        """Who said so."""

        SERVER = "server", "The mail server"
        PROVIDER = "provider", "The mail provider"

    address = models.EmailField(help_text="In small letters.")
    at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source)
    words = models.CharField(max_length=300, help_text="What the server or the provider said.")
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, related_name="refusals", help_text="What came back."
    )
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Refusal]] = models.Manager.from_queryset(RefusalQuerySet)()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(cleared_at=None),
                name="refusal_stands_once_an_address",
            ),
            models.CheckConstraint(
                condition=Q(address=Lower("address")) & ~Q(address=""),
                name="refusal_address_is_in_small_letters",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None, cleared_by=None)
                | Q(cleared_at__gte=F("at"), cleared_by__isnull=False),
                name="refusal_cleared_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["server", "provider"]) & ~Q(words=""),
                name="refusal_says_who_and_what",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="refusal_stays", operation=pgtrigger.Delete),
            guards.Protect(
                name="refusal_cleared_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__cleared_at__isnull=False),
            ),
            guards.ReadOnly(
                name="refusal_said_stands",
                fields=["address", "at", "source", "words", "message"],
            ),
        ]

    def __str__(self) -> str:
        return f"Mail to {self.address} came back"

    def is_of(self, person: User | None) -> bool:
        """Whether it is this person's own address."""
        return person is not None and person.email.lower() == self.address
