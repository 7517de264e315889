"""Who is told what: every kind of event is here or among the silent ones, never in both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.timezone import localdate

from agreements.events import (
    ActEvent,
    AgreementEvent,
    ExportEvent,
    PartyCommentEvent,
    VersionEvent,
)
from cities.events import InvitationEvent, MembershipEvent
from collaborative.models import Event
from initiatives.events import (
    CommentEvent,
    ProposalEvent,
    ReviewEvent,
    RoundEvent,
    SponsorshipEvent,
    SubmissionEvent,
)
from notifications.catalogue import audiences
from notifications.catalogue.audiences import Audience
from notifications.models import ByClock, ByRelease
from training.events import AssessmentEvent, CohortEvent, EnrolmentEvent, YearPlanEvent


class Urgency(StrEnum):
    """How soon people hear of it."""

    AT_ONCE = "at once"
    IN_DIGEST = "in the digest"


def each(event: Event) -> str:
    """One message for each event."""
    return str(event.pk)


def each_act_of_assigning(event: Event) -> str:
    """One message for all reviews that were assigned in one act, however many they are."""
    return f"{event.kind}:{event.at.isoformat()}"


def each_day_of_the_thing(event: Event) -> str:
    """One message a day about a thing, however much of the kind happens to it."""
    return f"{event.kind}:{event.about_key}:{localdate(event.at)}"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said about one kind of event, and to whom.

    `label` is what the ledger calls the message; `template` the letter in
    templates/notifications/mail/; `news` what the digests say of the thing, "" where they say
    nothing, with "{city}" for the city that the event names; `once` what of several events
    makes one message.
    """

    label: str
    audience: Audience = audiences.nobody
    template: str = ""
    news: str = ""
    once: Callable[[Event], str] = each

    @property
    def urgency(self) -> Urgency:
        """At once where somebody is told by a letter of its own."""
        return Urgency.AT_ONCE if self.template else Urgency.IN_DIGEST


