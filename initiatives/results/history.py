"""What happened to a proposal, in sentences, and what happens next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from itertools import groupby
from types import MappingProxyType
from typing import Any

from collaborative import wording
from collaborative.models import Event
from initiatives.events import ProposalEvent
from initiatives.models import Invited, Proposal
from initiatives.questions import SECTIONS, Section

State = Proposal.State

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        ProposalEvent.STARTED: "{who} began the draft.",
        ProposalEvent.SAVED: "{who} saved the text{times}.",
        ProposalEvent.RESTORED: "{who} brought back {what} of {since}.",
        ProposalEvent.SHARED: "{who} invited {colleague} to {deed}.",
        ProposalEvent.ROLE_CHANGED: "{who} changed the role of {colleague}, who may now {deed}.",
        ProposalEvent.UNSHARED: "{who} took back the invitation of {colleague}.",
        ProposalEvent.FILE_ADDED: "{who} added the file “{name}”.",
        ProposalEvent.FILE_REMOVED: "{who} removed the file “{name}”.",
        ProposalEvent.SUBMITTED: "{who} sent it in.",
        ProposalEvent.RETURNED: "{who} sent it back to its authors.",
        ProposalEvent.ACCEPTED: "{who} accepted it for evaluation.",
        ProposalEvent.DECLINED: "{who} declined it.",
        ProposalEvent.WITHDRAWN: "{who} withdrew it.",
        ProposalEvent.BROUGHT_BACK: "{who} opened it to its authors again.",
        ProposalEvent.RESUMED: "{who} took the draft up again.",
        ProposalEvent.ENTERED: "{who} entered it in the round “{round}”.",
        ProposalEvent.LEFT: "{who} took it out of the round; it waits for another.",
        ProposalEvent.CHOSEN: "{who} made the decision of “{round}” public: it is chosen.",
        ProposalEvent.PARKED: "{who} made the decision of “{round}” public: it is parked.",
        ProposalEvent.NOT_CHOSEN: "{who} made the decision of “{round}” public: it is not chosen.",
        ProposalEvent.REDECIDED: "{who} recorded a later decision of “{round}”: {outcome}.",
        ProposalEvent.MERGED: "{who} merged it into {reference}.",
        ProposalEvent.TOOK_IN: "{who} merged {reference} into it.",
        ProposalEvent.SEPARATED: "{who} separated it from {reference} again.",
        ProposalEvent.GAVE_BACK: "{who} separated {reference} from it again.",
        ProposalEvent.SPLIT: "{who} split {reference} off from it.",
        ProposalEvent.SPLIT_OFF: "{who} split it off from {reference}, as a draft.",
    }
)
STEPS = frozenset(
    {
        ProposalEvent.SUBMITTED,
        ProposalEvent.RETURNED,
        ProposalEvent.ACCEPTED,
        ProposalEvent.DECLINED,
        ProposalEvent.WITHDRAWN,
        ProposalEvent.BROUGHT_BACK,
        ProposalEvent.ENTERED,
        ProposalEvent.LEFT,
        ProposalEvent.CHOSEN,
        ProposalEvent.PARKED,
        ProposalEvent.NOT_CHOSEN,
        ProposalEvent.REDECIDED,
        ProposalEvent.MERGED,
        ProposalEvent.TOOK_IN,
        ProposalEvent.SEPARATED,
        ProposalEvent.GAVE_BACK,
        ProposalEvent.SPLIT,
        ProposalEvent.SPLIT_OFF,
    }
)
"""What every reader is told; the work on the draft is its authors' own."""

CAME: Mapping[str, str] = MappingProxyType(
    {
        State.DRAFT: "was begun",
        State.SUBMITTED: "was sent in",
        State.RETURNED: "went back to its authors",
        State.ACCEPTED: "was accepted for evaluation",
        State.DECLINED: "was declined",
        State.WITHDRAWN: "was withdrawn",
        State.IN_ROUND: "was entered in a round",
        State.CHOSEN: "was chosen",
        State.PARKED: "was parked",
        State.NOT_CHOSEN: "was not chosen",
        State.MERGED: "was merged into another proposal",
    }
)
"""How a proposal came to be where it stands."""

