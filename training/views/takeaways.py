"""Tables as files: comma-separated values that are written while they are sent, and workbooks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime

from collaborative.http import FileAnswer, handed_out, poured
from initiatives.results.tables import Cell, Table, csv_lines, write_workbook

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str) -> FileAnswer:
    """Answer with one table as comma-separated values."""
    return poured(csv_lines(headings, rows), name=f"{name}.csv", media_type=CSV)


def as_workbook(
    tables: Sequence[Table], *, title: str, notes: Sequence[str], at: datetime, name: str
) -> FileAnswer:
    """Answer with tables as the sheets of a workbook."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    write_workbook(out, tables, title=title, notes=notes, at=at)
    out.seek(0)
    return handed_out(out, name=f"{name}.xlsx", media_type=EXCEL)
