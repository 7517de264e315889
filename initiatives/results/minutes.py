"""The minutes of a meeting, from its rows: for whoever led it, or for everybody.

Everybody reads how many people left the room for an item, and not which: who was asked to review
what is not public, and neither is who stepped back from what, beyond the number that the results
file of the round shows for each city.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils import timezone

from cities.models import City
from collaborative.wording import clock, moment
from initiatives.minutes import Discussed, Line, Minutes, Moved
from initiatives.models import AgendaItem, Attendance, Jotting, Meeting, Motion, Placing

NONE = "–"


def minutes_of(meeting: Meeting, *, with_offices: bool) -> Minutes:
    """Say what happened at a meeting that has ended; the queries do not grow with it.

    With offices it names who left the room for which item, for those who led it.
    """
    assert meeting.started_at is not None
    attendances = list(meeting.attendances.select_related("organisation"))
    items = list(
        meeting.items.filter(started_at__isnull=False)
        .for_reading()
        .prefetch_related("departures__attendance")
    )
    placings = list(Placing.objects.of(meeting.round))
    number = len({one.organisation_id for one in attendances})
    return Minutes(
        title=f"Minutes: {meeting}",
        collaborative=settings.SITE_NAME,
        sample=settings.DEMO,
        readership=_READERSHIP[with_offices],
        on=timezone.localdate(meeting.started_at),
        facts=_facts(meeting),
        present=_present(meeting, attendances),
        quorum=f"{_cities(number, 'was', 'were')} represented; {meeting.quorum} were needed.",
        items=_items(meeting, items, placings, with_offices=with_offices),
        ranking=[_line(placing) for placing in placings],
        results=_results(meeting),
        sha256=meeting.round.input_sha256,
    )


_READERSHIP: Mapping[bool, str] = {
    True: "For facilitators: this copy names the offices that left the room. It is not public.",
    False: "For everybody: this copy says how many people left the room, and not which.",
}


def _facts(meeting: Meeting) -> list[tuple[str, str]]:
    assert meeting.started_at is not None
    assert meeting.ended_at is not None
    return [
        ("Round", meeting.round.title),
        ("Began", moment(meeting.started_at)),
        ("Ended", moment(meeting.ended_at)),
        ("Place", meeting.place),
    ]


def _present(meeting: Meeting, attendances: Sequence[Attendance]) -> list[str]:
    """Name the offices, and from when until when where that was not the whole meeting."""
    assert meeting.started_at is not None
    said = []
    for one in attendances:
        times = [f"from {clock(one.came_at)}"] if one.came_at > meeting.started_at else []
        times += [f"until {clock(one.left_at)}"] if one.left_at else []
        said.append(f"{one.office} ({' '.join(times)})" if times else one.office)
    return said


def _items(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    placings: Sequence[Placing],
    *,
    with_offices: bool,
) -> list[Discussed]:
    notes = dict(
        Jotting.objects.filter(item__meeting=meeting, box=Jotting.Box.NOTE)
        .order_by("item", "-pk")
        .distinct("item")
        .values_list("item", "text")
    )
    motions: dict[int, list[Motion]] = {}
    for motion in Motion.objects.standing().filter(item__meeting=meeting).for_reading():
        motions.setdefault(motion.item_id, []).append(motion)
    stands = {placing.entry_id: placing for placing in placings}
    names = dict(City.objects.values_list("slug", "name"))
    return [
        Discussed(
            title=f"{item.position}. {item.entry.proposal.title}",
            facts=_facts_of(item, stands.get(item.entry_id)),
            left=_left(item, with_offices=with_offices),
            note=notes.get(item.pk, ""),
            motions=[_moved(motion, names) for motion in motions.get(item.pk, [])],
        )
        for item in items
    ]


def _facts_of(item: AgendaItem, placing: Placing | None) -> list[str]:
    assert item.started_at is not None
    assert item.ended_at is not None
    proposal = item.entry.proposal
    facts = [
        f"{proposal.reference}, led by {proposal.city.name}.",
        f"Discussed from {clock(item.started_at)} to {clock(item.ended_at)}.",
    ]
    if placing is not None and placing.rank is not None:
        facts.append(
            f"Rank {placing.rank}, which holds within {_within(placing)}; score {placing.score}."
        )
    return facts


def _left(item: AgendaItem, *, with_offices: bool) -> str:
    left = [departure.attendance.office for departure in item.departures.all()]
    if not left:
        return "Nobody left the room."
    if with_offices:
        return f"Left the room: {'; '.join(left)}."
    return "1 person left the room." if len(left) == 1 else f"{len(left)} people left the room."


def _moved(motion: Motion, names: Mapping[str, str]) -> Moved:
    seconded = f"seconded by {motion.seconder.office}" if motion.seconder else "nobody seconded"
    corrected = (
        f"Corrected on {moment(motion.at)} by {motion.office}. Before, it read: "
        f"“{motion.corrects.text}” ({motion.corrects.get_outcome_display().lower()}). "
        f"Reason: {motion.because}"
        if motion.corrects
        else ""
    )
    return Moved(
        text=motion.text,
        outcome=motion.get_outcome_display(),
        by=f"Moved by {motion.mover.office}; {seconded}.",
        votes=[
            f"{names[slug]}: {Motion.Said(said).label.lower()}"
            for slug, said in sorted(motion.votes.items())
        ],
        rationale=motion.rationale,
        correction=corrected,
    )


def _line(placing: Placing) -> Line:
    proposal = placing.entry.proposal
    return Line(
        rank=str(placing.rank or NONE),
        proposal=f"{proposal.title} ({proposal.reference}, {proposal.city.name})",
        score=str(NONE if placing.score is None else placing.score),
        within=_within(placing),
    )


def _within(placing: Placing) -> str:
    if placing.rank_low is None:
        return NONE
    if placing.rank_low == placing.rank_high:
        return str(placing.rank_low)
    return f"{placing.rank_low} to {placing.rank_high}"


def _results(meeting: Meeting) -> str:
    round_ = meeting.round
    if round_.frozen_at is None:
        return "The results were not frozen when these minutes were made; marks may still change."
    return (
        f"The results were frozen on {moment(round_.frozen_at)}. The SHA-256 of the results file "
        "is:"
    )


def _cities(number: int, one: str, more: str) -> str:
    return f"1 city {one}" if number == 1 else f"{number} cities {more}"
