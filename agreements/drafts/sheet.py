"""The cover sheet of the agenda item, under the council's own headings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from agreements.drafts.act import BOUND, long_title, numbers
from agreements.drafts.headings import layout
from agreements.drafts.shape import (
    Block,
    Instrument,
    Matter,
    Paper,
    heading,
    items,
    listed,
    made_from,
    said,
)

TO_WRITE = "[to be written by the city]"
PLAIN = (
    "The headings are a plain set: those that this council uses are not on record here. Change "
    "them to its own."
)


def cover_sheet(matter: Matter) -> Paper:
    """Return the sheet; what only the city knows stays a blank under its heading."""
    found = layout(matter.slug)
    blocks = said(made_from(matter), PLAIN if found.is_plain else "")
    for name, holds in found.headings:
        blocks += [heading(name), *_HOLDS[holds](matter)]
    return Paper(title=f"Agenda cover sheet: {matter.title}", on=matter.as_of, blocks=blocks)


def _issue(matter: Matter) -> list[Block]:
    return said(
        f"The {matter.council} is asked for {_article(matter)} {matter.instrument} that approves "
        f"the {matter.kind.lower()} “{matter.title}” among {listed(matter.parties)}.",
        matter.purpose,
    )


def _key_issues(matter: Matter) -> list[Block]:
    bound = matter.binding and matter.instrument is Instrument.RESOLUTION
    points = [
        f"Parties: {listed(matter.parties)}.",
        f"{matter.required}. A changed text is another text and does not count.",
        matter.standing,
        f"Cost to the city, and for how long: {TO_WRITE}",
    ]
    return [*items(points), *said(BOUND if bound else "")]


def _motion(matter: Matter) -> list[Block]:
    title = long_title(matter)
    article, _, rest = title.partition(" ")
    return said(f"I move for adoption of {article.lower()} {rest}")


def _background(matter: Matter) -> list[Block]:
    return said(
        f"It was drafted from the proposal {matter.proposal}." if matter.proposal else "",
        f"{matter.version} was sent to the councils on {matter.circulated_on}. Its SHA-256 is "
        f"{matter.text_sha256}.",
        TO_WRITE,
    )


def _previous(matter: Matter) -> list[Block]:
    done = [f"The {one.council} adopted it by {one.act} on {one.on}." for one in matter.adopted]
    if not done:
        return said("No other council has adopted this text by the record.")
    return items(done)


def _bill(matter: Matter) -> list[Block]:
    is_bill = matter.instrument is Instrument.ORDINANCE
    return said("[number]" if is_bill else "Not applicable: a resolution.")


def _resolution(matter: Matter) -> list[Block]:
    is_bill = matter.instrument is Instrument.ORDINANCE
    return said("Not applicable: an ordinance." if is_bill else "[number]")


def _article(matter: Matter) -> str:
    return "an" if matter.instrument is Instrument.ORDINANCE else "a"


_HOLDS: Mapping[str, Callable[[Matter], list[Block]]] = {
    "title": lambda matter: said(*numbers(matter), long_title(matter)),
    "bill_number": _bill,
    "resolution_number": _resolution,
    "issue": _issue,
    "key_issues": _key_issues,
    "motion": _motion,
    "background": _background,
    "previous": _previous,
    "impact": lambda _: said(TO_WRITE),
    "presenter": lambda _: said("[name and title]"),
    "recommendation": lambda _: said(TO_WRITE),
}
