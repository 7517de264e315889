"""What parts two proposals: the answer to “why is mine fourth?”, criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from initiatives import ranking
from initiatives.models import Criterion, Placing
from initiatives.results.wording import counted, figure


@dataclass(frozen=True, slots=True)
class Apart:
    """One criterion: what the one and the other got of it, and which has more.

    Points are those that sum to the scores. `difference` is the one's lead, with its sign;
    `sentence` says the same.
    """

    label: str
    one: str
    other: str
    difference: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Separation:
    """Two ranked proposals set side by side, what parts them most first."""

    one: Placing
    other: Placing
    sentence: str
    lines: tuple[Apart, ...]
    total: str


def separate(
    one: Placing,
    other: Placing,
    *,
    terms: ranking.Terms,
    tallies: Mapping[str, ranking.Tally],
    criteria: Mapping[str, Criterion],
) -> Separation:
    """Say why the one stands where it does and the other elsewhere; exact before it is written."""
    means = [
        ranking.assess(terms, tallies.get(each.entry.proposal.reference, ranking.Tally())).means
        for each in (one, other)
    ]
    parts = ranking.compare(terms, *means)
    total = sum((part.difference for part in parts), Fraction(0))
    return Separation(
        one=one,
        other=other,
        sentence=_sentence(one, other, total),
        lines=tuple(_apart(part, criteria[part.key].label) for part in parts),
        total=signed(total),
    )


def _sentence(one: Placing, other: Placing, total: Fraction) -> str:
    """Say by how many points and places they are apart."""
    named = f"“{other.entry.proposal.title}” ({other.entry.proposal.reference})"
    if not total:
        return f"It has exactly the score of {named}: they share rank {one.rank}."
    points = counted_points(abs(total))
    return (
        f"It has {one.score} points and rank {one.rank}; {named} has {other.score} points and "
        f"rank {other.rank}. That is {points} {'more' if total > 0 else 'fewer'}."
    )


def _apart(part: ranking.Part, label: str) -> Apart:
    return Apart(
        label=label,
        one=figure(part.one) or "–",
        other=figure(part.other) or "–",
        difference=signed(part.difference),
        sentence=_why(part, label),
    )


def _why(part: ranking.Part, label: str) -> str:
    """Say what one criterion does to the two."""
    if part.one is None and part.other is None:
        return f"{label}: nobody marked either of them."
    if part.one is None or part.other is None:
        return f"{label}: nobody marked one of them, whose other criteria carry the weight."
    if not part.difference:
        return f"{label}: both have {figure(part.one)} points."
    more = "more" if part.difference > 0 else "fewer"
    return (
        f"{label}: {counted_points(abs(part.difference))} {more}, {figure(part.one)} against "
        f"{figure(part.other)}."
    )


def counted_points(points: Fraction) -> str:
    """Say an amount of points: "1.00 point", "2.35 points", "less than 0.01 points"."""
    written = figure(points)
    if written == "0.00":
        return "less than 0.01 points"
    return f"{written} {'point' if points == 1 else 'points'}"


def signed(points: Fraction) -> str:
    """Write a difference with its sign: "+2.35", "−2.35", "0.00"."""
    written = figure(abs(points))
    sign = "" if not points else "+" if points > 0 else "−"
    return f"{sign}{written}"


def moved(before: int | None, after: int | None) -> str:
    """Say what became of a rank: "2 places higher", "unchanged", "no longer ranked"."""
    if before == after:
        return "unchanged"
    if before is None or after is None:
        return "newly ranked" if before is None else "no longer ranked"
    places = counted(abs(before - after), "place", "places")
    return f"{places} {'higher' if after < before else 'lower'}"
