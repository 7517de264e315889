"""Harsh and lenient evaluators evened out."""

import random
from fractions import Fraction

import pytest

from initiatives import ranking
from initiatives.ranking import Criterion, Review, Round, Terms
from initiatives.ranking.leniency import STIFFNESS

ONE = (Criterion("savings", Fraction(100), 0, 5),)


def round_of(*reviews, criteria=ONE):
    """A round from (proposal, city, evaluator, marks) rows."""
    terms = Terms(
        criteria=criteria,
        cities=tuple(sorted({city for _, city, _, _ in reviews})),
        quorum=1,
        proposals=tuple(sorted({proposal for proposal, *_ in reviews})),
    )
    keys = [criterion.key for criterion in criteria]
    given = [
        Review(
            proposal=proposal,
            city=city,
            evaluator=evaluator,
            marks={key: mark for key, mark in zip(keys, marks, strict=True) if mark is not None},
        )
        for proposal, city, evaluator, marks in reviews
    ]
    return Round(terms, tuple(given))


def lenient_and_harsh(proposals=3):
    """Raytown gives 4, Grandview 2, on every proposal; "alone" has Raytown's mark alone."""
    both = [
        (f"P-{at}", city, "e1", [mark])
        for at in range(proposals)
        for city, mark in (("raytown", 4), ("grandview", 2))
    ]
    return round_of(*both, ("alone", "raytown", "e1", [4]))


def test_the_documented_example_is_adjusted_as_documented():
    rows = [("P-1", 4, 2), ("P-2", 5, 3), ("P-3", 3, 1)]
    both = [
        row
        for proposal, high, low in rows
        for row in ((proposal, "raytown", "e1", [high]), (proposal, "grandview", "e1", [low]))
    ]
    round_ = round_of(*both, ("P-4", "raytown", "e1", [4]))
    assert ranking.leniencies(round_) == {
        ("raytown", "e1"): Fraction(1, 10),
        ("grandview", "e1"): Fraction(-1, 10),
    }
    assert ranking.adjusted_scores(round_) == {"P-1": 60, "P-2": 80, "P-3": 40, "P-4": 70}


@pytest.mark.parametrize(
    ("proposals", "adjusted"), [(3, Fraction(70)), (4, 80 - Fraction(80, 7)), (12, Fraction(64))]
)
def test_the_more_proposals_are_shared_the_more_is_corrected(proposals, adjusted):
    assert ranking.adjusted_scores(lenient_and_harsh(proposals))["alone"] == adjusted


def test_nothing_is_said_where_an_evaluator_shares_fewer_than_three_proposals():
    assert ranking.adjusted_scores(lenient_and_harsh(2)) == {
        "P-0": None,
        "P-1": None,
        "alone": None,
    }


def test_one_stranger_among_the_evaluators_silences_only_the_proposals_marked_by_that_one():
    known = [
        (f"P-{at}", "raytown", key, [mark])
        for at in range(3)
        for key, mark in (("e1", 3), ("e2", 3))
    ]
    round_ = round_of(*known, ("P-0", "raytown", "e3", [3]))
    assert ranking.adjusted_scores(round_) == {"P-0": None, "P-1": 60, "P-2": 60}


def test_a_proposal_without_marks_has_no_adjusted_score():
    round_ = round_of(("P-1", "raytown", "e1", [None]))
    assert ranking.adjusted_scores(round_) == {"P-1": None}
    assert ranking.leniencies(round_) == {}


def test_a_review_without_scored_marks_shares_nothing():
    known = [(f"P-{at}", "raytown", key, [3]) for at in range(3) for key in ("e1", "e2")]
    round_ = round_of(*known, ("P-0", "raytown", "e3", [None]))
    assert ranking.adjusted_scores(round_) == {"P-0": 60, "P-1": 60, "P-2": 60}


