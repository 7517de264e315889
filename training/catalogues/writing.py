"""From the facts of a course to the cells of a row that is read again as the same facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from training.catalogues.reading import Words
from training.catalogues.shape import COLUMNS, Facts

Cell = str | int | Decimal | None
HEADINGS = tuple(column.name for column in COLUMNS.values())


def as_cells(facts: Facts, words: Words) -> list[Cell]:
    """Return the cells of a course, in the order of the headings."""
    said = {
        "level": _word(words.levels, facts.level),
        "delivery": _word(words.deliveries, facts.delivery),
        "is_retired": "yes" if facts.is_retired else "no",
    }
    return [said.get(key, getattr(facts, key)) for key in COLUMNS]


def _word(words: Mapping[str, str], wanted: str) -> str:
    return next(word for word, stands_for in words.items() if stands_for == wanted)
