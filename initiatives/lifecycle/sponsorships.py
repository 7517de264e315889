"""The life of a city's word on another city's proposal, all on one screen."""

from collaborative.lifecycle import Step
from initiatives.events import SponsorshipEvent
from initiatives.lifecycle.proposals import DatedLifecycle
from initiatives.models import Sponsorship

State = Sponsorship.State
_ANSWERABLE = frozenset({State.ASKED, State.ACCEPTED, State.CONDITIONAL, State.DECLINED})

SPONSORSHIP = DatedLifecycle(
    State.ASKED,
    {
        SponsorshipEvent.ASKED: Step(frozenset({State.DECLINED, State.TAKEN_BACK}), State.ASKED),
        SponsorshipEvent.ACCEPTED: Step(_ANSWERABLE, State.ACCEPTED),
        SponsorshipEvent.CONDITIONAL: Step(_ANSWERABLE, State.CONDITIONAL),
        SponsorshipEvent.DECLINED: Step(_ANSWERABLE, State.DECLINED),
        SponsorshipEvent.ASKED_AGAIN: Step(
            frozenset({State.ACCEPTED, State.CONDITIONAL}), State.ASKED
        ),
        SponsorshipEvent.TAKEN_BACK: Step(
            frozenset({State.ASKED, State.ACCEPTED, State.CONDITIONAL}), State.TAKEN_BACK
        ),
    },
)
