"""How firm a rank is, under other weights and without a city."""

import json
from fractions import Fraction
from hashlib import sha256
from math import comb
from random import Random

import pytest

from initiatives import ranking
from initiatives.ranking import Criterion, Marks, Settings, Tally, robustness
from tests.initiatives.rounds import marked, terms


def rivals(weight, *, top=1, seed=1, draws=10_000):
    """A is perfect in savings, B in service, each worthless in the other."""
    criteria = (
        Criterion("savings", Fraction(weight), 0, 5),
        Criterion("service", Fraction(100 - weight), 0, 5),
    )
    tallies = {
        "A": Tally(
            reviews=1,
            marks={"savings": {"raytown": Marks(5, 1)}, "service": {"raytown": Marks(0, 1)}},
        ),
        "B": Tally(
            reviews=1,
            marks={"savings": {"raytown": Marks(0, 1)}, "service": {"raytown": Marks(5, 1)}},
        ),
    }
    given = terms(
        *criteria, cities=("raytown",), settings=Settings(seed=seed, draws=draws, top=top)
    )
    return {one.proposal: one for one in ranking.rank(given, tallies)}


@pytest.mark.parametrize("weight", [40, 50, 55, 60])
def test_drawn_weights_follow_the_dirichlet_distribution(weight):
    # With two criteria the first weight is Beta(w, 100 - w), which exceeds one half as often as
    # 99 throws of a coin show at most w - 1 heads.
    expected = sum(comb(99, heads) for heads in range(weight)) / 2**99
    assert float(rivals(weight)["A"].top_share) == pytest.approx(expected, abs=0.015)


def test_small_weights_are_drawn_as_small_as_they_are():
    # A leads when the weight of "a" exceeds 1/101; Beta(1, 99) does so with (100/101)^99.
    criteria = (Criterion("a", Fraction(1), 0, 1), Criterion("b", Fraction(99), 0, 100))
    tallies = {
        "A": Tally(reviews=1, marks={"a": {"x": Marks(1, 1)}, "b": {"x": Marks(0, 1)}}),
        "B": Tally(reviews=1, marks={"a": {"x": Marks(0, 1)}, "b": {"x": Marks(1, 1)}}),
    }
    given = terms(*criteria, cities=("x",), settings=Settings(top=1))
    found = {one.proposal: one for one in ranking.rank(given, tallies)}
    assert float(found["A"].top_share) == pytest.approx((100 / 101) ** 99, abs=0.015)


@pytest.mark.parametrize(
    ("counts", "interval"),
    [
        ([0, 25, 950, 25], (2, 2)),
        ([0, 26, 949, 25], (1, 2)),
        ([0, 25, 949, 26], (2, 3)),
        ([0, 0, 1000, 0], (2, 2)),
        ([0, 1, 38, 0], (1, 2)),
        ([0, 1, 39, 0], (2, 2)),
    ],
)
def test_at_most_one_draw_in_forty_is_cut_off_at_either_end(counts, interval):
    assert robustness._central(counts) == interval


def test_top_shares_of_two_rivals_add_up_to_one_and_the_second_place_is_certain():
    found = rivals(60)
    assert found["A"].top_share + found["B"].top_share == 1
    assert {one.top_share for one in rivals(60, top=2).values()} == {Fraction(1)}


def test_the_interval_is_cut_where_fewer_than_one_draw_in_forty_differs():
    assert {w: rivals(w)["B"].rank_interval for w in (50, 60, 61)} == {
        50: (1, 2),
        60: (2, 2),
        61: (2, 2),
    }
    assert rivals(60)["B"].top_share < Fraction(1, 40) < rivals(59)["B"].top_share


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    assert rivals(55) == rivals(55)
    assert rivals(55)["A"].top_share != rivals(55, seed=2)["A"].top_share


def test_the_order_of_criteria_does_not_change_the_draws():
    swapped = (Criterion("service", Fraction(45), 0, 5), Criterion("savings", Fraction(55), 0, 5))
    tallies = {
        "A": Tally(
            reviews=1,
            marks={"savings": {"raytown": Marks(5, 1)}, "service": {"raytown": Marks(0, 1)}},
        ),
        "B": Tally(
            reviews=1,
            marks={"savings": {"raytown": Marks(0, 1)}, "service": {"raytown": Marks(5, 1)}},
        ),
    }
    given = terms(*swapped, cities=("raytown",), settings=Settings(top=1))
    assert {one.proposal: one for one in ranking.rank(given, tallies)} == rivals(55)