NOTICES: Mapping[StrEnum, Notice] = MappingProxyType(
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
            "Proposals merged",
            audiences.authors_of_screened,
            "proposal_merged",
            news="was merged into another proposal",
        ),
        ProposalEvent.TOOK_IN: Notice(
            "Proposals merged", audiences.authors_of_this_alone, "proposal_took_in"
        ),
        ProposalEvent.SEPARATED: Notice(
            "Proposals separated",
            audiences.authors,
            "proposal_separated",
            news="was separated from the proposal that it was merged into",
        ),
        ProposalEvent.GAVE_BACK: Notice(
            "Proposals separated", audiences.authors_of_this_alone, "proposal_gave_back"
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
        AgreementEvent.CIRCULATED: Notice(
            "Agreement before the council",
            audiences.clerks_before_council,
            "agreement_circulated",
            news="was put before the councils",
        ),
        VersionEvent.SHARED: Notice(
            "Draft agreement to comment on", audiences.draft_readers, "version_shared"
        ),
        VersionEvent.CIRCULATED: Notice(
            "Later version before the council",
            audiences.clerks_before_council,
            "version_circulated",
            news="has a later version before the councils",
        ),
        PartyCommentEvent.ADDED: Notice(
            "Comments on a draft agreement",
            audiences.agreement_drafters,
            "party_comment_added",
            once=each_day_of_the_thing,
        ),
        PartyCommentEvent.ANSWERED: Notice(
            "Answers to comments on a draft agreement",
            audiences.draft_readers,
            "party_comment_answered",
            once=each_day_of_the_thing,
        ),
        AgreementEvent.WITHDRAWN: Notice(
            "Agreement withdrawn", audiences.clerks, "agreement_withdrawn", news="was withdrawn"
        ),
        AgreementEvent.IN_FORCE: Notice(
            "Agreement in force",
            audiences.clerks_and_drafters,
            "agreement_in_force",
            news="is in force",
        ),
        AgreementEvent.REOPENED: Notice(
            "Agreement no longer in force",
            audiences.clerks_and_drafters,
            "agreement_reopened",
            news="is before the councils again",
        ),
        AgreementEvent.ENDED: Notice(
            "Agreement ended", audiences.clerks, "agreement_ended", news="ended"
        ),
        AssessmentEvent.OPENED: Notice(
            "Training questions to answer", audiences.asked_in_assessment, "assessment_opened"
        ),
        AssessmentEvent.CLOSED: Notice(
            "Needs assessment closed", audiences.assessment_keepers, "assessment_closed"
        ),
        ExportEvent.READY: Notice("Export ready", audiences.exporters_of_ready, "export_ready"),
        ExportEvent.FAILED: Notice("Export failed", audiences.exporters_of_failed, "export_failed"),
        YearPlanEvent.READY: Notice("Plan ready", audiences.planners, "plan_over"),
        YearPlanEvent.INFEASIBLE: Notice("Plan cannot be kept", audiences.planners, "plan_over"),
        YearPlanEvent.FAILED: Notice("Plan failed", audiences.planners, "plan_over"),
        AgreementEvent.SIGNED: Notice("Signature", news="has a signature on record"),
        AgreementEvent.SIGNATURE_CORRECTED: Notice(
            "Signature corrected", news="has a signature put right"
        ),
        AgreementEvent.FILED: Notice("Filing", news="has a filing on record"),
        AgreementEvent.FILING_CORRECTED: Notice("Filing corrected", news="has a filing put right"),
        AgreementEvent.NOTICE_GIVEN: Notice(
            "Party leaves",
            audiences.clerks_and_drafters,
            "agreement_notice",
            news="has a party that leaves it",
        ),
        AgreementEvent.NOTICE_CORRECTED: Notice(
            "Notice of leaving corrected",
            audiences.clerks_and_drafters,
            "agreement_notice",
            news="has a notice of leaving put right",
        ),
        AgreementEvent.PARTY_LEFT: Notice("Party left", news="has a party less"),
        AgreementEvent.RENEWED: Notice(
            "Agreement renewed",
            audiences.clerks_of_renewed,
            "agreement_renewed",
            news="was renewed by its terms",
        ),
        AgreementEvent.EXPIRED: Notice(
            "Agreement's term ended", audiences.clerks, "agreement_ended", news="ended"
        ),
        ActEvent.RECORDED: Notice("Council's act", news="has a council's act on record"),
        ActEvent.CHANGED: Notice("Council's act", news="has news of a council's act on record"),
        ActEvent.COMPLETED: Notice("Council's vote", news="has a council's vote on record"),
        ActEvent.CORRECTED: Notice(
            "Council's act corrected",
            audiences.drafters_of_act,
            "act_corrected",
            news="has a council's act put right",
        ),
        ActEvent.FOLLOWED: Notice(
            "After a council's decision", news="has news of what came after a council's decision"
        ),
        ActEvent.IMPORTED: Notice(
            "Council's record", news="has a council's act read from its record"
        ),
        CohortEvent.OPENED: Notice(
            "Course open for enrolment", audiences.liaisons_with_seats, "cohort_opened"
        ),
        CohortEvent.MOVED: Notice("Course moved", audiences.everybody_of_cohort, "cohort_moved"),
        CohortEvent.CANCELLED: Notice(
            "Course cancelled", audiences.everybody_of_cohort, "cohort_cancelled"
        ),
        CohortEvent.HELD: Notice("Course completed", audiences.completed_of_cohort, "cohort_held"),
        CohortEvent.FOLLOWED_UP: Notice(
            "Question after a course", audiences.completed_of_cohort, "cohort_followed_up"
        ),
        EnrolmentEvent.ENROLLED: Notice(
            "Place in a course", audiences.enrolled_person, "enrolment_enrolled"
        ),
        EnrolmentEvent.MOVED_UP: Notice(
            "Place from the waiting list", audiences.enrolled_person, "enrolment_moved_up"
        ),
    }
)

LABELS: Mapping[str, str] = MappingProxyType(
    {
        ByClock.REVIEWS_DUE: "Reminder of reviews",
        ByClock.CUT_OFF: "Reminder of an agenda cut-off",
        ByClock.TERM_DUE: "Reminder of an agreement's date",
        ByClock.SIGNATURE_DUE: "Reminder of a signature",
        ByClock.FILING_DUE: "Reminder of a filing",
        ByClock.ASSESSMENT_DUE: "Reminder of training questions",
        ByClock.TRAINING_DUE: "Reminder of training that falls due",
        ByClock.DIGEST: "Digest",
        ByRelease.DECIDED: "Notice of a decision",
        **{kind: notice.label for kind, notice in NOTICES.items()},
    }
)
"""What the ledger calls each kind of message."""
