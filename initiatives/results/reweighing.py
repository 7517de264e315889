"""A ranking before and after its weights were changed, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from initiatives import ranking
from initiatives.models import Criterion, Entry, Placing, Ranking, Round, Weight
from initiatives.models.proposals import TEXTS
from initiatives.results.reasons import in_words
from initiatives.results.tallies import tallies, terms


class Weighed(NamedTuple):
    """A criterion's weight in per cent, and its least mean mark in marks, if it has one."""

    weight: Decimal
    threshold: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion before and after."""

    criterion: Criterion
    before: Weighed
    after: Weighed

    @property
    def is_changed(self) -> bool:
        """Whether it weighs something else, or has another least mean mark."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal's place before and after, with what is against it after."""

    entry: Entry
    before: Placing
    after: Placing
    reasons: tuple[str, ...]

    @property
    def move(self) -> str:
        """Say how the rank moved."""
        old, new = self.before.rank, self.after.rank
        if old == new:
            return "as before"
        if old is None:
            return "now ranked"
        if new is None:
            return "no longer ranked"
        return f"up {old - new}" if new < old else f"down {new - old}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same marks under two sets of weights, the later ranking's best first.

    `ranking` is the later one; None where it is only looked at.
    """

    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    ranking: Ranking | None = None

    @property
    def has_thresholds(self) -> bool:
        """Whether a criterion has a least mean mark, before or after."""
        return any(row.before.threshold or row.after.threshold for row in self.rows)

    @property
    def in_short(self) -> str:
        """Say in a sentence what it comes to."""
        moved = sum(line.before.rank != line.after.rank for line in self.lines)
        if not moved:
            return "Every rank stays as it is."
        if moved == 1:
            return f"Of {len(self.lines)} proposals 1 has another rank."
        return f"Of {len(self.lines)} proposals {moved} have another rank."


def compared(round_: Round, weights: Mapping[str, Weighed]) -> Comparison:
    """Rank the marks as they stand by the weights in force and by others; nothing is written.

    The weights are drawn for neither: that is for the ranking that stands.
    """
    criteria = {one.key: one for one in round_.criteria.all()}
    now, sums = terms(round_), tallies(round_)
    then = replace(now, criteria=tuple(_weighed(one, weights[one.key]) for one in now.criteria))
    entries = {
        entry.proposal.reference: entry
        for entry in round_.entries.standing().select_related("proposal__city")
    }
    before, after = (
        [_place(one, entries[one.proposal]) for one in ranking.standings(each, sums)]
        for each in (now, then)
    )
    later = {key: _copy(one, weights.get(key)) for key, one in criteria.items()}
    return Comparison(
        rows=tuple(_rows(criteria, {key: _own(one) for key, one in criteria.items()}, weights)),
        lines=tuple(_lines(round_, before, after, later)),
    )


def changes(round_: Round) -> list[Comparison]:
    """Return every change of the weights on record, the newest first. Four queries at most."""
    rankings = {one.number: one for one in round_.rankings.all()}
    numbers = [one.number for one in rankings.values() if one.cause == Ranking.Cause.WEIGHED]
    if not numbers:
        return []
    criteria = {one.key: one for one in round_.criteria.all()}
    versions = _versions(round_)
    placings = _placings(round_, {number - step for number in numbers for step in (0, 1)})
    return [
        Comparison(
            rows=tuple(_rows(criteria, _as_of(versions, number - 1), _as_of(versions, number))),
            lines=tuple(
                _lines(
                    round_,
                    placings[number - 1],
                    placings[number],
                    {
                        key: _copy(one, _as_of(versions, number).get(key))
                        for key, one in criteria.items()
                    },
                )
            ),
            ranking=rankings[number],
        )
        for number in sorted(numbers, reverse=True)
    ]


def _versions(round_: Round) -> dict[int, dict[str, Weighed]]:
    """Return {number: {criterion: what it weighs from that ranking on}}."""
    versions: dict[int, dict[str, Weighed]] = defaultdict(dict)
    rows = Weight.objects.filter(criterion__round=round_).order_by()
    for number, key, weight, threshold in rows.values_list(
        "number", "criterion__key", "weight", "threshold"
    ):
        versions[number][key] = Weighed(weight, threshold)
    return versions


def _as_of(versions: Mapping[int, dict[str, Weighed]], number: int) -> dict[str, Weighed]:
    """Return the version by which the ranking of that number was computed."""
    return versions[max(each for each in versions if each <= number)]


def _placings(round_: Round, numbers: Iterable[int]) -> dict[int, list[Placing]]:
    found: dict[int, list[Placing]] = defaultdict(list)
    rows = (
        Placing.objects.filter(ranking__round=round_, ranking__number__in=numbers)
        .select_related("ranking", "entry__proposal__city")
        .defer(*(f"entry__proposal__{text}" for text in TEXTS))
        .order_by("position", "pk")
    )
    for placing in rows:
        found[placing.ranking.number].append(placing)
    return found


def _rows(
    criteria: Mapping[str, Criterion],
    before: Mapping[str, Weighed],
    after: Mapping[str, Weighed],
) -> Iterator[Row]:
    for key, criterion in criteria.items():
        if not criterion.is_gate:
            yield Row(criterion, before[key], after[key])


def _lines(
    round_: Round,
    before: Sequence[Placing],
    after: Sequence[Placing],
    criteria: Mapping[str, Criterion],
) -> Iterator[Line]:
    earlier = {placing.entry_id: placing for placing in before}
    for placing in after:
        yield Line(
            entry=placing.entry,
            before=earlier[placing.entry_id],
            after=placing,
            reasons=tuple(in_words(placing, round_, criteria)),
        )


def _place(standing: ranking.Standing, entry: Entry) -> Placing:
    """Return a line of a ranking that is only looked at."""
    score = ranking.two_places(standing.score)
    return Placing(
        entry=entry,
        rank=standing.rank,
        score=None if score is None else Decimal(score),
        cities=standing.cities,
        reasons=list(standing.reasons),
    )


def _weighed(own: ranking.Criterion, given: Weighed) -> ranking.Criterion:
    threshold = None if given.threshold is None else Fraction(given.threshold)
    return replace(own, weight=Fraction(given.weight), threshold=threshold)


def _own(criterion: Criterion) -> Weighed:
    return Weighed(criterion.weight or Decimal(0), criterion.threshold)


def _copy(criterion: Criterion, given: Weighed | None) -> Criterion:
    """Return the criterion as it stood, or would stand, with a weight and a least mean mark."""
    own = copy(criterion)
    if given is not None:
        own.weight, own.threshold = given
    return own
