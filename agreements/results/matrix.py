"""The adoption matrix: agreements against councils, each square with what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from agreements.adoption import MISSING, CellState
from agreements.models import Act, Agreement, Party, Version
from agreements.results.squares import Square, Standing
from agreements.results.standings import standings
from cities.models import City, Meeting, Organisation
from collaborative.wording import day

OPEN = frozenset({Agreement.State.CIRCULATED, Agreement.State.IN_FORCE})
"""States in which a council can still decide."""


@dataclass(frozen=True, slots=True)
class Box:
    """A square of the matrix with what its council still lacks, and when it meets next.

    `missing` is a sentence, "" where nothing is; `meeting` is None where nothing is missing or no
    coming meeting is on record.
    """

    square: Square
    missing: str
    meeting: Meeting | None


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement: where it stands, and its boxes.

    `boxes` pairs each city with its box, None where the city is no party; `others` are the boxes
    of parties that are no member cities.
    """

    standing: Standing
    boxes: Sequence[tuple[City, Box | None]]
    others: Sequence[Box]


def matrix(agreements: Iterable[Agreement], *, cities: Sequence[City], at: datetime) -> list[Row]:
    """The rows of these agreements, in the order given. Costs six queries for any number."""
    found = standings(agreements)
    bodies = {square.party.organisation_id for row in found for square in row.squares}
    meetings = Meeting.objects.next_of_each(bodies, at)
    return [_row(standing, cities, meetings) for standing in found]


def boxes(standing: Standing, *, at: datetime) -> list[Box]:
    """The boxes of one agreement, in the order of its parties. Costs one query."""
    bodies = [square.party.organisation_id for square in standing.squares]
    meetings = Meeting.objects.next_of_each(bodies, at)
    return [_box(standing, square, meetings) for square in standing.squares]


def _row(standing: Standing, cities: Sequence[City], meetings: Mapping[int, Meeting]) -> Row:
    found = {
        square.party.organisation_id: _box(standing, square, meetings)
        for square in standing.squares
    }
    members = {city.pk for city in cities}
    return Row(
        standing,
        [(city, found.get(city.pk)) for city in cities],
        [box for key, box in found.items() if key not in members],
    )


def _box(standing: Standing, square: Square, meetings: Mapping[int, Meeting]) -> Box:
    missing = missing_of(standing, square)
    meeting = meetings.get(square.party.organisation_id) if missing else None
    return Box(square, missing, meeting)


def missing_of(standing: Standing, square: Square) -> str:
    """What a council still lacks, as a sentence; "" where nothing does, or nothing is asked."""
    if standing.agreement.state not in OPEN or standing.version is None:
        return ""
    state, act = square.cell.state, square.act
    if state in MISSING and act is not None and act.result == Act.Result.PENDING:
        return _agenda(act)
    if state in MISSING:
        return "No act on this text is on record."
    if state is CellState.ADOPTED_OTHER_TEXT and act is not None and act.text_id is None:
        return "The text that it adopted is not on file."
    if state in {CellState.ADOPTED, CellState.WITHDRAWN} or standing.outcome.in_force:
        return ""
    return "An adoption of this text is missing."


def _agenda(act: Act) -> str:
    if act.agenda_on is None:
        return f"{act.file_number} is on no agenda so far."
    return f"The vote on {act.file_number}, on the agenda of {day(act.agenda_on)}."


def not_adopted_by(agreements: QuerySet[Agreement], body: Organisation) -> QuerySet[Agreement]:
    """Keep what is open and has this body as a party that has not adopted the last text.

    A veto or a rescission that came after an adoption is not looked at here.
    """
    versions = Version.objects.filter(agreement=OuterRef("pk"), text__isnull=False)
    last = versions.order_by("-number").values("text")[:1]
    adopted = Act.objects.filter(
        party__agreement=OuterRef("pk"),
        party__organisation=body,
        result=Act.Result.PASSED,
        corrected_by=None,
        text=OuterRef("last_text"),
    )
    party = Party.objects.filter(agreement=OuterRef("pk"), organisation=body)
    return agreements.annotate(last_text=Subquery(last)).filter(
        Exists(party), ~Exists(adopted), state__in=OPEN
    )
