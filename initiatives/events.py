"""What can happen to proposals, their co-sponsors and comments, rounds and reviews."""

from enum import StrEnum


class ProposalEvent(StrEnum):
    """The life of a proposal."""

    STARTED = "proposal.started"
    SAVED = "proposal.saved"
    RESTORED = "proposal.restored"
    SHARED = "proposal.shared"
    ROLE_CHANGED = "proposal.role_changed"
    UNSHARED = "proposal.unshared"
    FILE_ADDED = "proposal.file_added"
    FILE_REMOVED = "proposal.file_removed"
    SUBMITTED = "proposal.submitted"
    RETURNED = "proposal.returned"
    ACCEPTED = "proposal.accepted"
    DECLINED = "proposal.declined"
    WITHDRAWN = "proposal.withdrawn"
    BROUGHT_BACK = "proposal.brought_back"
    RESUMED = "proposal.resumed"
    ENTERED = "proposal.entered"
    LEFT = "proposal.left"
    CHOSEN = "proposal.chosen"
    PARKED = "proposal.parked"
    NOT_CHOSEN = "proposal.not_chosen"
    REDECIDED = "proposal.redecided"
    LOOKED_AT = "proposal.looked_at"
    MERGED = "proposal.merged"
    TOOK_IN = "proposal.took_in"
    SEPARATED = "proposal.separated"
    GAVE_BACK = "proposal.gave_back"
    SPLIT = "proposal.split"
    SPLIT_OFF = "proposal.split_off"


class SubmissionEvent(StrEnum):
    """What the portal does with what was sent in."""

    RECEIVED = "submission.received"


class CommentEvent(StrEnum):
    """The life of a comment. Its words are never in an event: administrators read those."""

    ADDED = "comment.added"
    EDITED = "comment.edited"
    RESOLVED = "comment.resolved"
    REOPENED = "comment.reopened"


class SponsorshipEvent(StrEnum):
    """The life of one city's word on another city's proposal."""

    ASKED = "sponsorship.asked"
    ACCEPTED = "sponsorship.accepted"
    CONDITIONAL = "sponsorship.accepted_with_conditions"
    DECLINED = "sponsorship.declined"
    ASKED_AGAIN = "sponsorship.asked_again"
    TAKEN_BACK = "sponsorship.taken_back"


class RoundEvent(StrEnum):
    """The life of an evaluation round."""

    PREPARED = "round.prepared"
    CHANGED = "round.changed"
    ANNOUNCED = "round.announced"
    DECLARING = "round.declarations_began"
    ASSIGNED = "round.assigned"
    OPENED = "round.opened"
    EXTENDED = "round.extended"
    CLOSED = "round.closed"
    WEIGHED = "round.weighed"
    FROZEN = "round.frozen"
    RELEASED = "round.released"


class CriteriaSetEvent(StrEnum):
    """The life of the library of criteria sets."""

    ADDED = "criteria_set.added"


class DeclarationEvent(StrEnum):
    """What an evaluator says about a title before any text opens."""

    NO_CONFLICT = "declaration.no_conflict"
    CONFLICT = "declaration.conflict"


class EvaluatorEvent(StrEnum):
    """What evaluators say of themselves."""

    KNOWS = "evaluator.knows"


class MeetingEvent(StrEnum):
    """The life of a meeting. Who left the room for what is never in an event."""

    PLANNED = "meeting.planned"
    CHANGED = "meeting.changed"
    ARRANGED = "meeting.arranged"
    ATTENDED = "meeting.attended"
    STARTED = "meeting.started"
    TOOK_UP = "meeting.took_up"
    MOVED = "meeting.moved"
    CORRECTED = "meeting.corrected"
    ENDED = "meeting.ended"


class ReviewEvent(StrEnum):
    """The life of one evaluator's review of one proposal."""

    ASSIGNED = "review.assigned"
    UNASSIGNED = "review.unassigned"
    DECLARED = "review.declared"
    SAVED = "review.saved"
    SUBMITTED = "review.submitted"
    RECUSED = "review.recused"
