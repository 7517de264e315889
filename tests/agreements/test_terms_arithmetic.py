"""Periods, renewals, notices and departures: exact on every calendar day."""

import calendar
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.terms import (
    Cause,
    Coming,
    Departure,
    Effective,
    Ending,
    Known,
    Leaving,
    Period,
    Renewal,
    Station,
    Term,
    begins,
    coming,
    course,
    last_day,
    leaves_on,
    next_of_each,
    notice_doubt,
    period_on,
    periods,
)

DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(1, 240)
PARTIES = ("blue-springs", "grandview", "raytown")


def term(**said) -> Term:
    return Term(**{"effective": Effective.FIXED, "effective_on": date(2026, 7, 1), **said})


def found(said: Term, *, leaving=(), on=date(2026, 7, 1), parties=PARTIES):
    return course(said, Known(), parties=parties, leaving=leaving, on=on)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 1, 15), 12, date(2027, 1, 14)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2026, 2, 28), 12, date(2027, 2, 27)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_period_of_months_ends_where_the_calendar_says(first, months, last):
    assert last_day(first, months) == last


@pytest.mark.parametrize("months", [0, -1])
def test_no_months_are_no_period(months):
    with pytest.raises(ValueError, match="no period"):
        last_day(date(2026, 1, 1), months)


def test_a_period_beyond_the_calendar_is_refused():
    with pytest.raises(ValueError, match="year"):
        last_day(date(9999, 2, 1), 12)


