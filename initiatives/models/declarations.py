"""What evaluators say of themselves: conflicts of interest, wishes, and the services they know."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative import guards
from collaborative.models import Actor
from collaborative.roles import Permission
from initiatives.models.entries import Entry
from initiatives.models.guards import only_while, refuse_when, written_once
from initiatives.models.proposals import Proposal
from initiatives.models.reviews import Review
from initiatives.models.rounds import Round
from initiatives.phases import Right, with_any

_ROUND_OF_ENTRY = "SELECT round_id FROM initiatives_entry WHERE id IN (NEW.entry_id, OLD.entry_id)"


def titles_put_to(actor: Actor) -> models.QuerySet[Entry]:
    """Return the entries about whose titles an evaluator says whether there is a conflict.

    Titles of other cities' proposals, in every round that takes declarations; never a text. Who
    spoke in a review of a title, and not here, is not asked here again.
    """
    cities = actor.organisations(Permission.EVALUATE)
    if actor.user is None or not cities:
        return Entry.objects.none()
    asked = Entry.objects.standing().filter(round__state__in=with_any(Right.DECLARE))
    spoken = Review.objects.filter(entry=OuterRef("pk"), evaluator=actor.user).exclude(
        state=Review.State.ASSIGNED
    )
    said = Declaration.objects.filter(entry=OuterRef("pk"), person=actor.user)
    return asked.exclude(proposal__city__in=cities).filter(~Exists(spoken) | Exists(said))


class DeclarationQuerySet(models.QuerySet["Declaration"]):
    """Reads declarations."""

    def by(self, actor: Actor) -> Self:
        """Keep what somebody declared."""
        return self.none() if actor.user is None else self.filter(person=actor.user)

    def standing(self) -> Self:
        """Keep what holds: a conflict, once declared, takes the place of what was said before."""
        conflict = Declaration.objects.filter(
            entry=OuterRef("entry"), person=OuterRef("person"), is_conflict=True
        )
        return self.filter(Q(is_conflict=True) | ~Exists(conflict))

    def conflicts(self) -> Self:
        """Keep the conflicts."""
        return self.filter(is_conflict=True)


class Declaration(models.Model):
    """One person's word on one title, before any text opens: no conflict, or which; never changed.

    A conflict may be declared after its absence, not the other way round. `office` is the office
    of that day.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="declarations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="declarations"
    )
    is_conflict = models.BooleanField()
    reason = models.TextField(blank=True, max_length=1000)
    office = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Declaration]] = models.Manager.from_queryset(
        DeclarationQuerySet
    )()

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person", "is_conflict"], name="declaration_said_once"
            ),
            models.CheckConstraint(
                condition=Q(is_conflict=True) & ~Q(reason="") | Q(is_conflict=False, reason=""),
                name="declaration_of_a_conflict_has_its_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.DECLARE), rounds=_ROUND_OF_ENTRY, name="declaration_before_the_close"
            ),
            refuse_when(
                "SELECT FROM initiatives_declaration AS earlier "
                "WHERE earlier.entry_id = NEW.entry_id AND earlier.person_id = NEW.person_id "
                "AND earlier.is_conflict",
                name="declared_conflict_stands",
                sentence="A conflict of interest that was declared stands.",
            ),
            written_once(),
        ]

    def __str__(self) -> str:
        said = "conflict of interest" if self.is_conflict else "no conflict of interest"
        return f"{self.entry.proposal}: {said}"


class Wish(models.Model):
    """Whether an evaluator would like to review a proposal, or would rather not.

    It weighs less than any rule and is settled before scoring opens. No row is no wish.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="wishes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="wishes")
    would_like = models.BooleanField()

    class Meta:
        verbose_name_plural = "wishes"
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], name="wish_once_a_person")
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                [Round.State.DECLARATIONS], rounds=_ROUND_OF_ENTRY, name="wish_before_scoring"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry.proposal}: {'would like' if self.would_like else 'would rather not'}"


class Expertise(models.Model):
    """A kind of service that an evaluator says to know."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="expertise")
    category = models.CharField("kind of service", max_length=20, choices=Proposal.Category)

    class Meta:
        verbose_name_plural = "expertise"
        ordering = ["person", "category"]
        constraints = [
            models.UniqueConstraint(fields=["person", "category"], name="expertise_said_once"),
            models.CheckConstraint(
                condition=Q(category__in=Proposal.Category.values), name="expertise_is_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_category_display()}"