NEXT: Mapping[str, str] = MappingProxyType(
    {
        State.DRAFT: (
            "Its authors finish it, check the answers and send it in. Until then only they, the "
            "colleagues they invited and the cities they ask to co-sponsor read it."
        ),
        State.SUBMITTED: (
            "A facilitator at the Mid-America Regional Council reads it and accepts it for "
            "evaluation, sends it back with a question, or declines it with a reason."
        ),
        State.RETURNED: "Its authors work on it, and send it in again.",
        State.ACCEPTED: (
            "The facilitator enters it in an evaluation round, in which evaluators of the cities "
            "score it."
        ),
        State.DECLINED: (
            "Nothing more. Whoever wants to take up the idea again can write a new proposal that "
            "meets the reason given."
        ),
        State.WITHDRAWN: (
            "Nothing more. The text stays on record; its authors can bring it back with one press."
        ),
        State.IN_ROUND: (
            "Evaluators of the cities score it until the round closes; then the decision is "
            "recorded with its reason."
        ),
        State.CHOSEN: (
            "The facilitator drafts an agreement from it, which each city’s council then adopts "
            "by its own act."
        ),
        State.PARKED: (
            "It waits. The facilitator can enter it in a later round as it is, or its authors "
            "bring it back and change it first."
        ),
        State.NOT_CHOSEN: (
            "Nothing more in this round. The idea can come back as a new proposal that meets the "
            "reason given."
        ),
        State.MERGED: (
            "Its text stays here to read; the work goes on in the proposal that it was merged "
            "into. Until that one is in a round, a facilitator can separate the two again; what a "
            "round itself decided to merge stays one."
        ),
    }
)
"""What happens after each state, and who does it."""

REASONED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        State.RETURNED: frozenset({ProposalEvent.RETURNED, ProposalEvent.PARKED}),
        State.DECLINED: frozenset({ProposalEvent.DECLINED}),
        State.WITHDRAWN: frozenset({ProposalEvent.WITHDRAWN}),
        State.MERGED: frozenset({ProposalEvent.MERGED}),
    }
)
"""The states that somebody gave a reason for, and with which step.

A proposal that was withdrawn and brought back is asked for what it was asked for before.
"""


def standing(proposal: Proposal) -> str:
    """Say how it stands and since when, without a full stop: "EJC-2026-014 was sent in on …"."""
    return f"{proposal.reference} {CAME[proposal.state]} on {wording.moment(proposal.state_since)}"


class Reader(IntEnum):
    """How much of a proposal's history somebody is shown."""

    PUBLIC = 1
    """The steps, by office, without the reasons that authors and facilitators wrote each other."""
    OFFICIAL = 2
    """The steps with their reasons and names."""
    AUTHOR = 3
    """Everything, the work on the draft too."""


@dataclass(frozen=True, slots=True)
class SectionReason:
    """What is to be changed in one section."""

    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, in a sentence, with the reason where one was given."""

    kind: str
    at: datetime
    sentence: str
    reason: str = ""
    reasons: tuple[SectionReason, ...] = ()


def history(proposal: Proposal, *, reader: Reader) -> list[Happening]:
    """List what happened, the newest first; saves in a row by one person are told once."""
    events = Event.objects.about(proposal).filter(kind__in=SENTENCES).select_related("by")
    if reader < Reader.AUTHOR:
        events = events.filter(kind__in=STEPS)
    runs = groupby(events.order_by("-at", "-pk"), key=_run)
    return [_happening(list(run), reader) for _, run in runs]


def _run(event: Event) -> tuple[object, ...]:
    """What events must share to be told in one sentence: saves by one person, else nothing."""
    return ("saved", event.by_id) if event.kind == ProposalEvent.SAVED else ("one", event.pk)


def _happening(run: list[Event], reader: Reader) -> Happening:
    newest = run[0]
    detail = newest.detail
    sentence = SENTENCES[newest.kind].format(
        who=_who(newest, reader),
        times=f" {len(run)} times" if len(run) > 1 else "",
        colleague=detail.get("colleague", "a colleague"),
        deed=_deed(detail),
        name=detail.get("name", ""),
        round=detail.get("round", ""),
        what=detail.get("what", ""),
        since=detail.get("since", ""),
        reference=detail.get("reference", ""),
        outcome=detail.get("outcome", "").lower(),
    )
    if reader == Reader.PUBLIC:
        return Happening(newest.kind, newest.at, sentence)
    reason = detail.get("reason") or detail.get("rationale") or ""
    reasons = by_section(detail.get("sections", {}))
    return Happening(newest.kind, newest.at, sentence, reason, reasons)


def by_section(reasons: Mapping[str, str]) -> tuple[SectionReason, ...]:
    """Put reasons given by the sections' keys in the order of the sections."""
    return tuple(
        SectionReason(section, reasons[section.key])
        for section in SECTIONS.values()
        if reasons.get(section.key)
    )


def _deed(detail: Mapping[str, Any]) -> str:
    """Say what a colleague was invited to do; `may_edit` is what events said before roles."""
    if role := detail.get("role"):
        return str(Invited(role).label)
    return "write with them" if detail.get("may_edit") else "read it"


def _who(event: Event, reader: Reader) -> str:
    """Name the person with the office; for the public the office alone."""
    return (event.office or "The portal") if reader == Reader.PUBLIC else event.who


def last_reason(happenings: Iterable[Happening], state: str) -> str:
    """Return the reason given for the state a proposal is in; empty where none was.

    What another step was done for since, as a separation, is no reason for this one. A reason
    that was given by sections alone has no words for the whole, and is not passed over.
    """
    kinds = REASONED.get(state, frozenset())
    given = (one for one in happenings if one.kind in kinds and (one.reason or one.reasons))
    return next((one.reason for one in given), "")
