"""The life of a proposal, all on one screen; a step that is not here is impossible."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from collaborative.lifecycle import Lifecycle, Step
from collaborative.models import Actor, Event, Stateful
from initiatives.events import ProposalEvent
from initiatives.models import Proposal

State = Proposal.State


class DatedLifecycle(Lifecycle):
    """A life whose every step dates the state it leads to: no state is shown without its date."""

    def advance(
        self,
        thing: Stateful,
        event: StrEnum,
        *,
        by: Actor,
        at: datetime,
        detail: Mapping[str, Any] | None = None,
        **changes: Any,
    ) -> Event:
        """Take one step and write `state_since`; otherwise as every lifecycle."""
        return super().advance(thing, event, by=by, at=at, detail=detail, state_since=at, **changes)


_WEIGHED = frozenset({State.IN_ROUND, State.CHOSEN, State.PARKED, State.NOT_CHOSEN})
"""From where a decision moves a proposal: the first one out of its round, a later one on."""

PROPOSAL = DatedLifecycle(
    State.DRAFT,
    {
        ProposalEvent.SUBMITTED: Step(frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED),
        ProposalEvent.RETURNED: Step(frozenset({State.SUBMITTED}), State.RETURNED),
        ProposalEvent.ACCEPTED: Step(frozenset({State.SUBMITTED}), State.ACCEPTED),
        ProposalEvent.DECLINED: Step(frozenset({State.SUBMITTED}), State.DECLINED),
        ProposalEvent.ENTERED: Step(frozenset({State.ACCEPTED, State.PARKED}), State.IN_ROUND),
        ProposalEvent.LEFT: Step(frozenset({State.IN_ROUND}), State.ACCEPTED),
        ProposalEvent.CHOSEN: Step(_WEIGHED - {State.CHOSEN}, State.CHOSEN),
        ProposalEvent.PARKED: Step(_WEIGHED - {State.PARKED}, State.PARKED),
        ProposalEvent.NOT_CHOSEN: Step(_WEIGHED - {State.NOT_CHOSEN}, State.NOT_CHOSEN),
        ProposalEvent.WITHDRAWN: Step(
            frozenset(
                {State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.IN_ROUND}
            ),
            State.WITHDRAWN,
        ),
        ProposalEvent.BROUGHT_BACK: Step(
            frozenset({State.WITHDRAWN, State.PARKED}), State.RETURNED
        ),
        ProposalEvent.RESUMED: Step(frozenset({State.WITHDRAWN}), State.DRAFT),
        ProposalEvent.MERGED: Step(
            frozenset({State.SUBMITTED, State.ACCEPTED, State.IN_ROUND}), State.MERGED
        ),
        ProposalEvent.SEPARATED: Step(frozenset({State.MERGED}), State.SUBMITTED),
    },
)
