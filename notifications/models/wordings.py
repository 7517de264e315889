"""The facilitators' own words in letters, where they are not the portal's."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from collaborative import guards

LONGEST_PART = 2000


class LetterWordingQuerySet(models.QuerySet["LetterWording"]):
    """Reads wordings."""

    def standing(self) -> Self:
        """Keep of each letter the wording that counts: the latest."""
        return self.order_by("letter", "-number").distinct("letter")

    def of(self, letter: str) -> Self:
        """Keep the wordings that one letter has had, the latest first."""
        return self.filter(letter=letter).order_by("-number")


class LetterWording(models.Model):
    """One version of what facilitators say in one kind of letter. The latest counts.

    `letter` is the name of its template in templates/notifications/mail/. Each part is in the
    language of `catalogue.wordings`; "" leaves the portal's own subject, or says nothing more.
    A version with nothing in it is the way back to the portal's own words.
    """

    letter = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=150, blank=True)
    opening = models.TextField(max_length=LONGEST_PART, blank=True)
    closing = models.TextField(max_length=LONGEST_PART, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[LetterWording]] = models.Manager.from_queryset(
        LetterWordingQuerySet
    )()

    class Meta:
        ordering = ["letter", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "number"], name="letter_wording_numbers_follow"
            ),
            models.CheckConstraint(
                condition=~Q(letter="") & Q(number__gte=1), name="letter_wording_is_of_a_letter"
            ),
        ]
        triggers = guards.append_only()

    def __str__(self) -> str:
        return f"Wording {self.number} of {self.letter}"

    @property
    def is_standard(self) -> bool:
        """Whether it is the portal's own words again."""
        return not (self.subject or self.opening or self.closing)
