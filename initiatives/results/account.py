"""How one proposal's score came about, step by step, for whoever wants to check it by hand.

Every number is a text with two decimals, rounded only for showing; the reckoning is exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import prefetch_related_objects

from cities.models import City
from initiatives import ranking
from initiatives.models import Criterion, Entry, Placing, Remark, Review, Sponsorship
from initiatives.results.behind import Behind, behind
from initiatives.results.changes import changes_of
from initiatives.results.separating import Separation, separate
from initiatives.results.sponsorships import sponsors_of
from initiatives.results.tallies import tallies, terms
from initiatives.results.weights import plain


@dataclass(frozen=True, slots=True)
class CityMean:
    """One city's mean mark in one criterion, over so many marks."""

    city: str
    mean: str
    number: int


@dataclass(frozen=True, slots=True)
class CityAnswer:
    """How one city's evaluators answered a gate."""

    city: str
    yes: int
    no: int


@dataclass(frozen=True, slots=True)
class Line:
    """One scored criterion: the cities' means, their mean, its share of the scale, its points.

    `share` and `points` run from 0 to 100 and from 0 to the weight. Without a mark `mean`,
    `share` and `points` are empty.
    """

    criterion: Criterion
    weight: str
    cities: tuple[CityMean, ...]
    mean: str
    share: str
    points: str


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: each city's answers; it passes when more cities say yes than no."""

    criterion: Criterion
    cities: tuple[CityAnswer, ...]
    is_passed: bool


@dataclass(frozen=True, slots=True)
class Word:
    """Something an evaluator wrote: for which city, and about which criterion, if about one."""

    city: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """The whole reckoning: points, the weights they are divided by, and the score."""

    lines: tuple[Line, ...]
    gates: tuple[Gate, ...]
    points: str
    weights: str
    score: str
    words: tuple[Word, ...]
    sponsors: tuple[Sponsorship, ...]
    """The co-sponsor cities of the close."""
    wanted: tuple[str, ...]
    """Cities that were wanted and do not co-sponsor."""
    without: tuple[tuple[str, int | None], ...]
    """The rank without the marks of each city, None where it is not ranked then."""
    behind: tuple[Behind, ...]
    """The other numbers of its place."""
    separation: Separation | None
    """What parts it from the place that it is compared with."""
    changes: tuple[str, ...]
    """Marks that were changed in the discussion."""


def account(placing: Placing, *, beside: Placing | None = None) -> Account:
    """Reckon one entry of a ranked round anew; the queries do not grow with the marks.

    `beside` is another ranked entry of the round, to say what parts the two.
    """
    entry = placing.entry
    round_, reference = entry.round, entry.proposal.reference
    prefetch_related_objects([round_], "criteria")
    own_terms = terms(round_, reference=reference)
    tally = tallies(round_, reference=reference).get(reference, ranking.Tally())
    assessed = ranking.assess(own_terms, tally)
    names = dict(City.objects.filter(slug__in=own_terms.cities).values_list("slug", "name"))
    criteria = {criterion.key: criterion for criterion in round_.criteria.all()}
    points = _points(own_terms, assessed.means)
    sponsors = sponsors_of(entry)
    wanted = entry.proposal.wanted_cities.exclude(pk__in=[row.city_id for row in sponsors])
    return Account(
        lines=tuple(
            _line(criteria[one.key], one, tally, names, assessed.means.get(one.key))
            for one in own_terms.criteria
        ),
        gates=tuple(
            _gate(criteria[key], tally, names, is_passed=f"gate:{key}" not in assessed.reasons)
            for key in own_terms.gates
        ),
        points=ranking.two_places(Fraction(sum(points.values()))) or "",
        weights=_weights(own_terms, points),
        score=ranking.two_places(assessed.score) or "",
        words=_words(entry),
        sponsors=sponsors,
        wanted=tuple(wanted.values_list("name", flat=True)),
        without=tuple((names[city], rank) for city, rank in sorted(placing.leave_one_out.items())),
        behind=behind(
            placing, round_, terms=own_terms, tally=tally, names=names, criteria=criteria
        ),
        separation=None if beside is None else _separation(placing, beside, own_terms, tally),
        changes=changes_of(entry),
    )


def _separation(
    placing: Placing, beside: Placing, own_terms: ranking.Terms, tally: ranking.Tally
) -> Separation:
    round_, other = placing.entry.round, beside.entry.proposal.reference
    return separate(
        placing,
        beside,
        terms=own_terms,
        tallies=tallies(round_, reference=other) | {placing.entry.proposal.reference: tally},
        criteria={criterion.key: criterion for criterion in round_.criteria.all()},
    )


def _points(own_terms: ranking.Terms, means: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return each criterion's weight times its share of the scale; without marks it is absent."""
    return {
        one.key: one.weight * _share(means[one.key], one)
        for one in own_terms.criteria
        if one.key in means
    }


def _line(
    criterion: Criterion,
    own: ranking.Criterion,
    tally: ranking.Tally,
    names: Mapping[str, str],
    mean: Fraction | None,
) -> Line:
    marks = tally.marks.get(own.key, {})
    share = None if mean is None else _share(mean, own)
    return Line(
        criterion=criterion,
        weight=plain(criterion.weight or Decimal(0)),
        cities=tuple(
            CityMean(names[city], ranking.two_places(Fraction(total) / number) or "", number)
            for city, (total, number) in sorted(marks.items())
        ),
        mean=ranking.two_places(mean) or "",
        share=ranking.two_places(None if share is None else 100 * share) or "",
        points=ranking.two_places(None if share is None else own.weight * share) or "",
    )


def _gate(
    criterion: Criterion, tally: ranking.Tally, names: Mapping[str, str], *, is_passed: bool
) -> Gate:
    answers = tally.answers.get(criterion.key, {})
    return Gate(
        criterion=criterion,
        cities=tuple(
            CityAnswer(names[city], own.yes, own.no) for city, own in sorted(answers.items())
        ),
        is_passed=is_passed,
    )


def _share(mean: Fraction, own: ranking.Criterion) -> Fraction:
    """Return a mean mark as a share of its scale, 0 to 1."""
    return (mean - own.low) / (own.high - own.low)


def _weights(own_terms: ranking.Terms, points: Mapping[str, Fraction]) -> str:
    """Return the sum of the weights of the criteria that have a mark."""
    total = sum(one.weight for one in own_terms.criteria if one.key in points)
    return plain(Decimal(ranking.two_places(Fraction(total)) or 0))


def _words(entry: Entry) -> tuple[Word, ...]:
    """Return what the submitted reviews say, by city; who wrote it is not told."""
    reviews = entry.reviews.filter(state=Review.State.SUBMITTED).exclude(comment="")
    remarks = Remark.objects.standing().filter(
        review__entry=entry, review__state=Review.State.SUBMITTED
    )
    remarks = remarks.order_by("criterion__position", "review__city__name", "text", "pk")
    return (
        *(
            Word(city=city, about="", text=text)
            for city, text in reviews.order_by("city__name", "comment", "pk").values_list(
                "city__name", "comment"
            )
        ),
        *(
            Word(city=city, about=label, text=text)
            for city, label, text in remarks.values_list(
                "review__city__name", "criterion__label", "text"
            )
        ),
    )
