"""From the rows of a table to the facts of courses, with everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from collaborative.tables import Fault, Reading, Row, Table, short
from training.catalogues.shape import CODE, COLUMNS, MOST_HOURS, MOST_MONTHS, MOST_SEATS, Facts

_LONGEST = {"title": 160, "family": 120, "topic": 120, "instructor": 120, "about": 2000}
_HEADING = {key: column.name for key, column in COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """How levels and formats are written, and what each stands for."""

    levels: Mapping[str, str]
    deliveries: Mapping[str, str]


def read(table: Table, words: Words) -> tuple[list[tuple[int, Facts]], list[Fault]]:
    """Return the courses with their lines; with a single fault none of them counts."""
    courses, faults = [], list(table.faults)
    seen: dict[str, int] = {}
    told = {(fault.line, fault.column) for fault in faults}
    for row in table.rows:
        facts, wrong = _course(row, words)
        faults += [one for one in wrong if (one.line, one.column) not in told]
        if facts is not None:
            courses.append((row.line, facts))
        code = _code(row)
        if code and code in seen:
            sentence = f"“{code}” is in line {seen[code]} already. Take one line away."
            faults.append(Fault(row.line, _HEADING["code"], sentence))
        seen.setdefault(code, row.line)
    return courses, sorted(faults, key=lambda fault: fault.line)


def _code(row: Row) -> str:
    return row.cells[_HEADING["code"]].upper()


def _course(row: Row, words: Words) -> tuple[Facts | None, list[Fault]]:
    reading = Reading(row)
    said = _words_in(reading, words) | _numbers_in(reading)
    if not CODE.fullmatch(said["code"]):
        reading.fault(
            _HEADING["code"],
            f"“{short(said['code'])}” is no code; expected one as SUP-101.",
        )
    least, most = said["min_seats"], said["max_seats"]
    if least and most and least > most:
        reading.fault(_HEADING["max_seats"], f"{most:,} is less than the least seats, {least:,}.")
    if reading.faults or any(said[key] in {None, ""} for key in _MUST):
        return None, reading.faults
    return Facts(**said), []


_MUST = [key for key, column in COLUMNS.items() if column.is_required]


def _words_in(reading: Reading, words: Words) -> dict[str, Any]:
    texts = {key: reading.text(_HEADING[key], most=most) for key, most in _LONGEST.items()}
    for key in ("title", "family", "topic", "instructor"):
        texts[key] = " ".join(texts[key].split())
    return texts | {
        "code": _code(reading.row),
        "level": reading.choice(_HEADING["level"], words.levels),
        "delivery": reading.choice(_HEADING["delivery"], words.deliveries),
        "is_retired": bool(reading.yes_or_no(_HEADING["is_retired"])),
    }


def _numbers_in(reading: Reading) -> dict[str, Any]:
    found: dict[str, Any] = {
        "hours": reading.decimal(
            _HEADING["hours"], least=Decimal("0.01"), most=MOST_HOURS, places=2
        ),
        "every_months": reading.whole(_HEADING["every_months"], least=1, most=MOST_MONTHS),
    }
    for key in ("min_seats", "max_seats"):
        found[key] = reading.whole(_HEADING[key], least=1, most=MOST_SEATS)
    for key in ("fixed_cost", "cost_per_seat", "market_price", "market_travel"):
        found[key] = reading.money(_HEADING[key])
    return found
