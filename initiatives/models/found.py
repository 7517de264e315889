"""Reads that find proposals; what a hidden text says decides none of them.

`readable` says which texts somebody may read (`readable_to`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Greatest

from collaborative.models import Actor
from collaborative.roles import CITY_ROLES, Permission
from initiatives.models.finding import hits
from initiatives.models.ordering import Order

if TYPE_CHECKING:
    from initiatives.models.proposals import Proposal

UNDECIDED = ("submitted", "returned", "accepted", "in_round")
"""States in which a proposal that was sent in still waits for what becomes of it."""

NEAR = 0.4
"""Similarity of a word to what comes nearest to it in a title, from 0 to 1."""
MOST_WORDS = 8
"""Words of a search that are compared with titles."""


class FoundQuerySet(models.QuerySet["Proposal"]):
    """Finds proposals by words and by what they want, and puts them in order."""

    def matching(self, typed: str, *, readable: Q) -> Self:
        """Keep what the words find: in the texts that may be read, elsewhere in the title."""
        return self.filter(hits(typed, readable))

    def in_order(self, order: Order, typed: str, *, readable: Q) -> Self:
        """Put them in an order, with their `place` in it, which no hidden text decides."""
        return self.annotate(place=order.place(typed, readable)).order_by(*order.by())

    def wanting(self, slug: str, *, readable: Q) -> Self:
        """Keep what may be read and wants a city."""
        wanting = self._all().filter(wanted_cities__slug=slug)
        return self.filter(readable, pk__in=wanting.values("pk"))

    def entered_in(self, slug: str) -> Self:
        """Keep the proposals of a round, without those that were withdrawn from it."""
        of_round = self._all().filter(entries__round__slug=slug, entries__withdrawal=None)
        return self.filter(pk__in=of_round.values("pk"))

    def needs(self, actor: Actor, *, readable: Q) -> Self:
        """Keep what waits for somebody's city: sent back to it, wanting it, or asking it.

        Only what may be read tells that it wants a city; that it asks one to co-sponsor is that
        city's liaison's to know.
        """
        own = [held.organisation_id for held in actor.offices if held.role in CITY_ROLES]
        wanting = self._all().filter(wanted_cities__in=own, state__in=UNDECIDED)
        sent_back = Q(city__in=own, state="returned")
        asking = self._all().filter(
            sponsorships__city__in=actor.organisations(Permission.SPONSOR),
            sponsorships__state="asked",
        )
        waiting = sent_back | Q(pk__in=asking.values("pk"))
        return self.filter(waiting | (readable & Q(pk__in=wanting.values("pk"))))

    def near(self, typed: str) -> Self:
        """Keep what has a word in its title that comes near one of those typed; nearest first.

        It reads every title, and is for words that found nothing.
        """
        words = [TrigramWordSimilarity(word, "title") for word in typed.split()[:MOST_WORDS]]
        nearness = Greatest(*words, Value(0.0))
        near = self.annotate(nearness=nearness).filter(nearness__gte=NEAR)
        return near.order_by("-nearness", "pk")

    def _all(self) -> models.QuerySet[Proposal]:
        return self.model._default_manager.order_by()
