"""What people may choose about their mail, and what they may not: duties, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from agreements.events import (
    ActEvent,
    AgreementEvent,
    ExportEvent,
    PartyCommentEvent,
    VersionEvent,
)
from cities.events import InvitationEvent
from initiatives.events import (
    CommentEvent,
    ProposalEvent,
    ReviewEvent,
    RoundEvent,
    SponsorshipEvent,
    SubmissionEvent,
)
from notifications.catalogue.kinds import LABELS
from notifications.models import ByClock, ByRelease, Group
from training.events import (
    AssessmentEvent,
    CohortEvent,
    EnrolmentEvent,
    ProgrammeEvent,
    YearPlanEvent,
)

GROUPS: Mapping[StrEnum, Group] = MappingProxyType(
    {
        ProposalEvent.SHARED: Group.PROPOSALS,
        ProposalEvent.ROLE_CHANGED: Group.PROPOSALS,
        ProposalEvent.BROUGHT_BACK: Group.PROPOSALS,
        ProposalEvent.MERGED: Group.PROPOSALS,
        ProposalEvent.TOOK_IN: Group.PROPOSALS,
        ProposalEvent.SEPARATED: Group.PROPOSALS,
        ProposalEvent.GAVE_BACK: Group.PROPOSALS,
        ProposalEvent.SPLIT: Group.PROPOSALS,
        SponsorshipEvent.ACCEPTED: Group.PROPOSALS,
        SponsorshipEvent.CONDITIONAL: Group.PROPOSALS,
        SponsorshipEvent.DECLINED: Group.PROPOSALS,
        CommentEvent.ADDED: Group.COMMENTS,
        CommentEvent.EDITED: Group.COMMENTS,
        PartyCommentEvent.ADDED: Group.COMMENTS,
        PartyCommentEvent.ANSWERED: Group.COMMENTS,
        RoundEvent.ANNOUNCED: Group.ROUNDS,
        RoundEvent.CLOSED: Group.ROUNDS,
        ReviewEvent.RECUSED: Group.ROUNDS,
        VersionEvent.SHARED: Group.AGREEMENTS,
        AgreementEvent.WITHDRAWN: Group.AGREEMENTS,
        AgreementEvent.IN_FORCE: Group.AGREEMENTS,
        AgreementEvent.REOPENED: Group.AGREEMENTS,
        AgreementEvent.ENDED: Group.AGREEMENTS,
        AgreementEvent.RENEWED: Group.AGREEMENTS,
        AgreementEvent.EXPIRED: Group.AGREEMENTS,
        ActEvent.CORRECTED: Group.AGREEMENTS,
        AssessmentEvent.CLOSED: Group.COURSES,
        ProgrammeEvent.JUDGED: Group.COURSES,
        ProgrammeEvent.PROPOSED: Group.COURSES,
        ProgrammeEvent.AGREED: Group.COURSES,
        ProgrammeEvent.CAME_BACK: Group.COURSES,
        ProgrammeEvent.DROPPED: Group.COURSES,
        CohortEvent.OPENED: Group.COURSES,
        CohortEvent.HELD: Group.COURSES,
        CohortEvent.FOLLOWED_UP: Group.COURSES,
        ExportEvent.READY: Group.WORK,
        ExportEvent.FAILED: Group.WORK,
        YearPlanEvent.READY: Group.WORK,
        YearPlanEvent.INFEASIBLE: Group.WORK,
        YearPlanEvent.FAILED: Group.WORK,
    }
)
"""To which group each kind of message belongs that a person may have later, or not at all."""

GROUP_WORDS: Mapping[Group, str] = MappingProxyType(
    {
        Group.PROPOSALS: "A draft is shared with you, a city answers whether it co-sponsors, or "
        "proposals are merged, separated or split.",
        Group.COMMENTS: "Somebody comments on a proposal or a draft agreement, or answers.",
        Group.ROUNDS: "A round is announced or closed, or an evaluator has a conflict.",
        Group.AGREEMENTS: "A draft is shared for comments; an agreement is in force, renewed, "
        "ended or withdrawn; or the record of a council is put right.",
        Group.COURSES: "A course opens for enrolment or is held, or a shared course is judged.",
        Group.WORK: "An export or a year plan that you asked for is ready, or could not be made.",
    }
)
"""What each group is about, for whoever chooses."""

_ASKED = "Somebody waits for what only you, or your office, can do."
_DEADLINE = "Something is yours to do by a day, and what is late is lost to others too."
_OWED = "What was decided on your own work is owed to you."
_TERMS = "The agreement’s terms set the other parties days from it."
_PLACE = "A place is kept for you, and you would come for nothing."

DUTIES: Mapping[StrEnum, str] = MappingProxyType(
    {
        InvitationEvent.SENT: "It goes to an address without an account, once.",
        ProposalEvent.SUBMITTED: _ASKED,
        ProposalEvent.RETURNED: _ASKED,
        SponsorshipEvent.ASKED: _ASKED,
        SponsorshipEvent.ASKED_AGAIN: _ASKED,
        RoundEvent.DECLARING: _ASKED,
        RoundEvent.OPENED: _ASKED,
        ReviewEvent.ASSIGNED: _ASKED,
        AgreementEvent.CIRCULATED: _ASKED,
        VersionEvent.CIRCULATED: _ASKED,
        AssessmentEvent.OPENED: _ASKED,
        RoundEvent.EXTENDED: _DEADLINE,
        AgreementEvent.NOTICE_GIVEN: _TERMS,
        AgreementEvent.NOTICE_CORRECTED: _TERMS,
        SubmissionEvent.RECEIVED: "It is your receipt, with what you sent in.",
        ProposalEvent.ACCEPTED: _OWED,
        ProposalEvent.DECLINED: _OWED,
        ProposalEvent.CHOSEN: _OWED,
        ProposalEvent.PARKED: _OWED,
        ProposalEvent.NOT_CHOSEN: _OWED,
        ProposalEvent.REDECIDED: _OWED,
        ByRelease.DECIDED: _OWED,
        CohortEvent.MOVED: _PLACE,
        CohortEvent.CANCELLED: _PLACE,
        EnrolmentEvent.ENROLLED: _PLACE,
        EnrolmentEvent.MOVED_UP: _PLACE,
        **{kind: _DEADLINE for kind in ByClock if kind is not ByClock.DIGEST},
    }
)
"""Mail that nobody can refuse, and why. The digest is neither: it has a choice of its own."""

_GROUPS: Mapping[str, Group] = MappingProxyType({str(kind): one for kind, one in GROUPS.items()})


def group_of(kind: str) -> Group | None:
    """Return to which group a kind of message belongs; None where it may not be refused."""
    return _GROUPS.get(kind)


def duties() -> Mapping[str, list[str]]:
    """What nobody in office can refuse, by the reason why: the labels of the kinds, in order."""
    found: dict[str, list[str]] = {}
    for kind, reason in DUTIES.items():
        if kind == InvitationEvent.SENT:  # to whom it is written has no account yet
            continue
        labels = found.setdefault(reason, [])
        if LABELS[kind] not in labels:
            labels.append(LABELS[kind])
    return found
