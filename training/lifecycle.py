"""The life of a needs assessment."""

from collaborative.lifecycle import Lifecycle, Step
from training.events import AssessmentEvent
from training.models import Assessment

State = Assessment.State

ASSESSMENT = Lifecycle(
    State.DRAFT,
    {
        AssessmentEvent.CHANGED: Step(frozenset({State.DRAFT}), State.DRAFT),
        AssessmentEvent.OPENED: Step(frozenset({State.DRAFT}), State.OPEN),
        AssessmentEvent.EXTENDED: Step(frozenset({State.OPEN}), State.OPEN),
        AssessmentEvent.CLOSED: Step(frozenset({State.OPEN}), State.CLOSED),
        AssessmentEvent.WITHDRAWN: Step(frozenset({State.DRAFT, State.OPEN}), State.WITHDRAWN),
    },
)
