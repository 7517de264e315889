"""The arithmetic of an evaluation round: pure, exact, recomputable by anyone.

`docs/ranking.md` explains it in plain language with an example to check by hand.

From tallies, which SQL can add up (GROUP BY proposal, city, criterion):

    terms = Terms(criteria=(Criterion("savings", weight=Fraction(100), low=0, high=5),),
                  gates=("lawful",), cities=("grandview", "raytown"), quorum=2,
                  proposals=("P-1",), settings=Settings(seed=1, draws=10_000, top=3))
    tallies = {"P-1": Tally(reviews=3,  # that were not recused
                            marks={"savings": {"raytown": Marks(total=9, number=2)}},
                            answers={"lawful": {"raytown": Answers(yes=2, no=0)}})}
    rank(terms, tallies) -> tuple[Standing, ...]       everything, robustness included
    standings(terms, tallies) -> tuple[Standing, ...]  without the draws of weights: fast
    assess(terms, tally) -> Assessment                 one proposal: scores, cities, reasons
    city_scores(terms, tally) -> {city: score}         each city's own score of one proposal
    alpha([Spread(number, total, squares), ...])        agreement, from sums of marks and squares
    points(terms, means) -> {criterion: points}        what a score is made of
    compare(terms, means, others) -> tuple[Part, ...]  which criteria part two proposals
    places(terms, assessed) -> {proposal: Place}       ranks and scores under other weights:
        reweighed(terms, weights), with_weight(terms, key, weight) -> Terms
    sensitivity(terms, assessed, key) -> {proposal: ranks}  as one weight goes from 0 to double
    dissent(terms, tallies, counts) -> tuple[Dissent, ...]  where evaluators differ most, first

From the single marks (`Round` = terms + reviews), which only a whole round has:

    tally(round_) -> {proposal: Tally}
    agreement(round_) -> {criterion: Agreement}        Krippendorff's alpha and its n
    adjusted_scores(round_) -> {proposal: score or None}   harsh and lenient marks evened out
    leniencies(round_) -> {(city, evaluator): share of the scale}

The published file (the `rank` command reads it and prints the result document):

    parse(document) -> Round           raises collaborative.documents.BadDocument
    to_input(round_) -> document       the published file of a round; parse() reads it back
    recompute(document) -> document    the whole result
    to_document(standings, agreement=..., adjusted=..., input_sha256=...) -> document
    streamed(terms, reviews) -> bytes, part by part   the published file of a very large round
    digest(document) -> str            SHA-256 of its canonical JSON
    canonical(document) -> bytes       that JSON
    two_places(fraction or None) -> "81.67" or None, rounded half up

Scores are Fractions from 0 to 100. Nothing is rounded before `two_places`.
"""

from initiatives.ranking.agreement import Agreement, Spread, agreement, alpha
from initiatives.ranking.dissent import Counts, Dissent, dissent, distance, is_around_the_cut
from initiatives.ranking.leniency import adjusted_scores, leniencies
from initiatives.ranking.parts import Part, compare, evaluator_means, points
from initiatives.ranking.publishing import (
    canonical,
    digest,
    recompute,
    streamed,
    to_document,
    to_input,
    two_places,
)
from initiatives.ranking.reading import parse
from initiatives.ranking.robustness import rank
from initiatives.ranking.rounds import (
    Answers,
    Criterion,
    Marks,
    Review,
    Round,
    Settings,
    Tally,
    Terms,
    tally,
)
from initiatives.ranking.standings import (
    Assessment,
    Standing,
    assess,
    city_scores,
    standings,
    weighed,
)
from initiatives.ranking.weighing import (
    STEPS,
    Place,
    places,
    reweighed,
    sensitivity,
    steps_of,
    with_weight,
)

__all__ = [
    "STEPS",
    "Agreement",
    "Answers",
    "Assessment",
    "Counts",
    "Criterion",
    "Dissent",
    "Marks",
    "Part",
    "Place",
    "Review",
    "Round",
    "Settings",
    "Spread",
    "Standing",
    "Tally",
    "Terms",
    "adjusted_scores",
    "agreement",
    "alpha",
    "assess",
    "canonical",
    "city_scores",
    "compare",
    "digest",
    "dissent",
    "distance",
    "evaluator_means",
    "is_around_the_cut",
    "leniencies",
    "parse",
    "places",
    "points",
    "rank",
    "recompute",
    "reweighed",
    "sensitivity",
    "standings",
    "steps_of",
    "streamed",
    "tally",
    "to_document",
    "to_input",
    "two_places",
    "weighed",
    "with_weight",
]
