"""Who may plan and lead a meeting now, who leaves the room for what, and why not."""

from collections.abc import Collection, Iterable, Mapping

from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import AgendaItem, Meeting, Motion, Round
from initiatives.phases import Right
from initiatives.results.meetings import Seat
from initiatives.rules.assigning import bars_of

State = Meeting.State


def why_not_lead(actor: Actor) -> str | None:
    """Meetings are the facilitator's."""
    if actor.may(Permission.RUN_ROUND):
        return None
    return "Only a facilitator at MARC plans and leads meetings. Ask one there."


def why_not_plan(actor: Actor, round_: Round) -> str | None:
    """A round has meetings until it is released."""
    if reason := why_not_lead(actor):
        return reason
    if round_.state == Round.State.RELEASED and round_.released_at is not None:
        return f"This round was released on {moment(round_.released_at)}; its meetings are over."
    return None


def why_not_change(actor: Actor, meeting: Meeting) -> str | None:
    """When and where stands once the meeting has begun."""
    if reason := why_not_lead(actor):
        return reason
    if meeting.state == State.PLANNED:
        return None
    assert meeting.started_at is not None
    return f"This meeting began on {moment(meeting.started_at)}. When and where stands since then."


def why_not_prepare(actor: Actor, meeting: Meeting) -> str | None:
    """Attendance and the order of what waits change until the meeting has ended."""
    return why_not_lead(actor) or _why_ended(meeting)


def why_not_start(actor: Actor, meeting: Meeting, *, cities: int) -> str | None:
    """A meeting begins after the close of scoring, with a quorum and something to discuss."""
    if reason := why_not_lead(actor):
        return reason
    if not meeting.round.allows(Right.MEET):
        return (
            "A meeting begins once scoring has closed, with the ranking in view, and before the "
            "round is released."
        )
    if not meeting.items.exists():
        return "Nothing is on the agenda. Add at least one proposal."
    if cities < meeting.quorum:
        return (
            f"People of {_cities(cities)} are recorded as present, and {meeting.quorum} are "
            "needed. Record who is there, or change how many are needed."
        )
    return None


def why_not_speak(actor: Actor, meeting: Meeting) -> str | None:
    """Words, motions and the next item belong to a meeting in session."""
    if reason := why_not_lead(actor) or _why_ended(meeting):
        return reason
    return None if meeting.state == State.IN_SESSION else "Start the meeting first."


def why_not_go_on(actor: Actor, meeting: Meeting, *, open_motion: str) -> str | None:
    """No motion is left without its outcome."""
    if reason := why_not_speak(actor, meeting):
        return reason
    if open_motion.strip():
        return (
            "A motion is typed in and has no outcome yet. Record it as carried, failed or "
            "withdrawn, or empty its box; then go on."
        )
    return None


def why_not_take_up(item: AgendaItem) -> str | None:
    """An item is taken up once; to come back to it, it is put on the agenda again."""
    if item.started_at is None:
        return None
    return f"“{item.entry.proposal.title}” was taken up already on {moment(item.started_at)}."


def why_not_record(
    motion: Motion, *, outside: Collection[int], present: Collection[str]
) -> str | None:
    """A motion has a mover and, to be carried, a second, both in the room.

    `outside` are keys of attendances that left for this item, `present` slugs of cities.
    """
    if motion.mover_id == motion.seconder_id:
        return "Whoever moves does not second as well. Choose another office."
    if motion.outcome == Motion.Outcome.CARRIED and motion.seconder_id is None:
        return "A motion is carried only when somebody seconded it. Choose who did."
    if {motion.mover_id, motion.seconder_id} & set(outside):
        return "Whoever left the room for this item neither moves nor seconds."
    if absent := set(motion.votes) - set(present):
        return f"Nobody of {', '.join(sorted(absent))} is present, so the city has no vote."
    return None


def why_not_correct(actor: Actor, motion: Motion) -> str | None:
    """A motion is corrected, once each row, until the release makes the minutes public."""
    if reason := why_not_lead(actor):
        return reason
    round_ = motion.item.meeting.round
    if round_.state == Round.State.RELEASED and round_.released_at is not None:
        return (
            f"This round was released on {moment(round_.released_at)}, and the minutes are public "
            "since then. They stand."
        )
    return None


def leaving(
    items: Iterable[AgendaItem], seats: Collection[Seat], *, round_: Round
) -> Mapping[int, frozenset[int]]:
    """Say who leaves the room for each item, as keys of persons by the key of the entry.

    Whoever stepped back from the proposal, is of the city that leads it, or helped to write it;
    `AgendaItem.objects.marked_open_to` says the same of one person. Two queries. Needs the
    items' proposals loaded.
    """
    bars = bars_of(round_)
    return {
        item.entry_id: frozenset(
            seat.person_id
            for seat in seats
            if item.entry.proposal.city_id in seat.organisations
            or (item.entry_id, seat.person_id) in bars.conflicts
            or (item.entry.proposal_id, seat.person_id) in bars.writers
        )
        for item in items
    }


def _why_ended(meeting: Meeting) -> str | None:
    if meeting.state != State.ENDED:
        return None
    assert meeting.ended_at is not None
    return f"This meeting ended on {moment(meeting.ended_at)}; what was recorded stands."


def _cities(number: int) -> str:
    return "1 city" if number == 1 else f"{number} cities"
