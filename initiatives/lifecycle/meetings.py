"""The life of a meeting, all on one screen."""

from collaborative.lifecycle import Lifecycle, Step
from initiatives.events import MeetingEvent
from initiatives.models import Meeting

State = Meeting.State

MEETING = Lifecycle(
    State.PLANNED,
    {
        MeetingEvent.CHANGED: Step(frozenset({State.PLANNED}), State.PLANNED),
        MeetingEvent.STARTED: Step(frozenset({State.PLANNED}), State.IN_SESSION),
        MeetingEvent.TOOK_UP: Step(frozenset({State.IN_SESSION}), State.IN_SESSION),
        MeetingEvent.ENDED: Step(frozenset({State.IN_SESSION}), State.ENDED),
    },
)
