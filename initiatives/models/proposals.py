"""Proposals: what a city asks the collaborative to share, and who may read it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from guardian.models import UserObjectPermissionBase

from cities.models import City, Department
from collaborative import guards
from collaborative.models import Actor, Stateful, User
from collaborative.roles import CITY_ROLES, PERMISSIONS, Permission
from initiatives.models.finding import keep_words
from initiatives.models.found import FoundQuerySet
from initiatives.models.integrity import CONSTRAINTS, INDEXES
from initiatives.models.opened import (
    NOTHING,
    closed_by_conflict,
    listed_by_evaluation,
    readable_by_evaluation,
)
from initiatives.questions import LONGEST_LINE

TEXTS = ("answers", "draft")
"""The columns that hold whole texts: long, and left out of every list."""


def readable_by_merging(actor: Actor) -> Q:
    """Say which proposals somebody reads because they were merged into one that the person writes.

    Its authors work the other text in. Nobody else reads more for a merge, in either direction.
    """
    merged = Proposal.objects.order_by().filter(merged_into__isnull=False)
    written = Q(merged_into__author=actor.user) | Q(merged_into__in=_granted(actor, "edit_draft"))
    return Q(pk__in=merged.filter(written).values("pk"))


def readable_by_sponsorship(actor: Actor, *, is_draft: bool = False) -> Q:
    """Say which proposals a liaison reads because the own city was asked to co-sponsor them.

    The draft too, for that is what a city signs off. A city that declined has no part in the
    draft (`is_draft`) any more; what was sent in it reads on, as it may still change its answer.
    """
    part = Q(sponsorships__state__in=["asked", "accepted", "conditional"])
    if not is_draft:
        part |= Q(sponsorships__state="declined", submitted_at__isnull=False)
    if not (cities := actor.organisations(Permission.SPONSOR)):
        return NOTHING
    put = Proposal.objects.order_by().filter(part, sponsorships__city__in=cities)
    return Q(pk__in=put.values("pk"))


class ProposalQuerySet(FoundQuerySet):
    """Reads proposals: who may read the text, who may know of it, who may write."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the proposals whose text, files and history somebody may read."""
        return self.filter(readable_to(actor))

    def listed_for(self, actor: Actor) -> Self:
        """Keep the proposals whose title, city, state and dates somebody may see."""
        return self.filter(_listed(actor) | readable_to(actor))

    def marked_readable(self, actor: Actor) -> Self:
        """Add `is_readable`: whether the text may be read too, so that a list knows its links."""
        return self.annotate(is_readable=readable_to(actor))

    def involving(self, actor: Actor) -> Self:
        """Keep the proposals in which somebody has a part, beyond what a round opens."""
        return self.filter(_involved(actor))

    def without_texts(self) -> Self:
        """Leave the texts, which no list shows, in the database."""
        return self.defer(*TEXTS)

    def written_by(self, actor: Actor) -> Self:
        """Keep the proposals that somebody wrote or was invited to write."""
        return self.filter(_written(actor, "edit_draft"))

    def draft_read_by(self, actor: Actor) -> Self:
        """Keep the proposals whose draft somebody reads: authors, colleagues, co-sponsors."""
        co_sponsored = readable_by_sponsorship(actor, is_draft=True)
        written = _written(actor, "edit_draft", "comment_draft", "read_draft")
        return self.filter(written | co_sponsored)

    def talked_over_by(self, actor: Actor) -> Self:
        """Keep the proposals that somebody wrote, or was invited to write or to comment on."""
        return self.filter(_written(actor, "edit_draft", "comment_draft"))


def readable_to(actor: Actor) -> Q:
    """Who may read: whoever has a part in it, and whom a round lets read."""
    return _involved(actor) | readable_by_evaluation(actor)


def _involved(actor: Actor) -> Q:
    """Who has a part: lead city, facilitator, authors and colleagues, co-sponsor cities.

    A conflict of interest closes what an office opens, never what somebody wrote.

    What a row itself tells comes first, since PostgreSQL asks from left to right and need not
    ask on; likewise below.
    """
    if actor.user is None or not actor.offices:
        return NOTHING
    involved = Q(submitted_at__isnull=False)
    if not actor.may(Permission.READ_SUBMITTED_PROPOSALS):
        involved &= Q(city__in=actor.organisations(Permission.READ_CITY_PROPOSALS))
    involved |= readable_by_merging(actor) | readable_by_sponsorship(actor)
    written = _written(actor, "edit_draft", "comment_draft", "read_draft")
    return (involved & ~closed_by_conflict(actor)) | written


