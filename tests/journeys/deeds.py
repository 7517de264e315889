"""Whole deeds that more than one journey needs."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.journeys.pages import choose, fill, follow, press


def add_criterion(
    facilitator: Page,
    *,
    label: str,
    weight: str = "",
    kind: str = "",
    anchors: Mapping[int, str] = MappingProxyType({}),
) -> None:
    """Add one criterion; with a weight it is scored from 0 to 5."""
    follow(facilitator, "Add a criterion")
    fill(facilitator, label=label, weight=weight)
    if kind:
        choose(facilitator, "How it is answered", kind)
    for row, (mark, text) in enumerate(anchors.items()):
        fill(facilitator, **{f"anchor-{row}-mark": str(mark), f"anchor-{row}-text": text})
    press(facilitator, "Save the criterion")


def in_days(days: int) -> str:
    """A time of day so many days from now as the browser's field takes it, in the cities' zone."""
    on = datetime.now(ZoneInfo("America/Chicago")).date() + timedelta(days=days)
    return datetime.combine(on, time(17 if days > 0 else 8)).isoformat(timespec="minutes")