def test_equal_proposals_stay_equal_in_every_draw_even_with_unlike_gaps():
    third = {"raytown": Marks(1, 3)}
    tallies = {
        "A": Tally(reviews=1, marks={"a": third, "b": third, "c": third}),
        "B": Tally(reviews=1, marks={"b": third}),
        "C": Tally(reviews=1, marks={"a": third, "c": third}),
    }
    criteria = [
        Criterion(key, Fraction(weight), 0, 1)
        for key, weight in zip("abc", (17, 29, 54), strict=True)
    ]
    given = terms(*criteria, proposals=("A", "B", "C"), settings=Settings(top=1))
    assert [
        (one.rank, one.rank_interval, one.top_share) for one in ranking.rank(given, tallies)
    ] == [(1, (1, 1), Fraction(1))] * 3


def test_a_proposal_that_is_better_in_all_criteria_is_first_under_all_weights():
    def both(mark):
        return {"savings": {"raytown": Marks(mark, 1)}, "service": {"raytown": Marks(mark, 1)}}

    tallies = {
        key: Tally(reviews=1, marks=both(mark)) for key, mark in (("A", 4), ("B", 3), ("C", 2))
    }
    found = ranking.rank(
        terms(proposals=("A", "B", "C"), cities=("raytown",), settings=Settings(top=2)), tallies
    )
    assert [(one.rank_interval, one.top_share) for one in found] == [
        ((1, 1), 1),
        ((2, 2), 1),
        ((3, 3), 0),
    ]


def test_the_interval_holds_every_rank_with_a_city_left_out():
    tallies = {
        "A": marked(raytown=(5, 1), grandview=(1, 1)),
        "B": marked(raytown=(2, 1), grandview=(3, 1)),
    }
    found = ranking.rank(terms(), tallies)
    assert [(one.rank, one.rank_interval, one.top_share) for one in found] == [
        (1, (1, 2), Fraction(1)),
        (2, (1, 2), Fraction(1)),
    ]


def test_the_interval_holds_the_rank_itself():
    criteria = (Criterion("a", Fraction(50), 0, 2), Criterion("b", Fraction(50), 0, 2))
    tallies = {
        key: Tally(reviews=1, marks={"a": {"x": Marks(one, 1)}, "b": {"x": Marks(other, 1)}})
        for key, one, other in (("A", 2, 0), ("B", 1, 1), ("C", 0, 2))
    }
    found = ranking.rank(terms(*criteria, proposals=("A", "B", "C"), cities=("x",)), tallies)
    # Under equal weights all three are first; under any others B is second.
    assert [(one.proposal, one.rank, one.rank_interval) for one in found] == [
        ("A", 1, (1, 3)),
        ("B", 1, (1, 2)),
        ("C", 1, (1, 3)),
    ]


def test_a_weight_so_small_that_its_draws_vanish_still_ranks_what_has_only_it():
    criteria = (
        Criterion("a", Fraction("0.000001"), 0, 4),
        Criterion("b", Fraction("99.999999"), 0, 4),
    )
    tallies = {
        "A": Tally(reviews=1, marks={"a": {"raytown": Marks(3, 1)}}),
        "B": Tally(reviews=1, marks={"b": {"raytown": Marks(2, 1)}}),
    }
    found = ranking.rank(terms(*criteria, settings=Settings(draws=500, top=1)), tallies)
    assert [(one.proposal, one.top_share) for one in found] == [("A", 1), ("B", 0)]


def many(proposals, criteria, *, gaps, steps, seed):
    """Terms and the criterion scores of proposals at random, some alike, some with gaps."""
    chance = Random(seed)
    keys = [f"c{at}" for at in range(criteria)]
    weight = Fraction(100, criteria)
    scores = [
        {key: Fraction(chance.randint(0, steps), steps) for key in keys if chance.random() >= gaps}
        for _ in range(proposals)
    ]
    scores += chance.choices(scores, k=proposals // 5)
    given = terms(
        *(Criterion(key, weight, 0, 5) for key in keys),
        proposals=tuple(f"P-{at}" for at in range(len(scores))),
        settings=Settings(seed=seed, draws=400),
    )
    return given, [own or {keys[0]: Fraction(1, 3)} for own in scores]


@pytest.mark.parametrize(
    ("proposals", "criteria", "gaps", "steps", "digest"),
    [
        (1, 1, 0, 3, "4b364c03748b856e"),
        (25, 3, 0.4, 3, "d8c6c9598e5b1594"),
        (60, 10, 0, 2, "b2226b680a5d3449"),
        (200, 8, 0, 250, "0ec06262220d4489"),
        (300, 12, 0.2, 21, "ef0cbb06cf344115"),
    ],
)
def test_the_draws_are_those_that_rounds_were_ranked_by(proposals, criteria, gaps, steps, digest):
    """Recorded when each draw was added up and sorted in plain Python: frozen results stand."""
    given, scores = many(proposals, criteria, gaps=gaps, steps=steps, seed=proposals)
    counts = [list(map(int, own)) for own in robustness._drawn(given, scores)]
    assert sha256(json.dumps(counts).encode()).hexdigest()[:16] == digest
