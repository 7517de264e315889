"""A ranked round with its marks added up: all that it takes to weigh it anew or to draw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from cities.models import City
from initiatives import ranking
from initiatives.models import Criterion, Entry, Mark, Review, Round
from initiatives.results.tallies import tallies, terms


@dataclass(frozen=True, slots=True)
class Entered:
    """A proposal of the round: its title and the address and name of the city that leads it."""

    title: str
    lead: str
    lead_name: str


@dataclass(frozen=True)
class Reckoned:
    """Terms, sums and names; everything by reference, key or slug, and exact."""

    terms: ranking.Terms
    tallies: Mapping[str, ranking.Tally]
    criteria: Mapping[str, Criterion]
    cities: Mapping[str, str]
    entered: Mapping[str, Entered]

    @cached_property
    def assessed(self) -> dict[str, ranking.Assessment]:
        """Each proposal by itself, under the round's own weights."""
        return {
            reference: ranking.assess(self.terms, self.tally(reference))
            for reference in self.terms.proposals
        }

    @cached_property
    def places(self) -> dict[str, ranking.Place]:
        """The ranking that these sums come to."""
        return ranking.places(self.terms, self.assessed)

    def tally(self, reference: str) -> ranking.Tally:
        """The sums of one proposal."""
        return self.tallies.get(reference, ranking.Tally())


def reckon(round_: Round) -> Reckoned:
    """Add up a round; seven queries, whatever the number of proposals and marks."""
    own_terms = terms(round_)
    names = City.objects.filter(slug__in=own_terms.cities).values_list("slug", "name")
    return Reckoned(
        terms=own_terms,
        tallies=tallies(round_),
        criteria={criterion.key: criterion for criterion in round_.criteria.all()},
        cities=dict(names.order_by("name")),
        entered=entered(round_),
    )


def entered(round_: Round) -> dict[str, Entered]:
    """Return the proposals of a round by reference. One query."""
    rows = Entry.objects.standing().filter(round=round_)
    wanted = ("reference", "title", "city__slug", "city__name")
    return {
        reference: Entered(title or "Untitled proposal", lead, lead_name)
        for reference, title, lead, lead_name in rows.values_list(
            *(f"proposal__{field}" for field in wanted)
        )
    }


def mark_counts(round_: Round) -> dict[str, dict[str, dict[int, int]]]:
    """Return {proposal: {criterion: {mark: how many evaluators}}} of the scored criteria.

    One query, added up in SQL.
    """
    counts: dict[str, dict[str, dict[int, int]]] = {}
    marks = Mark.objects.standing().filter(
        review__entry__round=round_,
        review__entry__withdrawal=None,
        review__state=Review.State.SUBMITTED,
        criterion__kind=Criterion.Kind.SCORED,
    )
    rows = (
        marks.order_by()
        .values_list("review__entry__proposal__reference", "criterion__key", "value")
        .annotate(number=Count("pk"))
    )
    for reference, key, mark, number in rows:
        counts.setdefault(reference, {}).setdefault(key, {})[mark] = number
    return counts
