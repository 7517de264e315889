"""Each council's own headings for the cover sheet of its agenda, as published."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parents[1] / "records" / "coversheets.json"
_PLAIN = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A cover sheet's headings in order, each with what belongs under it.

    `source` is where the headings were read; "" for the plain set, which is no council's own.
    """

    headings: Sequence[tuple[str, str]]
    source: str

    @property
    def is_plain(self) -> bool:
        """Whether the council's own headings are not on record."""
        return not self.source


def layout(slug: str) -> Layout:
    """Return the headings of a city's council, or the plain set."""
    known = _layouts()
    return known.get(slug, known[_PLAIN])


@functools.cache
def _layouts() -> Mapping[str, Layout]:
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        slug: Layout(tuple((name, holds) for name, holds in row["headings"]), row["source"])
        for slug, row in rows.items()
    }