def test_the_adjusted_score_stays_within_0_and_100():
    rows = [
        (f"P-{at}", city, "e1", [mark])
        for at in range(9)
        for city, mark in (("raytown", 5), ("grandview", 0))
    ]
    round_ = round_of(
        *rows, ("P-8-high", "grandview", "e1", [5]), ("P-8-low", "raytown", "e1", [0])
    )
    adjusted = ranking.adjusted_scores(round_)
    assert (adjusted["P-8-high"], adjusted["P-8-low"], adjusted["P-0"]) == (100, 0, 50)


def test_a_leniency_is_a_share_of_the_scale_wherever_the_scale_begins():
    rows = [
        (f"P-{at}", city, "e1", [mark])
        for at in range(3)
        for city, mark in (("raytown", 5), ("grandview", 1))
    ]
    # Two above the mean, half believed, is one mark: a quarter of a scale from 1 to 5.
    scale = (Criterion("savings", Fraction(100), 1, 5),)
    round_ = round_of(*rows, ("alone", "raytown", "e1", [5]), criteria=scale)
    assert ranking.adjusted_scores(round_)["alone"] == 75


def test_evaluators_of_two_cities_with_the_same_key_are_two_people():
    assert len(ranking.leniencies(lenient_and_harsh())) == 2


def test_evaluators_who_agree_are_not_corrected():
    marks = [5, 3, 1, 4]
    rows = [
        (f"P-{at}", city, "e1", [mark])
        for at, mark in enumerate(marks)
        for city in ("raytown", "grandview", "independence")
    ]
    adjusted = ranking.adjusted_scores(round_of(*rows))
    assert adjusted == {f"P-{at}": 20 * mark for at, mark in enumerate(marks)}


def test_a_known_bias_is_recovered_from_mixed_panels():
    source = random.Random(3)
    criteria = tuple(Criterion(key, Fraction(50), 0, 100) for key in "ab")
    bias = {f"e{at}": shift for at, shift in enumerate((-12, -6, 0, 0, 6, 12))}
    rows = []
    for at in range(60):
        worth = [source.randint(20, 80) for _ in criteria]
        rows += [
            (f"P-{at}", "raytown", key, [mark + bias[key] for mark in worth])
            for key in source.sample(sorted(bias), 3)
        ]
    found = ranking.leniencies(round_of(*rows, criteria=criteria))
    for (_, key), leniency in found.items():
        # Some thirty proposals each: nine tenths of the bias, never more than all of it.
        assert 0.85 * abs(bias[key]) <= 100 * abs(leniency) + 0.5 <= abs(bias[key]) + 1
        assert leniency * bias[key] >= 0


@pytest.mark.parametrize("seed", range(8))
def test_leniencies_solve_the_stated_equations_exactly_and_sum_to_zero(seed):
    source = random.Random(seed)
    criteria = (Criterion("a", Fraction("12.5"), 0, 4), Criterion("b", Fraction("87.5"), -2, 5))
    rows = [
        (f"P-{at}", city, key, [source.choice((None, 0, 2, 4)), source.choice((None, -2, 1, 5))])
        for at in range(7)
        for city, key in source.sample(
            [("raytown", "e1"), ("raytown", "e2"), ("grandview", "e1"), ("x", "e9")], 3
        )
    ]
    round_ = round_of(*rows, criteria=criteria)
    found = ranking.leniencies(round_)
    cells = {}
    for review in round_.reviews:
        for one in criteria:
            if one.key in review.marks:
                share = Fraction(review.marks[one.key] - one.low, one.high - one.low)
                cell = cells.setdefault((review.proposal, one.key), (one.weight / 100, {}))
                cell[1][review.city, review.evaluator] = share
    pull = dict.fromkeys(found, Fraction(0))
    for weight, cell in cells.values():
        earned = sum(share - found[one] for one, share in cell.items()) / len(cell)
        for one, share in cell.items():
            pull[one] += weight * (share - earned - found[one])
    assert pull == {one: STIFFNESS * leniency for one, leniency in found.items()}
    assert sum(found.values()) == 0
