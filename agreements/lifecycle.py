"""The life of an agreement, and of an export of many packets."""

from agreements.events import AgreementEvent, ExportEvent
from agreements.models import Agreement, Export
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
        AgreementEvent.EXPIRED: Step(frozenset({State.IN_FORCE}), State.ENDED),
    },
)

_UNDER_WAY = frozenset({Export.State.WAITING, Export.State.RUNNING})

EXPORT = Lifecycle(
    Export.State.WAITING,
    {
        ExportEvent.BEGUN: Step(frozenset({Export.State.WAITING}), Export.State.RUNNING),
        ExportEvent.READY: Step(frozenset({Export.State.RUNNING}), Export.State.READY),
        ExportEvent.FAILED: Step(_UNDER_WAY, Export.State.FAILED),
        ExportEvent.CANCELLED: Step(_UNDER_WAY, Export.State.CANCELLED),
        ExportEvent.EXPIRED: Step(frozenset({Export.State.READY}), Export.State.EXPIRED),
    },
)
