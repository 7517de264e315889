"""What the pages of a meeting show: the agenda, what is discussed now, who is there, who leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType

from cities.models import City, Office
from collaborative.models import Actor
from collaborative.roles import PERMISSIONS
from initiatives import ranking
from initiatives.models import (
    AgendaItem,
    Attendance,
    Decision,
    Entry,
    Jotting,
    Meeting,
    Motion,
    Placing,
)
from initiatives.models.meetings import TAKES_PART
from initiatives.results.tallies import tallies, terms

SEPARATE = 3
"""Criteria that are named as those in which the cities differ most."""
DECIDES: Mapping[str, str] = MappingProxyType(
    {
        Motion.Asks.RECOMMEND: Decision.Outcome.RECOMMENDED,
        Motion.Asks.DEFER: Decision.Outcome.DEFERRED,
        Motion.Asks.DECLINE: Decision.Outcome.DECLINED,
        Motion.Asks.MERGE: Decision.Outcome.MERGED,
    }
)
"""What a motion that was carried comes to as a decision."""
LEAST_SPREAD = Fraction(1, 4)
"""Of a scale: cities that are nearer to each other do not differ."""


@dataclass(frozen=True, slots=True)
class CityScore:
    """What one city's marks come to, 0 to 100 with two decimals; "–" where it gave none."""

    city: str
    score: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A criterion in which the cities differ: the lowest and the highest mean mark, and whose."""

    label: str
    low: str
    low_cities: str
    high: str
    high_cities: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a proposal stands in the last ranking, for the room: by city, never by evaluator."""

    placing: Placing
    cities: Sequence[CityScore]
    apart: Sequence[Apart]


@dataclass(frozen=True, slots=True)
class Now:
    """The item under discussion, what is typed of it and what was moved.

    `item` is None between items. Where the reader steps aside `item.is_open` is false, and the
    rest is empty.
    """

    item: AgendaItem | None
    typed: Mapping[str, str]
    motions: Sequence[Motion]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items in their order, and how far the meeting is."""

    items: Sequence[AgendaItem]

    @property
    def current(self) -> AgendaItem | None:
        """What is discussed now."""
        return next((item for item in self.items if item.is_current), None)

    @property
    def waiting(self) -> list[AgendaItem]:
        """What comes later, the next first."""
        return [item for item in self.items if item.started_at is None]

    @property
    def last(self) -> AgendaItem | None:
        """What was discussed last, now or before."""
        taken_up = [item for item in self.items if item.started_at is not None]
        return taken_up[-1] if taken_up else None


def agenda_of(meeting: Meeting, actor: Actor) -> Agenda:
    """Read the items with whether this actor may follow each. One query."""
    return Agenda(list(meeting.items.for_reading().marked_open_to(actor)))


def now_of(agenda: Agenda) -> Now:
    """Read what is said of the item under discussion. Two queries at most."""
    item = agenda.current
    if item is None or not item.is_open:  # type: ignore[attr-defined] # annotated
        return Now(item, {}, ())
    offices = {str(one.pk): one.office for one in item.meeting.attendances.all()}
    last = Jotting.objects.last(item)
    typed = {box: row.text for box, row in last.items() if row.text}
    for box in (Jotting.Box.MOVER, Jotting.Box.SECONDER):
        if box in typed:
            typed[box] = offices.get(typed[box], "")
    if Jotting.Box.ASKS in typed:
        typed["asks"] = Motion.Asks(typed["asks"]).label
    return Now(item, typed, list(item.motions.standing().for_reading()))


def proposed_by(motion_pk: str | None, entry: Entry) -> dict[str, str]:
    """What a motion that was carried proposes to decide: its outcome and its reasons, or nothing.

    `motion_pk` is what an address says; a motion about another proposal proposes nothing.
    """
    if motion_pk is None or not motion_pk.isdecimal():
        return {}
    motion = Motion.objects.standing().filter(pk=motion_pk, item__entry=entry).first()
    if motion is None or not motion.leads_to:
        return {}
    return {"outcome": DECIDES[motion.leads_to], "rationale": motion.rationale or motion.text}


def standing_of(entry: Entry) -> Standing | None:
    """Read how a proposal stands; nothing before there is a ranking. Queries do not grow."""
    placing = Placing.objects.of(entry.round).prefetch_related(None).filter(entry=entry).first()
    if placing is None:
        return None
    reference = entry.proposal.reference
    own_terms = terms(entry.round, reference=reference)
    tally = tallies(entry.round, reference=reference).get(reference, ranking.Tally())
    names = dict(City.objects.filter(slug__in=own_terms.cities).values_list("slug", "name"))
    labels = {criterion.key: criterion.label for criterion in entry.round.criteria.all()}
    scores = ranking.city_scores(own_terms, tally)
    apart = [_apart(labels[one.key], one, tally, names) for one in own_terms.criteria]
    found = sorted(filter(None, apart), key=lambda pair: -pair[0])
    return Standing(
        placing=placing,
        cities=[
            CityScore(names[slug], ranking.two_places(score) or "–")
            for slug, score in sorted(scores.items(), key=lambda pair: names[pair[0]])
        ],
        apart=[one for _, one in found[:SEPARATE]],
    )


def _apart(
    label: str, criterion: ranking.Criterion, tally: ranking.Tally, names: Mapping[str, str]
) -> tuple[Fraction, Apart] | None:
    """Say how far the cities are apart in one criterion, and who is where."""
    means = {
        names[city]: Fraction(total) / number
        for city, (total, number) in tally.marks.get(criterion.key, {}).items()
    }
    if not means:
        return None
    low, high = min(means.values()), max(means.values())
    spread = (high - low) / (criterion.high - criterion.low)
    if spread < LEAST_SPREAD:
        return None
    return spread, Apart(
        label=label,
        low=ranking.two_places(low) or "",
        low_cities=_who(means, low),
        high=ranking.two_places(high) or "",
        high_cities=_who(means, high),
    )


def _who(means: Mapping[str, Fraction], mean: Fraction) -> str:
    return ", ".join(sorted(city for city, own in means.items() if own == mean))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody who takes part: one person by all offices, and the bodies that the person is of."""

    person_id: int
    organisation_id: int
    office: str
    organisations: frozenset[int]
    name: str = ""

    def __str__(self) -> str:
        return self.office if self.name in {"", self.office} else f"{self.office} ({self.name})"


def taking_part(*, on: date) -> list[Seat]:
    """List the cities' evaluators and liaisons in office on a day, by office. One query."""
    roles = [role for role, held in PERMISSIONS.items() if held & set(TAKES_PART)]
    offices = (
        Office.objects.held_on(on)
        .filter(role__in=roles)
        .select_related("organisation", "person")
        .order_by("person_id", "organisation__name", "role", "pk")
    )
    found = [_seat(list(held)) for _, held in groupby(offices, key=lambda office: office.person_id)]
    return sorted(found, key=lambda one: (one.office, one.name, one.person_id))


def _seat(offices: Sequence[Office]) -> Seat:
    first = offices[0]
    return Seat(
        person_id=first.person_id,
        name=first.person.name,
        office="; ".join(office.held.title for office in offices)[:200],
        organisation_id=first.organisation_id,
        organisations=frozenset(office.organisation_id for office in offices),
    )


def seat_of(attendance: Attendance) -> Seat:
    """Somebody who is at the meeting, by the office of that day."""
    return Seat(
        person_id=attendance.person_id,
        organisation_id=attendance.organisation_id,
        office=attendance.office,
        organisations=frozenset({attendance.organisation_id}),
    )
