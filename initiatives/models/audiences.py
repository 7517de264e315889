"""To whom something is said about a proposal, and who belongs to whom today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.db import models
from django.db.models import Q

from collaborative.models import Actor
from collaborative.roles import CITY_ROLES, PERMISSIONS, Permission
from initiatives.models.opened import NOTHING
from initiatives.models.proposals import Proposal

SIDES = ("authors", "staff", "facilitators")


class Audience(models.TextChoices):
    """To whom a comment is said; nobody else ever reads it."""

    AUTHORS = "authors", "The authors"
    STAFF = "staff", "Cities’ staff"
    BETWEEN = "between", "The authors and the facilitators"
    FACILITATORS = "facilitators", "The facilitators"


Side = TypeVar("Side", Q, bool)


def circles(actor: Actor) -> Mapping[Audience, Q]:
    """Say of which proposals somebody belongs to each audience today.

    This is the one table of who reads comments; pages, counts, letters and digests all ask it.

    - The authors: the author, and colleagues invited to write or to comment, while they hold an
      office in a city. Not whoever was invited to read only.
    - Cities' staff: everybody in office in a city who may read the proposal, now or later, its
      authors among them. How somebody came to read it (invitation, own city, co-sponsor, release)
      is `Proposal.objects.visible_to`'s to say.
    - The facilitators: those who screen and may read the proposal once it was sent in, and have
      no part in it: a facilitator who helped to write it is an author here.
    - The authors and the facilitators: both of them, about a proposal that was sent in.

    Nobody else: not the public, not an administrator, an analyst or an evaluator, none of whose
    offices comments. Whoever was asked to review the proposal reads nothing of it, invited or
    recused or not; and who holds an evaluator's office beside another reads nothing, unless as an
    author, of a proposal that this office could be asked to evaluate.
    """
    return belonging(sides(actor), sent_in=Q(submitted_at__isnull=False))


def belonging(on: Mapping[str, Side], *, sent_in: Side) -> dict[Audience, Side]:
    """Make the audiences of the sides: of conditions on proposals, or of what one comes to."""
    authors, staff, facilitators = on["authors"], on["staff"], on["facilitators"]
    return {
        Audience.AUTHORS: authors,
        Audience.STAFF: authors | staff,
        Audience.BETWEEN: (authors | facilitators) & sent_in,
        Audience.FACILITATORS: facilitators & sent_in,
    }


def sides(actor: Actor) -> dict[str, Q]:
    """Say of which proposals somebody is on the authors' side, a city's, or the facilitators'."""
    if actor.user is None or not actor.may(Permission.COMMENT):
        return dict.fromkeys(SIDES, NOTHING)
    proposals = Proposal.objects.order_by()
    reviewed = Q(pk__in=proposals.filter(entries__reviews__evaluator=actor.user).values("pk"))
    written = Q(pk__in=proposals.talked_over_by(actor).values("pk")) & ~reviewed
    read = Q(pk__in=proposals.visible_to(actor).values("pk")) & ~reviewed & ~_to_evaluate(actor)
    is_in_a_city = _sits_in_a_city(actor)
    return {
        "authors": written if is_in_a_city else NOTHING,
        "staff": read if is_in_a_city else NOTHING,
        "facilitators": read & ~written if actor.may(Permission.SCREEN_PROPOSAL) else NOTHING,
    }


def _sits_in_a_city(actor: Actor) -> bool:
    return any(
        held.role in CITY_ROLES and Permission.COMMENT in PERMISSIONS[held.role]
        for held in actor.offices
    )


def _to_evaluate(actor: Actor) -> Q:
    """Which proposals an evaluator's office could be asked to evaluate: those of other cities."""
    cities = actor.organisations(Permission.EVALUATE)
    if not cities:
        return NOTHING
    return ~Q(city__in=cities) if len(cities) == 1 else ~NOTHING


def about(proposals: Q) -> Q:
    """Keep the comments on those of the proposals."""
    return Q(proposal__in=Proposal.objects.order_by().filter(proposals).values("pk"))