@given(DAYS, MONTHS)
def test_the_day_after_a_period_has_the_same_number_or_is_the_first(first, months):
    after = last_day(first, months) + DAY
    month = (first.month - 1 + months) % 12 + 1
    length = calendar.monthrange(first.year + (first.month - 1 + months) // 12, month)[1]
    if first.day <= length:
        assert (after.day, after.month) == (first.day, month)
    else:
        assert (after.day, after.month) == (1, month % 12 + 1)


@given(DAYS, MONTHS, MONTHS)
def test_more_months_end_later(first, months, more):
    assert last_day(first, months) < last_day(first, months + more)


@given(DAYS, MONTHS, st.integers(1, 36))
def test_renewed_periods_follow_each_other_and_never_drift(first, months, renewal):
    said = term(
        effective_on=first, months=months, renewal=Renewal.AUTOMATIC, renewal_months=renewal
    )
    several = list(islice(periods(said, first), 6))
    assert [later.starts_on for _, later in pairwise(several)] == [
        earlier.ends_on + DAY for earlier, _ in pairwise(several)
    ]
    assert [period.ends_on for period in several] == [
        last_day(first, months + number * renewal) for number in range(6)
    ]


@given(DAYS, st.integers(0, 4000), st.integers(1, 36))
def test_every_day_from_the_first_on_is_in_exactly_one_period(first, after, renewal):
    said = term(effective_on=first, months=12, renewal=Renewal.AUTOMATIC, renewal_months=renewal)
    on = first + timedelta(days=after)
    period = period_on(said, first, on=on)
    assert period is not None
    assert period.starts_on <= on <= period.ends_on


def test_a_renewal_after_a_fixed_last_day_counts_from_the_day_after_it():
    said = term(expires_on=date(2028, 2, 29), renewal=Renewal.AUTOMATIC, renewal_months=12)
    assert list(islice(periods(said, date(2026, 7, 1)), 3)) == [
        Period(0, date(2026, 7, 1), date(2028, 2, 29)),
        Period(1, date(2028, 3, 1), date(2029, 2, 28)),
        Period(2, date(2029, 3, 1), date(2030, 2, 28)),
    ]


def test_an_agreement_without_end_has_one_period_and_one_without_renewal_too():
    assert list(periods(term(), date(2026, 7, 1))) == [Period(0, date(2026, 7, 1), None)]
    assert list(periods(term(months=12), date(2026, 7, 1))) == [
        Period(0, date(2026, 7, 1), date(2027, 6, 30))
    ]
    assert period_on(term(months=12), date(2026, 7, 1), on=date(2027, 7, 1)) is None
    assert period_on(term(months=12), date(2026, 7, 1), on=date(2026, 6, 30)) is None


@pytest.mark.parametrize(
    ("effective", "first"),
    [
        (Effective.FIXED, date(2026, 7, 1)),
        (Effective.IN_FORCE, date(2026, 3, 3)),
        (Effective.SIGNED, date(2026, 3, 9)),
        (Effective.FILED, None),
    ],
)
def test_the_first_day_is_the_one_the_terms_count_from(effective, first):
    known = Known(in_force_on=date(2026, 3, 3), signed_on=date(2026, 3, 9))
    assert begins(term(effective=effective), known) == first


def test_a_term_that_runs_out_ends_and_one_that_is_renewed_does_not():
    assert found(term(months=12)).ending == Ending(date(2027, 6, 30), Cause.EXPIRED)
    assert found(term(months=12, renewal=Renewal.NEW_ACTS)).ending == Ending(
        date(2027, 6, 30), Cause.EXPIRED
    )
    renewed = term(months=12, renewal=Renewal.AUTOMATIC, renewal_months=12)
    assert found(renewed, on=date(2028, 7, 1)).ending is None
    assert found(renewed, on=date(2028, 7, 1)).renewals == (
        Period(1, date(2027, 7, 1), date(2028, 6, 30)),
        Period(2, date(2028, 7, 1), date(2029, 6, 30)),
    )
    assert found(renewed, on=date(2027, 6, 30)).renewals == ()


def test_a_length_without_a_first_day_ends_nowhere_yet_but_a_fixed_last_day_does():
    waits = {"effective": Effective.SIGNED, "effective_on": None}
    assert found(term(months=12, **waits)).ending is None
    assert found(term(expires_on=date(2027, 6, 30), **waits)).ending == Ending(
        date(2027, 6, 30), Cause.EXPIRED
    )


@pytest.mark.parametrize(
    ("departure", "least", "leavers", "ending"),
    [
        (Departure.CONTINUES, None, ("raytown",), None),
        (Departure.CONTINUES, None, ("raytown", "grandview"), ("grandview",)),
        (Departure.ENDS, None, ("raytown",), ("raytown",)),
        (Departure.ENDS_BELOW, 3, ("raytown",), ("raytown",)),
        (Departure.ENDS_BELOW, 2, ("raytown",), None),
        (Departure.ENDS_BELOW, 1, ("raytown", "grandview"), ("grandview",)),
    ],
)
def test_who_leaves_ends_the_agreement_as_its_terms_say(departure, least, leavers, ending):
    days = {"raytown": date(2026, 10, 1), "grandview": date(2026, 11, 1)}
    leaving = [Leaving(party, days[party]) for party in leavers]
    outcome = found(term(departure=departure, least=least), leaving=leaving, on=date(2027, 1, 1))
    assert outcome.ending == (Ending(days[ending[0]] - DAY, Cause.LEFT, ending) if ending else None)
    assert outcome.gone == leavers


def test_two_who_leave_on_one_day_end_it_together():
    leaving = [Leaving("raytown", date(2026, 10, 1)), Leaving("grandview", date(2026, 10, 1))]
    assert found(term(), leaving=leaving).ending == Ending(
        date(2026, 9, 30), Cause.LEFT, ("raytown", "grandview")
    )


def test_of_two_endings_the_first_counts():
    leaving = [Leaving("raytown", date(2027, 7, 1))]
    said = term(months=12, departure=Departure.ENDS)
    assert found(said, leaving=leaving).ending == Ending(date(2027, 6, 30), Cause.EXPIRED)
    sooner = [Leaving("raytown", date(2027, 6, 30))]
    assert found(said, leaving=sooner).ending == Ending(date(2027, 6, 29), Cause.LEFT, ("raytown",))


def test_nobody_is_gone_before_the_day_and_no_period_begins_after_the_end():
    said = term(months=12, renewal=Renewal.AUTOMATIC, renewal_months=12, departure=Departure.ENDS)
    leaving = [Leaving("raytown", date(2027, 7, 1))]
    assert found(said, leaving=leaving, on=date(2027, 6, 30)).gone == ()
    after = found(said, leaving=leaving, on=date(2027, 7, 1))
    assert (after.gone, after.renewals) == (("raytown",), ())


@given(DAYS, st.integers(0, 400))
def test_a_notice_to_leave_counts_the_days_of_the_term(given_on, days):
    said = term(leave_days=days)
    leaves = leaves_on(said, given_on=given_on, first=None, at_the_end=False)
    assert (leaves - given_on).days == days


def test_where_the_text_lets_nobody_leave_there_is_no_day():
    assert leaves_on(term(), given_on=date(2026, 8, 1), first=None, at_the_end=False) is None
    assert (
        leaves_on(
            term(months=12), given_on=date(2026, 8, 1), first=date(2026, 7, 1), at_the_end=True
        )
        is None
    )


RENEWED = term(
    months=12, renewal=Renewal.AUTOMATIC, renewal_months=12, notice_opens=120, notice_closes=60
)


@pytest.mark.parametrize(
    ("given_on", "leaves", "doubt"),
    [
        (date(2027, 5, 1), date(2027, 7, 1), ""),
        (date(2027, 5, 2), date(2028, 7, 1), "The notice was given before its window opened."),
        (date(2027, 3, 2), date(2027, 7, 1), ""),
        (date(2027, 3, 1), date(2027, 7, 1), "The notice was given before its window opened."),
    ],
)
def test_a_notice_against_the_renewal_takes_effect_at_the_next_end_in_time(given_on, leaves, doubt):
    first = date(2026, 7, 1)
    assert leaves_on(RENEWED, given_on=given_on, first=first, at_the_end=True) == leaves
    assert notice_doubt(RENEWED, given_on=given_on, first=first) == doubt


def test_the_dates_of_a_renewed_agreement_come_in_order():
    said = term(
        months=12,
        renewal=Renewal.AUTOMATIC,
        renewal_months=12,
        notice_opens=120,
        notice_closes=60,
        review=(2, 29),
    )
    dates = coming(said, found(said), since=date(2026, 7, 1), until=date(2028, 3, 31))
    assert [(one.on.isoformat(), one.what.value) for one in dates] == [
        ("2026-07-01", "effective"),
        ("2027-02-28", "review"),
        ("2027-03-02", "notice_opens"),
        ("2027-05-01", "notice_closes"),
        ("2027-07-01", "renewal"),
        ("2028-02-29", "review"),
        ("2028-03-02", "notice_opens"),
    ]
    assert [one.what.value for one in next_of_each(dates)] == [
        "effective", "review", "notice_opens", "notice_closes", "renewal",
    ]  # fmt: skip


def test_what_comes_after_the_last_day_does_not_come():
    said = term(months=24, review=(7, 1), departure=Departure.ENDS)
    leaving = [Leaving("raytown", date(2027, 7, 1))]
    outcome = found(said, leaving=leaving)
    assert coming(said, outcome, since=date(2026, 7, 2), until=date(2030, 1, 1)) == [
        Coming(date(2027, 6, 30), Station.EXPIRY)
    ]


@given(DAYS, st.integers(1, 36), st.integers(0, 400), st.integers(0, 400), st.integers(0, 3000))
def test_every_date_is_within_what_was_asked_and_no_earlier_than_the_last(
    first, months, opens, closes, span
):
    said = term(
        effective_on=first,
        months=months,
        renewal=Renewal.AUTOMATIC,
        renewal_months=months,
        notice_opens=max(opens, closes),
        notice_closes=min(opens, closes),
        review=(2, 29),
    )
    outcome = course(said, Known(), parties=PARTIES, leaving=(), on=first)
    until = first + timedelta(days=span)
    dates = coming(said, outcome, since=first, until=until)
    assert dates == sorted(dates)
    assert all(first <= one.on <= until for one in dates)
    halves = coming(said, outcome, since=first, until=first + timedelta(days=span // 2))
    assert halves == [one for one in dates if one.on <= first + timedelta(days=span // 2)]
