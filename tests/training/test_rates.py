"""Rates of incidents, how sure they are, and what is shown only together."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import rates
from training.rates import LEAST, together


@pytest.mark.parametrize(
    ("cases", "low", "high"),
    # Limits as in tables of the Poisson distribution (Garwood).
    [(0, 0.0, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)],
)
def test_the_interval_is_the_exact_one_of_the_tables(cases, low, high):
    assert rates.interval(cases) == (pytest.approx(low, abs=0.001), pytest.approx(high, abs=0.001))


def test_a_rate_is_for_200_000_hours_and_nothing_without_hours():
    found = rates.rate(5, Decimal(250_000))
    assert (found.value, found.low, found.high) == (
        Decimal("4.00"),
        Decimal("1.30"),
        Decimal("9.33"),
    )
    assert rates.rate(5, Decimal(0)) is None
    assert rates.near_misses_a_case(7, 2) == Decimal("3.5")
    assert rates.near_misses_a_case(7, 0) is None


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9)))
def test_what_is_shown_is_whole_and_never_fewer_than_five(counts):
    groups = together(counts)
    keys = [key for shown, _ in groups for key in shown]
    assert all(count >= LEAST for _, count in groups)
    assert all(sum(counts[key] for key in shown) == count for shown, count in groups)
    whole = sum(counts.values())
    # All or nothing: no total less what is shown is one to four.
    assert sorted(keys) == (sorted(key for key in counts if counts[key]) if whole >= LEAST else [])
