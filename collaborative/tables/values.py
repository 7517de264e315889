"""From the text of a cell to what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from collaborative.tables.reading import Fault, Row, plain, short

_NUMBER = re.compile(r"[+-]?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]{1,15})?")
_DAYS = ("%Y-%m-%d", "%m/%d/%Y")
_YES, _NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})
Chosen = TypeVar("Chosen")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Bounds, decimals, and an example for whoever wrote something else."""

    least: Decimal | int
    most: Decimal | int
    places: int
    example: str


@dataclass(slots=True)
class Reading:
    """Reads the cells of one row; what is wrong gathers in `faults`.

    Every question answers None for a blank cell, and for one that is wrong, which is noted.
    Bounds are those that are allowed.
    """

    row: Row
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str, sentence: str) -> None:
        """Note what is wrong with a cell."""
        self.faults.append(Fault(self.row.line, column, sentence))

    def text(self, column: str, *, most: int) -> str:
        """Read words of so many characters; "" where there are none."""
        text = self.row.cells[column]
        if len(text) > most:
            self.fault(column, f"this has {len(text):,} characters; {most:,} are the most.")
        return text

    def decimal(
        self, column: str, *, least: Decimal | int, most: Decimal | int, places: int
    ) -> Decimal | None:
        """Read a number such as 8, 7.5 or 1,250.25, with so many decimals at most."""
        return self._number(
            column, self.row.cells[column], _Wanted(least, most, places, "one as 8 or 7.5")
        )

    def money(
        self, column: str, *, least: Decimal | int = 0, most: Decimal | int = Decimal("9999999.99")
    ) -> Decimal | None:
        """Read dollars to the cent, such as 1,250.00 or $1,250."""
        text = self.row.cells[column].removeprefix("$")
        return self._number(column, text, _Wanted(least, most, 2, "dollars as 1,250.00"))

    def whole(self, column: str, *, least: int, most: int) -> int | None:
        """Read a whole number."""
        found = self._number(
            column, self.row.cells[column], _Wanted(least, most, 0, "a whole one as 12")
        )
        return None if found is None else int(found)

    def day(self, column: str) -> date | None:
        """Read a day, written as 2026-03-02 or 3/2/2026, month first."""
        text = self.row.cells[column]
        for pattern in _DAYS:
            try:
                return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        if text:
            self.fault(column, f"“{short(text)}” is not a day; expected one as 2026-03-02.")
        return None

    def yes_or_no(self, column: str) -> bool | None:
        """Read yes or no."""
        text = self.row.cells[column]
        said = text.casefold()
        if said in _YES | _NO:
            return said in _YES
        if text:
            self.fault(column, f"“{short(text)}” is neither yes nor no.")
        return None

    def choice(self, column: str, choices: Mapping[str, Chosen]) -> Chosen | None:
        """Read one of the words that stand for something, whatever their capitals and spaces."""
        text = self.row.cells[column]
        found = {plain(word): chosen for word, chosen in choices.items()}.get(plain(text))
        if text and found is None:
            self.fault(column, f"“{short(text)}” is not one of: {', '.join(choices)}.")
        return found

    def _number(self, column: str, text: str, wanted: _Wanted) -> Decimal | None:
        if not text:
            return None
        if not _NUMBER.fullmatch(text):
            self.fault(column, f"“{short(text)}” is not a number; expected {wanted.example}.")
            return None
        number = Decimal(text.replace(",", ""))
        if number != round(number, wanted.places):
            self.fault(column, f"“{short(text)}” is too fine; expected {wanted.example}.")
            return None
        if not wanted.least <= number <= wanted.most:
            bounds = f"{wanted.least:,} to {wanted.most:,}"
            self.fault(column, f"“{short(text)}” is outside {bounds}.")
            return None
        return number
