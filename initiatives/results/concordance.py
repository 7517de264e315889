"""How the agreement in one criterion is reckoned, step by step, for whoever checks it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from initiatives import ranking
from initiatives.models import Criterion, Round
from initiatives.results.reckoning import Entered, entered, mark_counts
from initiatives.results.wording import counted, figure

MOST = 50
"""Proposals on the page, those that disagree most first."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One proposal's marks in the criterion and what they add to the disagreement."""

    reference: str
    title: str
    marks: str
    disagreement: int
    part: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """The whole reckoning of one alpha: the proposals, and the sentences that lead to it."""

    lines: tuple[Marked, ...]
    of: int
    sentences: tuple[str, ...]


def concordance(round_: Round, criterion: Criterion) -> Concordance:
    """Reckon the agreement in one scored criterion anew; two queries."""
    titles = entered(round_)
    counts = {
        reference: own[criterion.key]
        for reference, own in mark_counts(round_).items()
        if criterion.key in own and reference in titles
    }
    spreads = {reference: _spread(own) for reference, own in counts.items()}
    paired = [reference for reference, spread in spreads.items() if spread.number > 1]
    paired.sort(key=lambda reference: (-_part(spreads[reference]), reference))
    lines = [_line(key, titles[key], counts[key], spreads[key]) for key in paired[:MOST]]
    return Concordance(tuple(lines), len(paired), tuple(_sentences(spreads, paired)))


def _spread(counts: Mapping[int, int]) -> ranking.Spread:
    return ranking.Spread(
        number=sum(counts.values()),
        total=sum(mark * number for mark, number in counts.items()),
        squares=sum(mark * mark * number for mark, number in counts.items()),
    )


def _part(spread: ranking.Spread) -> Fraction:
    """What a proposal adds to the observed disagreement; it has two marks or more."""
    return Fraction(spread.disagreement, spread.number - 1)


def _line(
    reference: str, named: Entered, counts: Mapping[int, int], spread: ranking.Spread
) -> Marked:
    marks = [str(mark) for mark, number in sorted(counts.items()) for _ in range(number)]
    return Marked(
        reference=reference,
        title=named.title,
        marks=", ".join(marks),
        disagreement=spread.disagreement,
        part=figure(_part(spread)),
    )


def _sentences(spreads: Mapping[str, ranking.Spread], paired: list[str]) -> list[str]:
    """Lead from the sums to alpha, as `docs/ranking.md` does."""
    those = [spreads[reference] for reference in paired]
    whole = ranking.Spread(*(sum(column) for column in zip(*those, strict=True))) if those else None
    if whole is None:
        return ["No proposal has two marks to compare, so there is no alpha."]
    observed = sum((_part(spread) for spread in those), Fraction(0))
    said = [
        (
            f"{counted(len(those), 'proposal has', 'proposals have')} two marks or more: "
            f"{whole.number:,} marks, whose sum is {whole.total:,} and the sum of whose squares "
            f"is {whole.squares:,}."
        ),
        (
            f"The disagreement of all of them together is {whole.number:,} × {whole.squares:,} − "
            f"{whole.total:,}² = {whole.disagreement:,}."
        ),
        (
            "The disagreement within each proposal, divided by one less than its number of marks, "
            f"sums to {figure(observed)}."
        ),
    ]
    if not whole.disagreement:
        return [*said[:2], "All marks are the same, so there is nothing to compare and no alpha."]
    alpha = figure(ranking.alpha(those).alpha).replace("-", "−")
    reckoned = f"1 − {whole.number - 1:,} × {figure(observed)} ÷ {whole.disagreement:,}"
    return [*said, f"Alpha is {reckoned} = {alpha}."]
