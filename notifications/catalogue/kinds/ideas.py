"""What is told of people, proposals, comments and rounds."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from cities.events import InvitationEvent, MembershipEvent
from initiatives.events import (
    CommentEvent,
    ProposalEvent,
    ReviewEvent,
    RoundEvent,
    SponsorshipEvent,
    SubmissionEvent,
)
from notifications.catalogue import audiences
from notifications.catalogue.shapes import Notice, each_act_of_assigning

OF_IDEAS: Mapping[StrEnum, Notice] = MappingProxyType(
    {
        InvitationEvent.SENT: Notice("Invitation", audiences.invited_address, "invitation_sent"),
        MembershipEvent.JOINED: Notice("A city joined", news="joined the collaborative"),
        ProposalEvent.SHARED: Notice(
            "Draft shared", audiences.invited_colleague, "proposal_shared"
        ),
        ProposalEvent.ROLE_CHANGED: Notice(
            "Role in a draft changed", audiences.invited_colleague, "proposal_shared"
        ),
        CommentEvent.ADDED: Notice(
            "Comment",
            audiences.addressed_by_comment,
            "comment",
            news="has a new comment, written",
        ),
        CommentEvent.EDITED: Notice(
            "Named in a changed comment", audiences.addressed_by_comment, "comment"
        ),
        ProposalEvent.SUBMITTED: Notice(
            "Proposal to screen",
            audiences.screeners,
            "proposal_submitted",
            news="was sent in",
        ),
        SubmissionEvent.RECEIVED: Notice(
            "Receipt of a proposal", audiences.senders, "proposal_received"
        ),
        ProposalEvent.RETURNED: Notice(
            "Proposal returned",
            audiences.authors_of_returned,
            "proposal_returned",
            news="was returned to its authors",
        ),
        ProposalEvent.ACCEPTED: Notice(
            "Proposal accepted",
            audiences.authors,
            "proposal_screened",
            news="was accepted for evaluation",
        ),
        ProposalEvent.DECLINED: Notice(
            "Proposal declined", audiences.authors, "proposal_screened", news="was declined"
        ),
        ProposalEvent.WITHDRAWN: Notice("Proposal withdrawn", news="was withdrawn"),
        ProposalEvent.BROUGHT_BACK: Notice(
            "Proposal brought back",
            audiences.authors_of_returned,
            "proposal_brought_back",
            news="is open to its authors again",
        ),
        ProposalEvent.ENTERED: Notice("Proposal in a round", news="was entered into a round"),
        ProposalEvent.CHOSEN: Notice(
            "Later decision on a proposal",
            audiences.authors_of_decided_again,
            "proposal_decided",
            news="was chosen",
        ),
        ProposalEvent.PARKED: Notice(
            "Later decision on a proposal",
            audiences.authors_of_decided_again,
            "proposal_decided",
            news="was parked",
        ),
        ProposalEvent.NOT_CHOSEN: Notice(
            "Later decision on a proposal",
            audiences.authors_of_decided_again,
            "proposal_decided",
            news="was not chosen",
        ),
        ProposalEvent.REDECIDED: Notice(
            "Later decision on a proposal",
            audiences.authors_of_decided_again,
            "proposal_decided",
            news="has a later decision on record",
        ),
        RoundEvent.ANNOUNCED: Notice(
            "Round announced", audiences.liaisons_of_announced, "round_announced"
        ),
        ProposalEvent.MERGED: Notice(
            "Proposal merged into another",
            audiences.authors_of_screened,
            "proposal_merged",
            news="was merged into another proposal",
        ),
        ProposalEvent.TOOK_IN: Notice(
            "Another proposal merged into it", audiences.authors_of_this_alone, "proposal_took_in"
        ),
        ProposalEvent.SEPARATED: Notice(
            "Proposal separated again",
            audiences.authors,
            "proposal_separated",
            news="was separated from the proposal that it was merged into",
        ),
        ProposalEvent.GAVE_BACK: Notice(
            "Another proposal separated from it",
            audiences.authors_of_this_alone,
            "proposal_gave_back",
        ),
        ProposalEvent.SPLIT: Notice(
            "Proposal split", audiences.authors_unless_returned, "proposal_split"
        ),
        SponsorshipEvent.ASKED: Notice(
            "Asked to co-sponsor",
            audiences.liaisons_of_asked_city,
            "sponsorship_asked",
            news="{city} was asked to co-sponsor it",
        ),
        SponsorshipEvent.ASKED_AGAIN: Notice(
            "Asked again to co-sponsor",
            audiences.liaisons_of_asked_city,
            "sponsorship_asked_again",
            news="its text changed, and {city} was asked again to co-sponsor it",
        ),
        SponsorshipEvent.ACCEPTED: Notice(
            "A city co-sponsors",
            audiences.authors_of_answered,
            "sponsorship_answered",
            news="{city} accepted to co-sponsor it",
        ),
        SponsorshipEvent.CONDITIONAL: Notice(
            "A city co-sponsors with conditions",
            audiences.authors_of_answered,
            "sponsorship_answered",
            news="{city} accepted, with conditions, to co-sponsor it",
        ),
        SponsorshipEvent.DECLINED: Notice(
            "A city does not co-sponsor",
            audiences.authors_of_answered,
            "sponsorship_answered",
            news="{city} declined to co-sponsor it",
        ),
        SponsorshipEvent.TAKEN_BACK: Notice(
            "No longer asked to co-sponsor",
            news="the question whether {city} co-sponsors it was taken back",
        ),
        RoundEvent.DECLARING: Notice(
            "Declarations began",
            audiences.evaluators_in_office,
            "round_declaring",
            news="began its declarations of conflicts",
        ),
        RoundEvent.OPENED: Notice(
            "Round opened", audiences.evaluators_of_round, "round_opened", news="opened"
        ),
        RoundEvent.EXTENDED: Notice(
            "Closing time moved",
            audiences.evaluators_of_round,
            "round_extended",
            news="has another closing time",
        ),
        RoundEvent.CLOSED: Notice(
            "Round closed", audiences.round_keepers, "round_closed", news="closed"
        ),
        RoundEvent.RELEASED: Notice("Results released", news="has its results released"),
        ReviewEvent.ASSIGNED: Notice(
            "Reviews assigned",
            audiences.evaluator_of_review,
            "review_assigned",
            once=each_act_of_assigning,
        ),
        ReviewEvent.RECUSED: Notice(
            "Evaluator recused", audiences.round_keepers_of_review, "review_recused"
        ),
    }
)
