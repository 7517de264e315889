"""Agreements, and the texts that councils are asked to adopt."""

from __future__ import annotations

from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from agreements.models.guards import FROZEN_VERSION
from agreements.models.parties import Party
from agreements.models.words import Text
from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from initiatives.models import Proposal
from training.models import Programme


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Reads agreements."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may read: the one door for every list, page, count and export.

        Facilitators read all; clerks and liaisons of a party city its drafts too; every office
        what was circulated; the public what a council has adopted, what is in force, what ended.
        """
        if actor.may(Permission.DRAFT_AGREEMENT):
            return self.all()
        adopted = Party.objects.filter(
            agreement=OuterRef("pk"), acts__result="passed", acts__corrected_by=None
        )
        seen = Q(state__in=[Agreement.State.IN_FORCE, Agreement.State.ENDED]) | Q(Exists(adopted))
        if actor.may(Permission.READ_CIRCULATED_AGREEMENT):
            fixed = Version.objects.filter(agreement=OuterRef("pk"), text__isnull=False)
            seen |= Q(Exists(fixed))
        if own := actor.organisations(Permission.READ_DRAFT_AGREEMENT):
            mine = Party.objects.filter(agreement=OuterRef("pk"), organisation__in=own)
            seen |= Q(Exists(mine))
        return self.filter(seen)


class Agreement(Stateful):
    """A promise that several councils make by adopting the same text."""

    class State(models.TextChoices):
        """Where the agreement stands."""

        DRAFT = "draft", "Draft"
        CIRCULATED = "circulated", "Before the councils"
        IN_FORCE = "in_force", "In force"
        ENDED = "ended", "Ended"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Kind(models.TextChoices):
        """What sort of promise it is."""

        STATEMENT = "statement", "Statement of common purpose"
        MEMORANDUM = "memorandum", "Memorandum of understanding"
        COOPERATIVE = "cooperative", "Cooperative or interlocal agreement"
        PURCHASE = "purchase", "Joint purchase"
        GRANT = "grant", "Grant agreement"

    state_since = models.DateTimeField(editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    purpose = models.TextField(blank=True, help_text="What it is for, in a few sentences.")
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    training_programme = models.CharField(
        max_length=200,
        blank=True,
        help_text="The name of the training programme that it is about, where it is about one.",
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="agreements",
        help_text="The shared course, judged here, that it carries out.",
    )
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        help_text="The agreement that ends on the day this one comes into force.",
    )
    required_adoptions = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="How many councils bind by the agreement's own terms; blank means every party's.",
    )
    is_sample = models.BooleanField(
        default=False, editable=False, help_text="Invented for demonstration, and labelled so."
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    in_force_on = models.DateField(null=True, blank=True, editable=False)
    ended_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Agreement]] = models.Manager.from_queryset(AgreementQuerySet)()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "circulated", "in_force", "ended", "withdrawn"]),
                name="agreement_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["statement", "memorandum", "cooperative", "purchase", "grant"]
                ),
                name="agreement_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["in_force", "ended"], in_force_on__isnull=False)
                | (~Q(state__in=["in_force", "ended"]) & Q(in_force_on__isnull=True)),
                name="agreement_in_force_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__gte=F("in_force_on"))
                | (~Q(state="ended") & Q(ended_on__isnull=True)),
                name="agreement_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("pk")),
                name="agreement_supersedes_another",
            ),
            models.CheckConstraint(
                condition=Q(proposal=None, programme=None)
                | Q(proposal=None, training_programme="")
                | Q(programme=None, training_programme=""),
                name="agreement_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=~Q(state="withdrawn"),
                name="agreement_of_a_programme_once",
            ),
            models.CheckConstraint(
                condition=Q(required_adoptions=None) | Q(required_adoptions__gte=1),
                name="agreement_needs_a_council",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.Protect(
                name="terms_frozen_once_circulated",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call] # untyped at its source
                    "id",
                    "slug",
                    "title",
                    "kind",
                    "purpose",
                    "proposal_id",
                    "programme_id",
                    "supersedes_id",
                    "training_programme",
                    "required_adoptions",
                    "is_sample",
                ),
                condition=~pgtrigger.Q(old__state="draft"),
            ),
            # As a draft again its parties and terms could be changed under the acts on record.
            guards.Protect(
                name="never_a_draft_again",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> NEW.state "
                    "AND (NEW.state = 'draft' OR OLD.state IN ('ended', 'withdrawn'))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The agreement's page."""
        return reverse("agreements:agreement", args=[self.slug])


class VersionQuerySet(models.QuerySet["Version"]):
    """Reads versions."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep those that this actor may read, of agreements that the actor may read.

        Facilitators read all; everybody what was circulated; clerks and liaisons of a party city
        also a first draft, and a later one once it was shared with them.
        """
        if actor.may(Permission.DRAFT_AGREEMENT):
            return self.all()
        seen = Q(circulated_at__isnull=False)
        if own := actor.organisations(Permission.READ_DRAFT_AGREEMENT):
            mine = Party.objects.filter(agreement=OuterRef("agreement"), organisation__in=own)
            seen |= (Q(number=1) | Q(shared_at__isnull=False)) & Q(Exists(mine))
        return self.filter(seen)

    def in_draft(self) -> Self:
        """Keep those whose words may still change: at most one of an agreement."""
        return self.filter(circulated_at=None, dropped_at=None)


@pghistory.track(model_name="VersionHistory", meta={"triggers": guards.append_only()})
class Version(models.Model):
    """One edition of an agreement's text: first a draft, then, circulated, a text that stays.

    `draft` holds the words while they may change; circulating moves them into `text`. A later
    version may be dropped while it is a draft; its words stay, and its number is not used again.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    draft = models.TextField(blank=True)
    text = models.ForeignKey(Text, models.PROTECT, null=True, blank=True, related_name="versions")
    revision = models.PositiveIntegerField(default=1, editable=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    circulated_at = models.DateTimeField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True, editable=False)
    replaced_on = models.DateField(
        null=True, blank=True, editable=False, help_text="The day a later version came into force."
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    drop_reason = models.CharField(max_length=1000, blank=True)
    source = models.CharField(
        max_length=300,
        blank=True,
        help_text="The record that the words were taken from, when nobody wrote them here.",
    )

    objects: ClassVar[models.Manager[Version]] = models.Manager.from_queryset(VersionQuerySet)()

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(circulated_at=None, dropped_at=None),
                name="version_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(circulated_at__isnull=True, text__isnull=True)
                | Q(circulated_at__isnull=False, text__isnull=False, draft=""),
                name="version_circulated_with_a_text",
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True, replaced_on__isnull=True)
                | Q(circulated_at__isnull=False, in_force_on__isnull=False),
                name="version_in_force_was_circulated",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, drop_reason="")
                | (Q(dropped_at__isnull=False, circulated_at__isnull=True) & ~Q(drop_reason="")),
                name="version_dropped_with_a_reason",
            ),
        ]
        triggers = [guards.never_emptied(), *FROZEN_VERSION]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def body(self) -> str:
        """The words, whether they may still change or not."""
        return self.text.body if self.text else self.draft

    @property
    def is_draft(self) -> bool:
        """Whether the words may still change."""
        return self.circulated_at is None and self.dropped_at is None
