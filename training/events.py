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


class AnswersEvent(StrEnum):
    """What happens to who is asked, and to answers: told of the assessment, never of a person.

    Administrators read events; who has answered, and what, is for the analyst alone. Only a look
    at somebody's answers names whose they were.
    """

    RESPONDENTS_ADDED = "answers.respondents_added"
    RESPONDENTS_REMOVED = "answers.respondents_removed"
    BEGUN = "answers.begun"
    SENT = "answers.sent"
    REOPENED = "answers.reopened"
    ENTERED = "answers.entered_from_paper"
    READ = "answers.read"


class ProgrammeEvent(StrEnum):
    """The life of a shared course under study."""

    BEGUN = "programme.begun"
    CHANGED = "programme.changed"
    JUDGED = "programme.judged"
    PROPOSED = "programme.proposed"
    AGREED = "programme.drafted_as_agreement"
    DROPPED = "programme.dropped"
