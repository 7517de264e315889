"""The words of a certificate, set in type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from collaborative.typesetting import press

_TEMPLATE = Path(__file__).with_name("certificate.typ")
INSTITUTE = "Government Training Institute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on the paper; `address` is that of the page which says whether it is genuine."""

    number: str
    holder: str
    city: str
    course: str
    hours: Decimal
    begins_on: date
    ends_on: date
    issued_on: date
    address: str
    sample: bool
    withdrawn_on: date | None = None


def typeset(paper: Paper, *, fonts: Sequence[Path]) -> bytes:
    """Return the certificate as a PDF, dated the day it was issued."""
    return press(_TEMPLATE, words=_worded(paper), fonts=fonts, on=paper.issued_on)


def _worded(paper: Paper) -> dict[str, object]:
    last = "" if paper.begins_on == paper.ends_on else f" to {_day(paper.ends_on)}"
    hours = f"{paper.hours.normalize():f}"
    withdrawn = paper.withdrawn_on
    return {
        "title": f"Certificate {paper.number}: {paper.course}",
        "issuer": INSTITUTE,
        "number": paper.number,
        "holder": paper.holder,
        "city": paper.city,
        "course": paper.course,
        "hours": f"{hours} hour" if hours == "1" else f"{hours} hours",
        "held": f"{_day(paper.begins_on)}{last}",
        "issued": _day(paper.issued_on),
        "address": paper.address,
        "sample": paper.sample,
        "withdrawn": f"Withdrawn on {_day(withdrawn)}. It is no longer valid." if withdrawn else "",
    }


def _day(on: date) -> str:
    return f"{on:%B} {on.day}, {on.year}"
