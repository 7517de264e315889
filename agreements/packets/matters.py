"""What is on record for the papers of a council that has not adopted an agreement's text."""

from __future__ import annotations

from collections.abc import Sequence

from agreements.adoption import CellState
from agreements.drafts import Adopted, Matter
from agreements.drafts.shape import Instrument
from agreements.packets.acts import act_name
from agreements.packets.bodies import name
from agreements.packets.document import required
from agreements.packets.holdings import Holdings
from agreements.results import BINDING, Square
from cities.models import City
from collaborative.wording import day


def undecided(holdings: Holdings) -> list[Square]:
    """The parties whose council has not adopted this text, by the record."""
    return [
        square for square in holdings.standing.squares if square.cell.state != CellState.ADOPTED
    ]


def matter(holdings: Holdings, city: City, instrument: Instrument) -> Matter:
    """Return all that is on record for the papers of one city's council."""
    agreement, version, proposal = holdings.agreement, holdings.version, holdings.agreement.proposal
    squares = holdings.standing.squares
    return Matter(
        city=city.name,
        council=city.council,
        slug=city.slug,
        instrument=instrument,
        title=agreement.title,
        kind=agreement.get_kind_display(),
        purpose=" ".join(agreement.purpose.split()),
        parties=[name(square.party.organisation) for square in squares],
        binding=agreement.kind in BINDING,
        required=required(holdings),
        standing=holdings.standing.summary,
        version=str(version),
        circulated_on=day(version.circulated_at) if version.circulated_at else "",
        text=holdings.text.body,
        text_sha256=holdings.text.sha256,
        proposal=f"{proposal.reference}, {proposal.title}" if proposal else "",
        adopted=_adopted(squares),
        as_of=holdings.as_of,
        sample=agreement.is_sample,
    )


def _adopted(squares: Sequence[Square]) -> list[Adopted]:
    return [
        Adopted(
            f"council of {square.party.organisation.name}",
            act_name(square.act),
            day(square.cell.on),
        )
        for square in squares
        if square.cell.state == CellState.ADOPTED and square.act and square.cell.on
    ]
