"""Dates as a print writes them."""

from __future__ import annotations

import re
from datetime import date

from agreements.legistar.letters import compact
from agreements.legistar.record import BadRecord

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


def day(said: str, *, place: str) -> date:
    """Return the date that M/D/YYYY means, blanks within it or not.

    Raises BadRecord naming the place.
    """
    found = _DAY.fullmatch(compact(said))
    try:
        if found:
            return date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError:
        found = None  # the thirteenth month: refused below, like a word
    raise BadRecord(f'{place}: "{" ".join(said.split())}" is not a date; expected M/D/YYYY')
