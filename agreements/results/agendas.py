"""Which agreements wait for a council and are on none of its agendas."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from agreements.adoption.shapes import MISSING
from agreements.models import Action, Agreement
from agreements.results.squares import Square
from agreements.results.standings import standings


def off_agenda(organisations: Collection[int], *, on: date) -> dict[int, list[Agreement]]:
    """The agreements that wait for each council, by the body's key, and are on no agenda to come.

    What is put off to a day to come is on that day's agenda. Costs five queries.
    """
    live = [Agreement.State.CIRCULATED, Agreement.State.IN_FORCE]
    agreements = (
        Agreement.objects.filter(state__in=live, parties__organisation__in=organisations)
        .distinct()
        .order_by("title", "pk")
    )
    found: dict[int, list[Agreement]] = {key: [] for key in organisations}
    for standing in standings(agreements):
        if standing.outcome.in_force:
            continue
        for key in organisations:
            square = standing.of(key)
            if square is not None and _waits(square, on):
                found[key].append(standing.agreement)
    return found


def _waits(square: Square, on: date) -> bool:
    """Whether the council has not decided and has it on no agenda from this day on."""
    if square.cell.state not in MISSING:
        return False
    act = square.act
    if act is None:
        return True
    put_off = [
        action.postponed_to for action in act.actions.all() if action.kind == Action.Kind.POSTPONED
    ]
    days = [day for day in (act.agenda_on, *put_off) if day is not None]
    return not any(day >= on for day in days)
