"""On which days before and after a round's deadlines people are reminded, where a round says so."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from collaborative import guards
from initiatives.models import Round
from notifications.models.ledger import ByClock
from notifications.schedule import FARTHEST, Ladder


class LadderKind(models.TextChoices):
    """The reminders whose days a round can set, as the ledger names them."""

    REVIEWS = ByClock.REVIEWS_DUE.value, "Reviews"
    DECLARATIONS = ByClock.DECLARATIONS_DUE.value, "Declarations of conflicts"
    SPONSORSHIPS = ByClock.SPONSORSHIP_DUE.value, "Co-sponsor answers"
    RETURNED = ByClock.RETURNED_DUE.value, "Returned proposals"

    @property
    def address(self) -> str:
        """The kind, as it stands in an address."""
        return self.name.lower()


def _days() -> ArrayField[models.PositiveSmallIntegerField[int, int], list[int]]:
    return ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)


class RoundLadder(models.Model):
    """The ladder of one kind of reminder in a round, where it is not the portal's own.

    `before` counts days before the deadline, 0 is the day itself; `after` days after it. On day
    `hand_up` (negative: before the deadline) the facilitators are told what is not done; None
    where they are not.
    """

    Kind = LadderKind

    round = models.ForeignKey(Round, models.PROTECT, related_name="ladders")
    kind = models.CharField(max_length=60, choices=LadderKind)
    before = _days()
    after = _days()
    hand_up = models.SmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="round_ladder_once_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=LadderKind.values), name="round_ladder_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(hand_up=None) | Q(hand_up__gte=-FARTHEST, hand_up__lte=FARTHEST),
                name="round_ladder_hands_up_in_reach",
            ),
        ]
        triggers = [guards.never_emptied()]

    def __str__(self) -> str:
        return f"{self.round}: {self.get_kind_display()}"

    @property
    def plain(self) -> Ladder:
        """The ladder as the arithmetic takes it."""
        return Ladder(tuple(self.before), tuple(self.after), self.hand_up)
