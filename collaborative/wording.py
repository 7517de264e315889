"""How the portal says a date, a time, an amount: the same words on pages, in mail and in rules."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

_ZONES = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Los_Angeles": "Pacific",
}
_CENT = Decimal("0.01")


def day(value: date) -> str:
    """Say a date in full: "Tuesday, March 3, 2026" (a datetime by the portal's own zone)."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local:%A, %B} {local.day}, {local.year}"


def moment(value: datetime) -> str:
    """Say a point in time in full: "Tuesday, March 3, 2026, 5:00 pm Central".

    The zone is Django's current one; a zone without a common name goes by its abbreviation.
    Raises ValueError for a time without a zone, because nobody can say when it is.
    """
    local = timezone.localtime(value)
    zone = _ZONES.get(timezone.get_current_timezone_name()) or local.tzname()
    return f"{day(local)}, {clock(local)} {zone}"


def clock(value: datetime) -> str:
    """Say the time of day: "2:14 pm", by the portal's own zone; for what happened just now."""
    local = timezone.localtime(value)
    half = "am" if local.hour < 12 else "pm"  # noqa: PLR2004 - noon
    return f"{local.hour % 12 or 12}:{local:%M} {half}"


def dollars(amount: Decimal | int) -> str:
    """Say an amount of US dollars with its cents, rounded half up: "$12,500.00"."""
    cents = Decimal(amount).quantize(_CENT, ROUND_HALF_UP)
    return f"{'−' if cents < 0 else ''}${abs(cents):,.2f}"


def thousands(number: int) -> str:
    """Say a whole number with commas: "123,011"."""
    return f"{number:,}"


def words_in(text: str, *, usual: int = 0) -> str:
    """Say how many words a text has, and how many are usual: "120 words; about 300 are usual".

    Signs that stand alone, such as a list's dash, are no words. prose.js says the same.
    """
    number = sum(any(map(str.isalnum, word)) for word in text.split())
    said = "1 word" if number == 1 else f"{thousands(number)} words"
    return f"{said}; about {thousands(usual)} are usual" if usual else said
