"""What is before one council: agreements it has still to act on, with what is on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.adoption.shapes import MISSING
from agreements.models import Act, Agreement, Party
from agreements.results.squares import Square
from agreements.results.standings import standings


@dataclass(frozen=True, slots=True)
class Before:
    """One agreement before a council. `pending`: the act on record that has no result yet."""

    square: Square
    pending: Act | None

    @property
    def party(self) -> Party:
        """The council's own place among the parties."""
        return self.square.party

    @property
    def is_open(self) -> bool:
        """Whether the council has not decided on this text so far."""
        return self.square.cell.state in MISSING


def before_council(agreements: Iterable[Agreement], organisation: int) -> list[Before]:
    """Where one council stands with each of these agreements that it is a party to, in order.

    The agreements need their parties loaded. Costs nine queries for any number.
    """
    squares = [found.of(organisation) for found in standings(agreements)]
    own = [square for square in squares if square is not None]
    pending = {
        act.party_id: act
        for act in Act.objects.filter(
            party__in=[square.party.pk for square in own],
            result=Act.Result.PENDING,
            corrected_by=None,
        )
        .prefetch_related("votes", "actions__votes")
        .order_by("pk")
    }
    return [Before(square, pending.get(square.party.pk)) for square in own]
