"""The life of an agreement."""

from agreements.events import AgreementEvent
from agreements.models import Agreement
from collaborative.lifecycle import Lifecycle, Step

State = Agreement.State

AGREEMENT = Lifecycle(
    State.DRAFT,
    {
        AgreementEvent.CIRCULATED: Step(frozenset({State.DRAFT}), State.CIRCULATED),
        AgreementEvent.WITHDRAWN: Step(frozenset({State.DRAFT, State.CIRCULATED}), State.WITHDRAWN),
        AgreementEvent.IN_FORCE: Step(frozenset({State.CIRCULATED}), State.IN_FORCE),
        # A corrected act may show that the councils did not all adopt the text after all.
        AgreementEvent.REOPENED: Step(frozenset({State.IN_FORCE}), State.CIRCULATED),
        AgreementEvent.ENDED: Step(frozenset({State.IN_FORCE}), State.ENDED),
    },
)
