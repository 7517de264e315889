"""From the results of a round to the bytes of their document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from collaborative.typesetting import press, running_title
from initiatives.reports.shape import Report

_TEMPLATE = Path(__file__).with_name("report.typ")


def typeset_report(report: Report, *, fonts: Sequence[Path]) -> bytes:
    """Return the report as an accessible PDF, the same bytes for the same report.

    ``fonts`` are ``collaborative.assets.document_fonts()``. Raises
    ``collaborative.typesetting.Unprintable``.
    """
    words = {key: value for key, value in report.items() if key != "on"}
    words["facts"] = [list(fact) for fact in report["facts"]]
    words["running_title"] = running_title(report["title"])
    return press(_TEMPLATE, words=words, fonts=fonts, on=report["on"])
