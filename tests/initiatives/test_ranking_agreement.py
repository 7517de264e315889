"""How far the evaluators agree."""

from fractions import Fraction

import krippendorff
import pytest

from initiatives import ranking
from initiatives.ranking import Round
from tests.initiatives.rounds import one_criterion, review


def test_alpha_of_the_published_example_is_the_published_figure():
    # Krippendorff (2011), section E: four coders, twelve units; interval alpha 0.849.
    coders = [
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    ]
    reviews = [
        review(f"P-{unit}", f"e{coder}", mark)
        for coder, row in enumerate(coders)
        for unit, mark in enumerate(row)
        if mark is not None
    ]
    found = ranking.agreement(Round(one_criterion(), tuple(reviews)))["savings"]
    assert (round(float(found.alpha), 3), found.n) == (0.849, 40)
    oracle = krippendorff.alpha(
        [[float("nan") if mark is None else mark for mark in row] for row in coders],
        level_of_measurement="interval",
    )
    assert float(found.alpha) == pytest.approx(oracle, abs=1e-12)


@pytest.mark.parametrize(
    ("spreads", "expected"),
    [
        ([], (None, 0)),
        ([ranking.Spread(1, 3, 9)], (None, 0)),
        ([ranking.Spread(2, 6, 18), ranking.Spread(3, 9, 27)], (None, 5)),
        ([ranking.Spread(2, 2, 2), ranking.Spread(2, 6, 18)], (Fraction(1), 4)),
        ([ranking.Spread(2, 4, 10), ranking.Spread(2, 4, 10)], (Fraction(-1, 2), 4)),
    ],
)
def test_alpha_needs_two_pairable_marks_and_some_variation(spreads, expected):
    assert ranking.alpha(spreads) == expected
