"""Simulated evaluators: evening out harsh and lenient marks comes nearer the truth.

The worth of each proposal is known here, as it never is in a round, so that an order can be
compared with the true one.
"""

from fractions import Fraction
from itertools import combinations
from random import Random
from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st

from initiatives import ranking
from initiatives.ranking import Criterion, Review, Round, Terms

SEEDS = range(60)
CITIES = ("blue-springs", "grandview", "independence", "lees-summit", "raytown")
PEOPLE = [(city, f"e{at}") for city in CITIES for at in (1, 2, 3)]
PROPOSALS = tuple(f"P-{at:02}" for at in range(24))
HIGHEST = 10
UNTOLD = 0.8  # by so many marks does one reading differ from the next, for no reason


def simulated(seed, *, bias):
    """A round, and what each proposal is truly worth; evaluators differ by `bias` marks.

    One evaluator of each city reads each proposal, and all read equally many.
    """
    chance = Random(seed)
    leaning = {one: chance.gauss(0, bias) for one in PEOPLE}
    worth = {proposal: chance.gauss(HIGHEST / 2, 1.2) for proposal in PROPOSALS}
    reviews = []
    for city in CITIES:
        readers = [one for one in PEOPLE if one[0] == city] * (len(PROPOSALS) // 3)
        chance.shuffle(readers)
        for proposal, who in zip(PROPOSALS, readers, strict=True):
            marked = round(worth[proposal] + leaning[who] + chance.gauss(0, UNTOLD))
            marks = {"savings": min(max(marked, 0), HIGHEST)}
            reviews.append(Review(proposal=proposal, city=city, evaluator=who[1], marks=marks))
    return Round(terms_of(PROPOSALS), tuple(reviews)), worth


def terms_of(proposals):
    return Terms(
        criteria=(Criterion("savings", Fraction(100), 0, HIGHEST),),
        cities=CITIES,
        quorum=1,
        proposals=tuple(proposals),
    )


def plain_scores(round_):
    return {
        one.proposal: one.score for one in ranking.standings(round_.terms, ranking.tally(round_))
    }


def kendall(one, other):
    """Kendall's tau of two scorings: 1 for the same order, -1 for the reverse; ties count 0."""
    pairs = list(combinations(sorted(one), 2))
    return fmean(
        _sign(one[first] - one[second]) * _sign(other[first] - other[second])
        for first, second in pairs
    )


def _sign(value):
    return (value > 0) - (value < 0)


def nearness(*, bias):
    """How near the truth the plain and the adjusted order are, seed by seed."""
    taus = []
    for seed in SEEDS:
        round_, worth = simulated(seed, bias=bias)
        adjusted = ranking.adjusted_scores(round_)
        taus.append((kendall(plain_scores(round_), worth), kendall(adjusted, worth)))
    return taus


def test_with_harsh_and_lenient_evaluators_the_adjusted_order_is_nearer_the_truth():
    taus = nearness(bias=2)
    plain, adjusted = (fmean(column) for column in zip(*taus, strict=True))
    assert adjusted > plain + 0.1
    assert sum(mine > theirs for theirs, mine in taus) > 0.9 * len(SEEDS)


def test_with_evaluators_of_one_measure_the_order_stays_as_near_the_truth():
    plain, adjusted = (fmean(column) for column in zip(*nearness(bias=0), strict=True))
    assert abs(adjusted - plain) < 0.02


def test_with_evaluators_of_one_measure_the_scores_hardly_move():
    """What chance alone looks like is believed by n / (n + 3) at most, and evens out."""
    for seed in SEEDS:
        round_, _ = simulated(seed, bias=0)
        plain, adjusted = plain_scores(round_), ranking.adjusted_scores(round_)
        moved = [abs(adjusted[one] - plain[one]) for one in PROPOSALS]
        assert fmean(moved) < 100 * UNTOLD / HIGHEST / 4
        assert max(moved) < 100 * UNTOLD / HIGHEST / 2


@given(st.lists(st.integers(0, HIGHEST), min_size=3, max_size=8), st.randoms())
def test_where_all_have_the_same_mean_every_score_stays_exactly(marks, shuffle):
    """Everybody marks everything, each in another order, so that nobody is harsh."""
    proposals = [f"P-{at}" for at in range(len(marks))]
    reviews = []
    for city, evaluator in PEOPLE[:7]:
        shuffle.shuffle(marks)
        reviews += [
            Review(proposal=proposal, city=city, evaluator=evaluator, marks={"savings": mark})
            for proposal, mark in zip(proposals, marks, strict=True)
        ]
    round_ = Round(terms_of(proposals), tuple(reviews))
    assert set(ranking.leniencies(round_).values()) == {Fraction(0)}
    assert ranking.adjusted_scores(round_) == plain_scores(round_)
