"""The draft of an ordinance or a resolution that adopts an agreement's text."""

from __future__ import annotations

from collections.abc import Iterator

from agreements.drafts.shape import (
    BLANK,
    Block,
    Instrument,
    Kind,
    Matter,
    Paper,
    heading,
    items,
    listed,
    made_from,
    said,
)
from collaborative.markdown import read_markdown

BOUND = (
    "Drafting note: this agreement binds money or duty, and this draft is a resolution. Councils "
    "have used an ordinance for such agreements; ask the city attorney whether one is needed. Take "
    "this note out before filing."
)
_BE_IT = {Instrument.ORDINANCE: "ORDAINED", Instrument.RESOLUTION: "RESOLVED"}
_DAY = "this ____ day of ____________, 20__"


def draft_act(matter: Matter) -> Paper:
    """Return the act with recitals from the record, its sections, and the lines to sign."""
    bound = matter.binding and matter.instrument is Instrument.RESOLUTION
    return Paper(
        title=f"Draft {matter.instrument}: {matter.title}",
        on=matter.as_of,
        blocks=[
            *said(made_from(matter), BOUND if bound else ""),
            heading("Number and title"),
            *said(*numbers(matter), long_title(matter)),
            heading("Recitals"),
            *said(*_recitals(matter)),
            heading("Enactment"),
            *said(_enacting(matter)),
            *_sections(matter),
            heading("Passage"),
            *_passage(matter),
            heading(f"Exhibit A: {matter.title}"),
            *said(f"{matter.version}. SHA-256 of the text: {matter.text_sha256}"),
            Block(Kind.PROSE, level=2, nodes=read_markdown(matter.text, exact=True)),
        ],
    )


def numbers(matter: Matter) -> list[str]:
    """Return the act's numbers, each a blank that the clerk fills."""
    if matter.instrument is Instrument.ORDINANCE:
        return ["BILL NO. [number]", "ORDINANCE NO. [number]"]
    return ["RESOLUTION NO. [number]"]


def long_title(matter: Matter) -> str:
    """Return the title of the act as an agenda prints it."""
    article = "An" if matter.instrument is Instrument.ORDINANCE else "A"
    return (
        f"{article} {matter.instrument.capitalize()} approving the {matter.kind.lower()} "
        f"“{matter.title}” among {listed(matter.parties)}."
    )


def _recitals(matter: Matter) -> Iterator[str]:
    yield (
        f"WHEREAS, {listed(matter.parties)} have before them one text of the "
        f"{matter.kind.lower()} “{matter.title}”; and"
    )
    if purpose := matter.purpose.rstrip("."):
        yield f"WHEREAS, its purpose is stated so: {purpose}; and"
    for one in matter.adopted:
        yield f"WHEREAS, the {one.council} adopted the same text by {one.act} on {one.on}; and"
    yield f"WHEREAS, it takes effect among the parties upon this: {matter.required};"


def _enacting(matter: Matter) -> str:
    body = f"{matter.council} of the City of {matter.city}, Missouri".upper()
    return f"NOW, THEREFORE, BE IT {_BE_IT[matter.instrument]} BY THE {body}, AS FOLLOWS:"


def _sections(matter: Matter) -> Iterator[Block]:
    approved = (
        f"The {matter.kind.lower()} “{matter.title}”, in the form attached as Exhibit A, whose "
        f"text has the SHA-256 {matter.text_sha256}, is approved."
    )
    signed = (
        f"[Name and title] is authorized to sign it for the City of {matter.city}; the City Clerk "
        "attests the signature."
    )
    sections = [("Approval", approved), ("Authority to sign", signed)]
    if matter.binding:
        filed = (
            "The City Clerk keeps one executed copy on file, and files executed copies with "
            "[offices that the law requires, with the county of each]."
        )
        sections.append(("Filing", filed))
    sections.append(
        ("Effective date", f"This {matter.instrument} takes effect on [date or event].")
    )
    for number, (name, words) in enumerate(sections, start=1):
        yield heading(f"Section {number}. {name}", level=2)
        yield from said(words)


def _passage(matter: Matter) -> Iterator[Block]:
    if matter.instrument is Instrument.ORDINANCE:
        yield from said(f"Read the first time {_DAY}.", f"Read the second time {_DAY}.")
    yield from said(f"PASSED by the {matter.council} {_DAY}.")
    yield from items(
        [
            f"Moved by: {BLANK}",
            f"Seconded by: {BLANK}",
            f"Ayes: {BLANK}",
            f"Nays: {BLANK}",
            f"Abstained: {BLANK}",
            f"Absent: {BLANK}",
        ]
    )
    for line in ("Mayor or presiding officer", "ATTEST: City Clerk", "APPROVED AS TO FORM"):
        yield from said(f"{line}: {BLANK}{BLANK}   Name and title: {BLANK}   Date: {BLANK}")
