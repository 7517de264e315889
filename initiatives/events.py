"""What can happen to proposals, comments, rounds and reviews."""

from enum import StrEnum


class ProposalEvent(StrEnum):
    """The life of a proposal."""

    STARTED = "proposal.started"
    SAVED = "proposal.saved"
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
    ENTERED = "proposal.entered"
    LEFT = "proposal.left"
    CHOSEN = "proposal.chosen"
    PARKED = "proposal.parked"
    NOT_CHOSEN = "proposal.not_chosen"


class CommentEvent(StrEnum):
    """The life of a comment. Its words are never in an event: administrators read those."""

    ADDED = "comment.added"
    EDITED = "comment.edited"
    RESOLVED = "comment.resolved"
    REOPENED = "comment.reopened"


class RoundEvent(StrEnum):
    """The life of an evaluation round."""

    PREPARED = "round.prepared"
    CHANGED = "round.changed"
    OPENED = "round.opened"
    EXTENDED = "round.extended"
    CLOSED = "round.closed"
    RELEASED = "round.released"


class ReviewEvent(StrEnum):
    """The life of one evaluator's review of one proposal."""

    ASSIGNED = "review.assigned"
    UNASSIGNED = "review.unassigned"
    DECLARED = "review.declared"
    SAVED = "review.saved"
    SUBMITTED = "review.submitted"
    RECUSED = "review.recused"
