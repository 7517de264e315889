"""What can happen in training."""

from enum import StrEnum


class AssessmentEvent(StrEnum):
    """The life of a needs assessment."""

    PREPARED = "assessment.prepared"
    CHANGED = "assessment.changed"
    OPENED = "assessment.opened"
    EXTENDED = "assessment.extended"
    CLOSED = "assessment.closed"
    WITHDRAWN = "assessment.withdrawn"
