"""How one proposal's score with harsh and lenient evaluators evened out came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from initiatives import ranking
from initiatives.models import Criterion, Round
from initiatives.ranking.rounds import Evaluator, tally
from initiatives.results.publishing import whole
from initiatives.results.wording import figure, listed, percent, weight


@dataclass(frozen=True, slots=True)
class Judge:
    """An evaluator of the proposal, by city and number as in the results file.

    `leniency` says by how much of the scale the person marks above or below the others, and on
    how many `proposals` that is known.
    """

    city: str
    number: str
    leniency: str
    proposals: int


@dataclass(frozen=True, slots=True)
class Evened:
    """The judges of one proposal, and the sentences from their marks to the evened score."""

    judges: tuple[Judge, ...]
    sentences: tuple[str, ...]


def evened(round_: Round, reference: str, *, names: dict[str, str]) -> Evened:
    """Even out the marks of one proposal anew; reads every mark of the round, in few queries."""
    every_mark = whole(round_)
    known = ranking.leniencies(every_mark)
    criteria = {criterion.key: criterion for criterion in round_.criteria.all()}
    marked = _proposals_marked(every_mark)
    own = sorted(
        (review.city, review.evaluator)
        for review in every_mark.reviews
        if review.proposal == reference and review.marks
    )
    return Evened(
        judges=tuple(
            Judge(names[judge[0]], judge[1], _said(known[judge]), marked[judge]) for judge in own
        ),
        sentences=tuple(_sentences(every_mark, reference, known, criteria, names)),
    )


def _proposals_marked(every_mark: ranking.Round) -> dict[Evaluator, int]:
    marked: dict[Evaluator, int] = {}
    for review in every_mark.reviews:
        if review.marks:
            judge = (review.city, review.evaluator)
            marked[judge] = marked.get(judge, 0) + 1
    return marked


def _said(leniency: Fraction) -> str:
    """Say how somebody marks: "2.50 per cent above", "as the others do"."""
    if not leniency:
        return "as the others do"
    return f"{percent(abs(leniency))} per cent {'above' if leniency > 0 else 'below'} the others"


def _sentences(
    every_mark: ranking.Round,
    reference: str,
    known: dict[Evaluator, Fraction],
    criteria: dict[str, Criterion],
    names: dict[str, str],
) -> Iterator[str]:
    """Go from corrected marks to the score, criterion by criterion."""
    terms = every_mark.terms
    corrections = {
        judge: {one.key: leniency * (one.high - one.low) for one in terms.criteria}
        for judge, leniency in known.items()
    }
    corrected = tally(every_mark, corrections=corrections)[reference]
    means = ranking.assess(terms, corrected).means
    points = ranking.points(terms, means)
    for one in terms.criteria:
        if one.key in means:
            cities = [
                f"{names[city]} {figure(Fraction(total) / number)}"
                for city, (total, number) in sorted(corrected.marks[one.key].items())
            ]
            yield (
                f"{criteria[one.key].label}, weight {weight(one.weight)}: the corrected mean "
                f"marks are {listed(cities)}; their mean is {figure(means[one.key])}, which "
                f"brings {figure(points[one.key])} points."
            )
    total = sum(points.values(), Fraction(0))
    yield f"The points sum to {figure(total)}."
    if not 0 <= total <= 100:  # noqa: PLR2004 - per cent
        yield "A score is kept within 0 to 100."
