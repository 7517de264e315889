"""The ZIP of a round: its results file and what it comes to, tables, pictures, the report."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import IO

from collaborative import wording
from collaborative.assets import document_fonts
from collaborative.manifest import Content, Manifest, write_packet
from initiatives.reports import typeset_report
from initiatives.results.publishing import stored, streamed
from initiatives.results.report import report_of
from initiatives.results.tables import csv_lines, write_workbook
from initiatives.results.takeaway import Holdings, columns, local, notes, rows, tables

MARKS, RESULTS = "results.json", "recomputed.json"
_README = """{title}
{standing}.

results.json      every mark by city, without names: what the ranking is computed from
recomputed.json   what it comes to
ranking.csv       the ranking as a table; ranking.xlsx is the same as a workbook
report.pdf        the ranking, its pictures, the reasons and the decisions, to read and to print
pictures/         the pictures as SVG files
manifest.json     the size and the SHA-256 of every file

To check the ranking, run the portal's program, which needs no database for it:

    python manage.py rank results.json

It prints recomputed.json, letter for letter. To check that no file was changed:

    python manage.py verify_packet {name}

The ranking was computed on {at} from the results file with the SHA-256
{sha256}
"""


def write_parcel(holdings: Holdings, out: IO[bytes]) -> Manifest:
    """Write the ZIP to a seekable binary file and return its manifest; same state, same bytes.

    Raises `collaborative.typesetting.Unprintable` when the report cannot be set, and ValueError
    when it would be larger than a packet may be.
    """
    with tempfile.NamedTemporaryFile() as marks:
        marks.writelines(streamed(holdings.round))
        marks.flush()
        return write_packet(_files(holdings, Path(marks.name)), out, about=_about(holdings))


def _files(holdings: Holdings, marks: Path) -> dict[str, Content]:
    """Return what the ZIP holds; the marks, which may be very many, lie in a file already."""
    return {
        MARKS: lambda: marks.open("rb"),
        RESULTS: as_rank_prints(stored(holdings.round)),
        "README.txt": _readme(holdings).encode(),
        "ranking.csv": "".join(csv_lines(columns(holdings), rows(holdings))).encode(),
        "ranking.xlsx": workbook(holdings),
        "report.pdf": typeset_report(report_of(holdings), fonts=document_fonts()),
        **{f"pictures/{one.name}.svg": one.svg.encode() for one in holdings.drawn()},
    }


def as_rank_prints(document: object) -> bytes:
    """Return a result document in the bytes that `manage.py rank` prints."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def workbook(holdings: Holdings) -> bytes:
    """Return the ranking as a workbook, the same bytes for the same state."""
    file = io.BytesIO()
    title = f"Ranking of {holdings.round}"
    write_workbook(
        file, tables(holdings), title=title, notes=notes(holdings), at=local(holdings.at)
    )
    return file.getvalue()


def parcel_name(holdings: Holdings) -> str:
    """What the ZIP is called when it is kept."""
    release = "" if holdings.is_released else "-not-released"
    return f"{holdings.round.slug}{release}.zip"


def _readme(holdings: Holdings) -> str:
    return _README.format(
        title=holdings.round.title,
        standing=holdings.standing,
        name=parcel_name(holdings),
        at=wording.moment(holdings.ranking.at),
        sha256=holdings.ranking.input_sha256,
    )


def _about(holdings: Holdings) -> dict[str, str]:
    return {
        "title": holdings.round.title,
        "round": holdings.round.slug,
        "standing": holdings.standing,
        "as_of": local(holdings.at).date().isoformat(),
        "input_sha256": holdings.ranking.input_sha256,
    }
