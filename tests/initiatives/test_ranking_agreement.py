"""How far the evaluators agree."""

from fractions import Fraction

import krippendorff
import pytest

from initiatives import ranking
from initiatives.ranking import Round
from tests.initiatives.rounds import one_criterion, review

CODERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
"""Krippendorff (2011), sections C to E: four coders, twelve units."""


def test_alpha_of_the_published_data_is_the_published_figure():
    reviews = [
        review(f"P-{unit}", f"e{coder}", mark)
        for coder, row in enumerate(CODERS)
        for unit, mark in enumerate(row)
        if mark is not None
    ]
    found = ranking.agreement(Round(one_criterion(), tuple(reviews)))["savings"]
    assert (round(float(found.alpha), 3), found.n) == (0.849, 40)
    assert float(found.alpha) == pytest.approx(by_the_package("interval"), abs=1e-12)


def by_the_package(level):
    known = [[float("nan") if mark is None else mark for mark in row] for row in CODERS]
    return krippendorff.alpha(known, level_of_measurement=level)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_the_data_are_those_of_the_book_at_every_level_of_measurement(level, published):
    """The portal's metric is interval; the other two say that these are the book's data."""
    assert round(by_the_package(level), 3) == published


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
