"""Dates, times and amounts in words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from collaborative import wording

ELEVEN_AT_NIGHT = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)


def test_a_date_is_said_in_full():
    assert wording.day(date(2026, 3, 3)) == "Tuesday, March 3, 2026"


def test_a_time_asked_for_its_day_has_the_day_of_the_cities():
    assert wording.day(datetime(2026, 3, 4, 3, 0, tzinfo=UTC)) == "Tuesday, March 3, 2026"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (ELEVEN_AT_NIGHT, "Tuesday, March 3, 2026, 5:00 pm Central"),
        (datetime(2026, 7, 1, 5, 5, tzinfo=UTC), "Wednesday, July 1, 2026, 12:05 am Central"),
        (datetime(2026, 7, 1, 17, 0, tzinfo=UTC), "Wednesday, July 1, 2026, 12:00 pm Central"),
        (datetime(2026, 7, 1, 14, 30, tzinfo=UTC), "Wednesday, July 1, 2026, 9:30 am Central"),
    ],
)
def test_a_time_is_said_in_full_with_its_zone_in_summer_and_winter(at, words):
    assert wording.moment(at) == words


def test_a_zone_without_a_common_name_goes_by_its_abbreviation():
    with timezone.override(ZoneInfo("UTC")):
        assert wording.moment(ELEVEN_AT_NIGHT) == "Tuesday, March 3, 2026, 11:00 pm UTC"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        wording.moment(datetime(2026, 3, 3, 23, 0))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal(12500), "$12,500.00"),
        (Decimal("0.005"), "$0.01"),
        (Decimal("-3.5"), "\N{MINUS SIGN}$3.50"),
        (7, "$7.00"),
    ],
)
def test_an_amount_is_said_with_its_cents_rounded_half_up(amount, words):
    assert wording.dollars(amount) == words


def test_a_large_number_has_commas():
    assert wording.thousands(123011) == "123,011"


@pytest.mark.parametrize(
    ("text", "usual", "said"),
    [
        ("", 0, "0 words"),
        ("One.", 300, "1 word; about 300 are usual"),
        ("- one\n- two | 3 ---\n", 1200, "3 words; about 1,200 are usual"),
    ],
)
def test_words_are_counted_and_signs_are_not(text, usual, said):
    assert wording.words_in(text, usual=usual) == said
