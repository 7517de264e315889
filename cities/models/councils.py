"""What a body's council is made of, and the counties it lies in: facts that arithmetic reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pgtrigger
from django.db import models
from django.db.models import Q

from cities.majority import Council, MayorVote
from cities.models.organisations import Organisation
from collaborative import guards


class Composition(models.Model):
    """How many members a council has from a day on, and how its mayor votes.

    A row is never changed: a council that grows has another row from that day on, and what was
    reckoned before stays as it was. A mistake is put right by another row for the same day: the
    later one counts, and both stay on record.
    """

    class Mayor(models.TextChoices):
        """How the mayor takes part in the council's votes."""

        MEMBER = MayorVote.MEMBER.value, "Votes like any other member"
        TIE = MayorVote.TIE.value, "Votes only to break a tie"
        NEVER = MayorVote.NEVER.value, "Does not vote"
        UNKNOWN = MayorVote.UNKNOWN.value, "Not on record"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="compositions")
    starts_on = models.DateField("from", help_text="The first day that the source vouches for.")
    members = models.PositiveSmallIntegerField(
        "elected members beside the mayor", help_text="Without the mayor."
    )
    mayor = models.CharField("the mayor's vote", max_length=7, choices=Mayor)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["organisation", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(members__gte=1, members__lte=100), name="composition_has_members"
            ),
            models.CheckConstraint(
                condition=Q(mayor__in=["member", "tie", "never", "unknown"]),
                name="composition_mayor_is_known",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="composition_has_a_source"),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.members} members from {self.starts_on}"

    @property
    def council(self) -> Council:
        """The council as the arithmetic of majorities takes it."""
        return Council(self.members, MayorVote(self.mayor))


def composition_on(compositions: Sequence[Composition], day: date) -> Composition | None:
    """The composition on a day among one body's own, the earliest first; None before the first."""
    return next((row for row in reversed(compositions) if row.starts_on <= day), None)


class County(models.Model):
    """A county in which a body lies, with the source that says so."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="counties")
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["organisation", "name"]
        verbose_name_plural = "counties"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="county_named_once"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""), name="county_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} County"
