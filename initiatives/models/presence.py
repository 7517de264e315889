"""Who is writing where just now."""

from __future__ import annotations

from django.db import models

from collaborative.models import User
from initiatives.models.proposals import Proposal


class Presence(models.Model):
    """Somebody has a section of a proposal open, and was last seen there at `seen_at`.

    One row for each person and proposal, written over again and again: it says where somebody
    is, not what happened. It is no record, so opening a page may write it.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="present")
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    section = models.CharField(max_length=20)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["proposal", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"], name="presence_one_for_each_person_and_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.proposal.reference}"
