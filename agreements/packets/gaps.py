"""What a packet cannot show because nobody has recorded it, a sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from agreements import results
from agreements.adoption import CellState
from agreements.packets.acts import act_name
from agreements.packets.bodies import name
from agreements.packets.holdings import Holdings
from agreements.results import Square


def named(holdings: Holdings) -> list[str]:
    """Name every gap: acts, roll calls, signatures, files known by name alone, and filings."""
    return [
        *_of_acts(holdings),
        *_of_signatures(holdings),
        *(
            f"{named}: named on a council's record, not on file."
            for named in holdings.missing_attachments
        ),
        *_of_terms(holdings),
        *holdings.filings.outcome.gaps,
    ]


def _of_terms(holdings: Holdings) -> Iterator[str]:
    if unsettled := results.gaps(holdings.checklist):
        terms = ", ".join(found.term.title.lower() for found in unsettled)
        yield f"Required terms that nobody has found in the text: {terms}."


def _of_signatures(holdings: Holdings) -> Iterator[str]:
    for block in holdings.blocks:
        signer = name(block.party.organisation)
        if block.signature.entry is None:
            yield f"No signature is on record for {signer}."
            continue
        if block.signature.on is None:
            yield f"The signature for {signer} is on record without its date."
        if block.blanks:
            yield f"Blank for {signer}: {', '.join(block.blanks).lower()}."


def missing(square: Square) -> str:
    """What is still needed of a party; "" when its council adopted the text."""
    if square.cell.state is CellState.ADOPTED:
        return ""
    return "Its council's adoption of this text."


def _of_acts(holdings: Holdings) -> Iterator[str]:
    for square in holdings.standing.squares:
        if square.act is None:
            yield square.sentence
    for act in holdings.acts:
        if not act.votes.all():
            yield f"No roll call is on record for {act_name(act)} of {act.party.organisation}."
        if act.text is None:
            said = f"{act_name(act)} of {act.party.organisation}"
            yield f"The text that {said} adopted is not on file."
