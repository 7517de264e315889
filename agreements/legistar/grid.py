"""Read a print's history table: a line of headings, then a line for each action."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection
from datetime import date

from agreements.legistar.days import day
from agreements.legistar.letters import compact, folded, mended, pieces
from agreements.legistar.record import BadRecord, HistoryRow
from agreements.legistar.words import ACTIONS, RESULTS, has_passed

#: The line of headings, without its blanks and in lower case.
GRID_HEAD = re.compile(
    r"date(ver\.?)?actionbyactionresult(actiondetails)?(meetingdetails)?(video)?"
)

_OPENING = re.compile(r"\s*(\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4})(?!\d)", re.ASCII)
_NO_ROWS = "norecordstodisplay."
_VERSION = re.compile(r"(\d{1,2}|\*|[A-Z])", re.ASCII)
_VERSION_FIRST = re.compile(r"\s*(\d{1,2}|\*)\s+", re.ASCII)
_LINKS = frozenset({"action details", "meeting details", "video", "not available"})


@dataclasses.dataclass(frozen=True, slots=True)
class _Cells:
    """One row taken apart: the pieces of "Action By", and the other columns whole."""

    on: date
    version: str
    body: list[str]
    action: str
    result: str
    doubt: str = ""


def read_grid(
    lines: list[str], *, first: int, known: Collection[str], remarks: list[str]
) -> tuple[tuple[HistoryRow, ...], list[str]]:
    """Return the actions, and the lines after the table.

    ``lines`` begins with the line of headings, whose number in the file is ``first``; ``known`` are
    the words that a mended cell may make. Raises BadRecord naming a line that cannot be a row.
    """
    columns = _columns(lines[0])
    rows: list[HistoryRow] = []
    end = 1
    for at, line in enumerate(lines[1:], start=1):
        if not line.strip():
            continue
        after_blank = not lines[at - 1].strip()
        place = f"Line {first + at}"
        cells = _cells(line, columns=columns, place=place)
        if cells is not None:
            rows.append(_row(cells, place=place, known=known, remarks=remarks))
        elif _runs_on(line) and rows and not after_blank:
            rows[-1] = _longer(rows[-1], line, place=place, known=known, remarks=remarks)
        elif _OPENING.match(folded(line)) and not after_blank:
            raise BadRecord(_no_row(line, place))
        elif compact(line) != _NO_ROWS:
            break
        end = at + 1
    return tuple(rows), lines[end:]


def _columns(line: str) -> list[str]:
    """Return the heading over each tab-separated cell; a blank one repeats the one before."""
    columns: list[str] = []
    for cell in line.rstrip().split("\t"):
        heading = compact(cell)
        columns.append(heading or (columns[-1] if columns else ""))
    return columns


def _cells(line: str, *, columns: list[str], place: str) -> _Cells | None:
    """Return a row's cells; None for a line that is no row."""
    opening = _OPENING.match(folded(line))
    if opening is None:
        return None
    on = day(opening[1], place=place)
    return _by_column(line, on=on, columns=columns) or _by_order(
        line[opening.end() :], on=on, place=place
    )


def _by_column(line: str, *, on: date, columns: list[str]) -> _Cells | None:
    """Return the cells by the headings over them; None where the tabs do not line up."""
    raw = [cell.strip() for cell in line.split("\t")]
    while len(raw) > len(columns) and not raw[-1]:
        raw.pop()
    # A row may end early, but not where a heading spans several cells: it could mean any of them.
    lines_up = len(raw) == len(columns) or len(raw) < len(columns) == len(set(columns))
    under: dict[str, list[str]] = {}
    for heading, cell in zip(columns, raw, strict=False):
        under.setdefault(heading, []).extend([cell] if cell else [])
    version = "".join(under.get("ver.", []))
    fits = _OPENING.fullmatch(raw[0]) and (not version or _VERSION.fullmatch(version))
    if not lines_up or not fits or not under.get("actionby"):
        return None
    action = " ".join(under.get("action", []))
    return _Cells(on, version, under["actionby"], action, "".join(under.get("result", [])))


def _by_order(rest: str, *, on: date, place: str) -> _Cells | None:
    """Return the cells by their order, where blanks or too many tabs hide the columns."""
    first = _VERSION_FIRST.match(rest)
    version, rest = (first[1], rest[first.end() :]) if first else ("", rest)
    bits = [bit for bit in pieces(rest) if bit.lower() not in _LINKS]
    result = ""
    if bits and bits[-1].lower() in RESULTS:
        result = bits.pop()
    elif bits and bits[-1].rpartition(" ")[2].lower() in RESULTS:
        bits[-1], _, result = bits[-1].rpartition(" ")
    if not bits:
        return None
    if len(bits) > 1:
        action = bits.pop()
        doubt = f'{place} was read as the action "{action}"; compare it'
        return _Cells(on, version, bits, action, result, "" if action.lower() in ACTIONS else doubt)
    action = next((word for word in ACTIONS if bits[0].lower().endswith(f" {word}")), "")
    if not action:
        return None
    body = bits[0][: -len(action)].strip()
    return _Cells(on, version, [body], bits[0][-len(action) :], result)


def _row(cells: _Cells, *, place: str, known: Collection[str], remarks: list[str]) -> HistoryRow:
    body = mended(cells.body, known=known)
    if len(cells.body) > 1:
        shown = ", ".join(f'"{bit}"' for bit in cells.body)
        remarks.append(f'{place}: Action By stood in pieces ({shown}) and was read as "{body}"')
    if cells.doubt:
        remarks.append(cells.doubt)
    return HistoryRow(
        date=cells.on,
        version=cells.version,
        body=body,
        action=cells.action,
        result=cells.result,
        passed=has_passed(cells.result),
    )


def _runs_on(line: str) -> bool:
    """Say whether a line has an empty first cell, as the rest of a wrapped row has."""
    return line.startswith(("\t", "  "))


def _longer(
    row: HistoryRow, line: str, *, place: str, known: Collection[str], remarks: list[str]
) -> HistoryRow:
    bits = pieces(line)
    if len(bits) != 1:
        raise BadRecord(_no_row(line, place))
    body = mended([row.body, bits[0]], known=known)
    remarks.append(f'{place} ("{bits[0]}") was read as the rest of Action By, "{body}"')
    return dataclasses.replace(row, body=body)


def _no_row(line: str, place: str) -> str:
    shown = " ".join(line.split())
    return (
        f'{place}: "{shown}" is not a row of the history; '
        "expected Date, Ver., Action By, Action and Result with tabs between them"
    )
