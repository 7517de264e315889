"""What happened to rounds, in sentences, and what is planned of them."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from collaborative.models import Event
from collaborative.wording import moment
from initiatives.events import RoundEvent
from initiatives.models import Proposal, Round
from initiatives.results.history import Happening

LONGEST = 50  # happenings on a page; a round has fewer
CHANGES: Mapping[str, str] = MappingProxyType(
    {
        "criterion_added": "{who} added the criterion “{what}”.",
        "criterion_changed": "{who} changed the criterion “{what}”.",
        "criterion_removed": "{who} removed the criterion “{what}”.",
        "criteria_added": "{who} began with the starting point.",
        "set_taken": "{who} took the criteria of “{what}”.",
        "before": "{who} changed the dates or terms.",
    }
)
"""What can change in preparation, by what the event's detail names."""


def round_history(round_: Round) -> list[Happening]:
    """List what happened, the newest first, with names: for facilitators.

    What other floors record of a round, such as of its notices, they tell on pages of their own.
    """
    own = Event.objects.about(round_).filter(kind__in=list(RoundEvent))
    events = own.select_related("by").order_by("-pk")
    return [Happening(event.kind, event.at, _sentence(event)) for event in events[:LONGEST]]


def _sentence(event: Event) -> str:
    who = event.who
    if event.kind == RoundEvent.CHANGED:
        detail = next(name for name in CHANGES if name in event.detail)
        return CHANGES[detail].format(who=who, what=event.detail[detail])
    if event.kind == RoundEvent.EXTENDED:
        after = datetime.fromisoformat(event.detail["after"])
        return f"{who} moved the closing time to {moment(after)}."
    if event.kind == RoundEvent.ASSIGNED:
        came, went = event.detail["came"], event.detail["went"]
        return f"{who} took over a proposed assignment: {came} assigned, {went} taken back."
    return {
        RoundEvent.PREPARED: f"{who} began to prepare it.",
        RoundEvent.ANNOUNCED: f"{who} announced it to the cities.",
        RoundEvent.DECLARING: f"{who} began the declarations of conflicts.",
        RoundEvent.OPENED: f"{who} opened scoring.",
        RoundEvent.CLOSED: f"{who} closed scoring, and the ranking was computed.",
        RoundEvent.WEIGHED: f"{who} changed the weights: {event.detail.get('reason', '')}",
        RoundEvent.FROZEN: f"{who} froze the results.",
        RoundEvent.RELEASED: f"{who} released it.",
    }[RoundEvent(event.kind)]


def judged_by(*, at: datetime) -> dict[str, object]:
    """Tell by what proposals will be judged: the announced rounds, or the criteria of the last one.

    `rounds` are those that still take proposals, the next first; where there is none, `last` is
    the round that was released last, to show how it was done. Three queries at most.
    """
    rounds = list(Round.objects.taking_proposals(at).prefetch_related("criteria__anchors"))
    if rounds:
        return {"rounds": rounds, "last": None}
    released = Round.objects.filter(state=Round.State.RELEASED).order_by("-released_at", "-pk")
    return {"rounds": [], "last": released.prefetch_related("criteria__anchors").first()}


def when_next(proposal: Proposal, *, at: datetime) -> list[str]:
    """Say when what happens next is planned to happen; nothing where no date is known.

    Of a round in preparation only what was announced is told. One query at most.
    """
    if proposal.state in {Proposal.State.SUBMITTED, Proposal.State.ACCEPTED}:
        return [
            f"“{round_}” takes proposals until {moment(round_.proposals_until)} and is planned "
            f"from {moment(round_.opens_at)} to {moment(round_.closes_at)}."
            for round_ in Round.objects.taking_proposals(at)
            if round_.proposals_until is not None
        ]
    if proposal.state == Proposal.State.IN_ROUND:
        rounds = Round.objects.filter(
            state=Round.State.SCORING, pk__in=proposal.entries.standing().values("round")
        )
        return [f"“{round_}” closes on {moment(round_.closes_at)}." for round_ in rounds]
    return []