def _listed(actor: Actor) -> Q:
    """Who may know: a city's liaison of its drafts too, the serving bodies once it is sent in."""
    listed = Q(city__in=actor.organisations(Permission.READ_PROPOSAL_STATUS))
    if any(
        Permission.READ_PROPOSAL_STATUS in PERMISSIONS[held.role] and held.role not in CITY_ROLES
        for held in actor.offices
    ):
        listed |= Q(submitted_at__isnull=False)
    return listed | listed_by_evaluation(actor)


def _written(actor: Actor, *codenames: str) -> Q:
    """Who writes: the author, and colleagues in office who hold one of the grants."""
    if actor.user is None or not actor.offices:
        return NOTHING
    return Q(author=actor.user) | Q(pk__in=_granted(actor, *codenames))


def _granted(actor: Actor, *codenames: str) -> models.QuerySet[ProposalUserPermission, Any]:
    """Keys of the proposals on which somebody holds one of the grants."""
    return ProposalUserPermission.objects.filter(
        user=actor.user, permission__codename__in=codenames
    ).values("content_object")


@pghistory.track(
    model_name="ProposalHistory",
    exclude=[*TEXTS, "version"],
    meta={"triggers": guards.append_only()},
)
class Proposal(Stateful):
    """A city's request that the collaborative share a service.

    `draft` is what its authors write: the revisions up to `version`, laid over each other.
    `answers` is what everybody else reads: the draft until it is first sent in, from then on
    the text that was last sent in. Title, category, department, wanted cities and amounts say in
    columns what lists and the ranking need of `answers`; amounts are US dollars, None where no
    figure can be read.
    """

    class State(models.TextChoices):
        """Where the proposal stands."""

        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Sent in"
        RETURNED = "returned", "Back with its authors"
        ACCEPTED = "accepted", "Accepted for evaluation"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        IN_ROUND = "in_round", "Being evaluated"
        CHOSEN = "chosen", "Chosen"
        PARKED = "parked", "Parked"
        NOT_CHOSEN = "not_chosen", "Not chosen"
        MERGED = "merged", "Merged into another"

    class Category(models.TextChoices):
        """The kind of service, in the words of the cities' own departments."""

        ADMINISTRATION = "administration", "Administration and finance"
        PURCHASING = "purchasing", "Purchasing"
        TECHNOLOGY = "technology", "Information technology"
        PEOPLE = "people", "Human resources and training"
        POLICE = "police", "Police and municipal court"
        FIRE = "fire", "Fire and emergency medical services"
        PUBLIC_WORKS = "public-works", "Public works, streets and water"
        FLEET = "fleet", "Fleet and facilities"
        PARKS = "parks", "Parks and recreation"
        COMMUNITY = "community", "Planning, codes and community development"
        OTHER = "other", "Something else"

    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, editable=False)
    state_since = models.DateTimeField(editable=False)
    reference = models.CharField(max_length=16, unique=True, editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    city = models.ForeignKey(City, models.PROTECT, related_name="proposals")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals", editable=False
    )
    created_at = models.DateTimeField(editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", editable=False
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="split_off", editable=False
    )

    draft = models.JSONField(default=dict, editable=False)
    answers = models.JSONField(default=dict, editable=False)
    title = models.CharField(max_length=LONGEST_LINE, blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name="lead department",
    )
    category = models.CharField("kind of service", max_length=20, choices=Category, blank=True)
    first_year_cost = models.DecimalField(
        "cost in the first year", max_digits=14, decimal_places=2, null=True, blank=True
    )
    first_year_saving = models.DecimalField(
        "saving in the first year", max_digits=14, decimal_places=2, null=True, blank=True
    )
    wanted_cities = models.ManyToManyField(
        City, blank=True, related_name="wanted_in", verbose_name="other cities wanted"
    )

    objects: ClassVar[models.Manager[Proposal]] = models.Manager.from_queryset(ProposalQuerySet)()

    class Meta:
        ordering = ["-state_since", "-pk"]
        permissions = [
            ("edit_draft", "Can write a draft as an invited colleague"),
            ("comment_draft", "Can comment on a draft as an invited colleague"),
            ("read_draft", "Can read a draft as an invited colleague"),
        ]
        indexes = INDEXES
        triggers = [keep_words()]
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.reference} {self.title or 'Untitled proposal'}"

    def get_absolute_url(self) -> str:
        """The page of this proposal."""
        return reverse("initiatives:proposal", args=[self.reference])


class ProposalUserPermission(UserObjectPermissionBase):
    """A colleague's grant to read or write one draft; written only in `initiatives.grants`."""

    content_object = models.ForeignKey(
        Proposal, models.CASCADE, related_name="colleague_permissions"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="proposal_permissions")
