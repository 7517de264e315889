"""What a round weighs: proposals entered, and those that were withdrawn while it ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models

from collaborative import guards
from initiatives.models.guards import only_while, written_once
from initiatives.models.proposals import Proposal
from initiatives.models.rounds import Round
from initiatives.phases import Right, with_any

if TYPE_CHECKING:
    from initiatives.models.decisions import Decision


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads entries."""

    def standing(self) -> Self:
        """Keep the entries whose proposal was not withdrawn from its round."""
        return self.filter(withdrawal=None)


class Entry(models.Model):
    """A proposal in a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="entries")

    objects: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["round", "proposal__reference", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "proposal"], name="entry_once_a_round")
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.PREPARE),
                rounds="NEW.round_id, OLD.round_id",
                name="entry_frozen_once_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} in {self.round}"

    @property
    def decision(self) -> Decision | None:
        """The last word on it, if there is one. Lists load `decisions` with `prefetch_related`."""
        return next(iter(self._decided), None)

    @property
    def earlier_decisions(self) -> list[Decision]:
        """What was decided before, the latest first; all of it was followed by a later word."""
        return self._decided[1:]

    @property
    def _decided(self) -> list[Decision]:
        return sorted(self.decisions.all(), key=lambda one: one.number, reverse=True)


class Withdrawal(models.Model):
    """The authors withdrew a proposal while its round was open; never changed.

    Its reviews stay on record and count for nothing; it has no place in the ranking.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.WITHDRAW),
                rounds="SELECT round_id FROM initiatives_entry "
                "WHERE id IN (NEW.entry_id, OLD.entry_id)",
                name="withdrawal_before_the_close",
            ),
            written_once(),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, withdrawn"
