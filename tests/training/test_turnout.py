"""How many have answered: groups that tell of nobody, and the interval by its source."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.turnout import LEAST, Group, interval, pooled, together

numbers = st.integers(min_value=1, max_value=12)
groups = st.lists(numbers, max_size=12).map(
    lambda sizes: [Group(f"D{place:02}", asked=size) for place, size in enumerate(sizes)]
)


@given(groups)
def test_no_line_and_nothing_missing_from_the_total_is_a_small_group(listed):
    shown = pooled(listed, name="Smaller")
    left_out = sum(one.asked for one in listed) - sum(one.asked for one in shown)
    assert all(one.asked >= LEAST for one in shown)
    assert left_out == 0 or not shown
    assert len(shown) >= len([one for one in listed if one.asked >= LEAST]) - 1


def test_a_small_group_goes_in_with_the_smallest_of_the_others():
    listed = [
        Group("Parks", asked=2, returned=1),
        Group("Police", asked=30, returned=10),
        Group("Water", asked=6, returned=6),
    ]
    assert pooled(listed, name="Smaller") == [
        Group("Police", asked=30, returned=10),
        Group("Smaller", asked=8, returned=7),
    ]
    assert pooled(listed[:1], name="Smaller") == []
    assert together(listed, name="All") == Group("All", asked=38, returned=17)


@pytest.mark.parametrize(("asked", "returned", "percent"), [(8, 1, 13), (200, 1, 1), (3, 2, 67)])
def test_per_cent_is_rounded_half_up(asked, returned, percent):
    assert Group("", asked=asked, returned=returned).percent == percent
    assert Group("", asked=0).percent is None


def test_the_interval_is_wilsons_where_nearly_nobody_of_many_is_asked():
    """81 of 263: 0.2553 to 0.3662, as tables of the method give it."""
    found = interval(81 / 263, answered=263, asked=10**9)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_the_correction_for_a_finite_population_makes_it_narrower_by_hand():
    """48 of 60 answered: 48 x 59 / 12 = 236 answers' worth; 1.96 / (1 + 1.96^2/236) ..."""
    found = interval(answered=48, asked=60)
    number, z = 236, 1.959964
    spread = z / (1 + z * z / number) * sqrt(0.25 / number + (z / (2 * number)) ** 2)
    assert found.low == pytest.approx(0.5 - spread, abs=1e-6)
    assert (found.low_percent, found.high_percent) == (43, 57)


@given(st.integers(1, 300), st.data())
def test_more_answers_never_make_it_wider(asked, data):
    answered = data.draw(st.integers(1, asked))
    share = data.draw(st.floats(0, 1))
    found = interval(share, answered=answered, asked=asked)
    assert 0 <= found.low <= share + 1e-9
    assert share - 1e-9 <= found.high <= 1
    if answered < asked:
        more = interval(share, answered=answered + 1, asked=asked)
        assert more.high - more.low <= found.high - found.low + 1e-9


def test_nobody_says_nothing_and_everybody_is_exact():
    assert interval(answered=0, asked=9) is None
    assert interval(0.25, answered=9, asked=9).high == 0.25
    with pytest.raises(ValueError, match="no share of a part"):
        interval(answered=10, asked=9)
