"""What a score is made of, and what parts one proposal from another."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings

from initiatives import ranking
from initiatives.ranking import Criterion, Marks, Part, Tally
from tests.initiatives.rounds import documents, terms

TERMS = terms(
    Criterion("savings", Fraction(60), 0, 5),
    Criterion("service", Fraction(40), 1, 5),
)


def test_the_criterion_that_parts_two_proposals_most_comes_first():
    found = ranking.compare(
        TERMS,
        {"savings": Fraction(4), "service": Fraction(3)},
        {"savings": Fraction(9, 2), "service": Fraction(5)},
    )
    assert found == (Part("service", Fraction(20), Fraction(40)), Part("savings", 48, 54))
    assert [part.difference for part in found] == [-20, -6]


def test_a_criterion_without_marks_brings_no_points_and_leaves_its_weight_to_the_others():
    found = ranking.compare(TERMS, {"savings": Fraction(4)}, {"service": Fraction(5)})
    assert found == (Part("service", None, Fraction(100)), Part("savings", Fraction(80), None))
    assert sum(part.difference for part in found) == -20


def test_the_mean_of_the_evaluators_counts_each_of_them_once():
    marks = {"savings": {"raytown": Marks(9, 2), "grandview": Marks(0, 1)}, "service": {}}
    assert ranking.evaluator_means(Tally(reviews=3, marks=marks)) == {"savings": 3}


@given(documents())
@settings(max_examples=200)
def test_points_sum_to_the_score_and_differences_to_the_difference_of_scores(document):
    round_ = ranking.parse(document)
    tallies = ranking.tally(round_)
    found = {key: ranking.assess(round_.terms, own) for key, own in tallies.items()}
    for own in found.values():
        if own.score is not None:
            assert sum(ranking.points(round_.terms, own.means).values()) == own.score
    for one, other in pairwise(found.values()):
        parts = ranking.compare(round_.terms, one.means, other.means)
        assert sum(part.difference for part in parts) == (one.score or 0) - (other.score or 0)


@given(documents())
@settings(max_examples=200)
def test_the_raw_rank_follows_the_raw_score_among_the_ranked(document):
    round_ = ranking.parse(document)
    ranked = [one for one in ranking.standings(round_.terms, ranking.tally(round_)) if one.rank]
    for one in ranked:
        assert one.raw_rank == 1 + sum(other.raw_score > one.raw_score for other in ranked)
