"""When training lapses: by hand, and day by day beside a count that shares no code."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.lapsing import Had, Rule, Standing, months_after, standing

UNHURRIED = settings(deadline=None)
FIRST = date(2026, 6, 30)
TODAY = date(2026, 3, 2)


def had(*days: tuple[str, int]) -> list[Had]:
    return [Had(date.fromisoformat(on), Decimal(hours)) for on, hours in days]


@pytest.mark.parametrize(
    ("rule", "trained", "expected"),
    [
        # Once is enough: nothing is due after it; before it, the first day counts.
        (Rule(), had(("2019-01-05", 1)), Standing(is_met=True, due_on=None, hours=Decimal(1))),
        (Rule(), [], Standing(is_met=False, due_on=FIRST, hours=Decimal(0))),
        # Good for three years, to the same day; the newest decides.
        (
            Rule(every_months=36),
            had(("2022-05-05", 8), ("2024-02-29", 8)),
            Standing(is_met=True, due_on=date(2027, 2, 28), hours=Decimal(8)),
        ),
        # Lapsed, but nobody is asked for it before the duty's first day.
        (
            Rule(every_months=12),
            had(("2024-01-05", 8)),
            Standing(is_met=False, due_on=FIRST, hours=Decimal(0)),
        ),
        # Four and four are eight; when the older of them is too old, it lapses.
        (
            Rule(hours=Decimal(8), every_months=24),
            had(("2025-09-01", 4), ("2026-02-01", 4)),
            Standing(is_met=True, due_on=date(2027, 9, 1), hours=Decimal(8)),
        ),
        # Too few hours were never enough.
        (
            Rule(hours=Decimal(8), every_months=24),
            had(("2026-02-01", 4)),
            Standing(is_met=False, due_on=FIRST, hours=Decimal(4)),
        ),
        # Parts that never stood together are not enough together.
        (
            Rule(hours=Decimal(8), every_months=12),
            had(("2020-01-01", 4), ("2026-02-01", 4)),
            Standing(is_met=False, due_on=FIRST, hours=Decimal(4)),
        ),
        # Twenty-four in the calendar year: last year's do not count.
        (
            Rule(hours=Decimal(24), is_yearly=True),
            had(("2025-12-31", 24), ("2026-01-01", 8)),
            Standing(is_met=False, due_on=date(2026, 12, 31), hours=Decimal(8)),
        ),
        (
            Rule(hours=Decimal(24), is_yearly=True),
            had(("2026-01-01", 8), ("2026-03-01", 16)),
            Standing(is_met=True, due_on=date(2027, 12, 31), hours=Decimal(24)),
        ),
        # What is booked for later is not had.
        (
            Rule(every_months=12),
            had(("2026-03-03", 8)),
            Standing(is_met=False, due_on=FIRST, hours=Decimal(0)),
        ),
    ],
)
def test_where_somebody_stands(rule, trained, expected):
    assert standing(rule, trained, first_due_on=FIRST, on=TODAY) == expected


days = st.integers(0, 300).map(lambda number: date(2024, 1, 1) + timedelta(days=number))
trained = st.lists(st.builds(Had, days, st.integers(1, 6).map(Decimal)), max_size=4)
END = date(2024, 1, 1) + timedelta(days=300)


@UNHURRIED
@given(trained, st.integers(1, 8), st.integers(1, 5))
def test_it_lapses_on_the_last_day_on_which_the_hours_of_the_months_before_are_enough(
    parts, hours, months
):
    def is_enough(day: date) -> bool:
        good = [one for one in parts if one.on <= day <= months_after(one.on, months)]
        return sum(one.hours for one in good) >= hours

    enough = [day for n in range(480) if is_enough(day := date(2024, 1, 1) + timedelta(days=n))]
    found = standing(
        Rule(hours=Decimal(hours), every_months=months),
        parts,
        first_due_on=date(2000, 1, 1),
        on=END,
    )
    assert found.due_on == (enough[-1] if enough else date(2000, 1, 1))
    assert found.is_met == is_enough(END)


@UNHURRIED
@given(days, st.integers(1, 60))
def test_months_on_it_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )
