"""The life of an invitation."""

from cities.events import InvitationEvent
from cities.models import Invitation
from collaborative.lifecycle import Lifecycle, Step

State = Invitation.State

INVITATION = Lifecycle(
    State.SENT,
    {
        InvitationEvent.ACCEPTED: Step(frozenset({State.SENT}), State.ACCEPTED),
        InvitationEvent.REVOKED: Step(frozenset({State.SENT}), State.REVOKED),
    },
)
