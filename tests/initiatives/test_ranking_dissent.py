"""Where those who judge differ most."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives import ranking
from initiatives.ranking import Criterion, Dissent, Marks, Tally
from tests.initiatives.rounds import terms

TERMS = terms(
    Criterion("savings", Fraction(75), 0, 5),
    Criterion("service", Fraction(25), 1, 5),
    proposals=("P-1", "P-2", "P-3", "P-4"),
    cities=("grandview", "independence", "raytown"),
)


def savings(**by_city):
    """A proposal marked in savings alone: city = mark."""
    marks = {"savings": {city: Marks(mark, 1) for city, mark in by_city.items()}}
    return Tally(reviews=len(by_city), marks=marks)


@given(st.lists(st.integers(0, 10), min_size=2, max_size=8))
def test_the_distance_is_the_mean_over_all_pairs_of_marks(marks):
    pairs = list(combinations(marks, 2))
    expected = Fraction(sum(abs(one - other) for one, other in pairs), len(pairs))
    assert ranking.distance({mark: marks.count(mark) for mark in marks}) == expected


def test_one_mark_is_no_distance():
    assert (ranking.distance({4: 1}), ranking.distance({})) == (None, None)


def test_the_proposal_whose_evaluators_differ_most_comes_first():
    tallies = {
        "P-1": savings(raytown=3, independence=4),
        "P-2": savings(raytown=5, independence=0, grandview=5),
        "P-3": savings(raytown=2),
    }
    counts = {
        "P-1": {"savings": {3: 1, 4: 1}},
        "P-2": {"savings": {5: 2, 0: 1}, "service": {3: 2}},
        "P-3": {"savings": {2: 1}},
    }
    assert ranking.dissent(TERMS, tallies, counts) == (
        Dissent(
            "P-2",
            evaluators=Fraction(75, 100) * Fraction(10, 3) / 5,
            cities=Fraction(100),
            highest=("raytown", Fraction(100)),
            lowest=("independence", Fraction(0)),
        ),
        Dissent(
            "P-1",
            evaluators=Fraction(1, 5),
            cities=Fraction(20),
            highest=("independence", Fraction(80)),
            lowest=("raytown", Fraction(60)),
        ),
        Dissent("P-3", None, None, None, None),
        Dissent("P-4", None, None, None, None),
    )


def test_among_equals_the_one_whose_cities_differ_more_comes_first():
    counts = {key: {"savings": {3: 1, 4: 1}} for key in ("P-1", "P-2")}
    tallies = {"P-1": savings(raytown=7), "P-2": savings(raytown=3, independence=4)}
    assert [own.proposal for own in ranking.dissent(TERMS, tallies, counts)][:2] == ["P-2", "P-1"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(1, 3, False), (3, 4, True), (4, 9, False), (1, 9, True), (None, None, False)],
)
def test_a_rank_is_around_the_cut_when_it_may_lie_on_either_side(low, high, expected):
    assert ranking.is_around_the_cut(low, high, top=3) is expected
