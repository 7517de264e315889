"""What nobody is written to about, and why not."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from agreements.events import AgreementEvent, ExportEvent, RecordEvent, VersionEvent
from cities.events import (
    BodyEvent,
    CompositionEvent,
    CouncilMeetingEvent,
    DepartmentEvent,
    InvitationEvent,
    OfficeEvent,
)
from initiatives.events import (
    CommentEvent,
    CriteriaSetEvent,
    DeclarationEvent,
    EvaluatorEvent,
    MeetingEvent,
    ProposalEvent,
    ReviewEvent,
    RoundEvent,
)
from notifications.events import MessageEvent, NoticeEvent, PreferenceEvent

_OWN_WORK = "Whoever did it saw it happen, and it concerns nobody else yet."

SILENT: Mapping[StrEnum, str] = MappingProxyType(
    {
        InvitationEvent.ACCEPTED: "The page of people shows who is in office.",
        InvitationEvent.REVOKED: "The link stops working; a letter about a letter helps nobody.",
        OfficeEvent.TAKEN: "The person took it, or the administrator did so with the person.",
        OfficeEvent.ENDED: "The administrator tells the person; a machine should not.",
        RoundEvent.WEIGHED: "It is done in the meeting; the ranking keeps it with its reason.",
        RoundEvent.FROZEN: "Whoever froze the results decides next; the release tells the others.",
        BodyEvent.ADDED: "The page of cities shows it; its people are told by invitation.",
        DepartmentEvent.ADDED: "The city's page shows it.",
        CompositionEvent.STATED: "The city's page shows it; an agreement it moves tells of itself.",
        CouncilMeetingEvent.PLANNED: "The calendar shows it, and reminders run from its cut-off.",
        CouncilMeetingEvent.CHANGED: "The calendar shows it; reminders follow the new cut-off.",
        CouncilMeetingEvent.CANCELLED: "The calendar shows it, and its reminders stop.",
        CriteriaSetEvent.ADDED: "The library shows it; it concerns nobody before a round takes it.",
        RecordEvent.KEPT: "Whoever brought it in sees it; the act it tells of has a letter.",
        ProposalEvent.STARTED: _OWN_WORK,
        ProposalEvent.SAVED: _OWN_WORK,
        ProposalEvent.RESTORED: _OWN_WORK,
        ProposalEvent.RESUMED: _OWN_WORK,
        ProposalEvent.UNSHARED: "The draft is gone from the colleague's list; nothing is asked.",
        CommentEvent.RESOLVED: "The page of comments shows it, and nothing is asked of anybody.",
        CommentEvent.REOPENED: "The home page of whoever has still to answer shows it again.",
        ProposalEvent.FILE_ADDED: _OWN_WORK,
        ProposalEvent.FILE_REMOVED: _OWN_WORK,
        ProposalEvent.LOOKED_AT: "A checklist is the facilitators' own work until they decide.",
        ProposalEvent.SPLIT_OFF: "The letter about the proposal that was split tells of it.",
        ProposalEvent.LEFT: "The facilitator took it out of a round that has not opened yet.",
        RoundEvent.PREPARED: _OWN_WORK,
        RoundEvent.CHANGED: "A round in preparation is the facilitators' own work.",
        RoundEvent.ASSIGNED: "Each evaluator who was assigned gets a letter of it.",
        DeclarationEvent.NO_CONFLICT: _OWN_WORK,
        DeclarationEvent.CONFLICT: "The page of evaluators shows it to whoever assigns them.",
        EvaluatorEvent.KNOWS: _OWN_WORK,
        MeetingEvent.PLANNED: "People are invited by whoever leads it; the page has the agenda.",
        MeetingEvent.CHANGED: "Whoever leads it agrees on the new time with those who come.",
        MeetingEvent.ARRANGED: "The meeting's page shows the order.",
        MeetingEvent.ATTENDED: "Those who are there know it.",
        MeetingEvent.STARTED: "Those who are there know it.",
        MeetingEvent.TOOK_UP: "The meeting's page and the projector show it as it happens.",
        MeetingEvent.MOVED: "The decision tells the authors; a motion is not yet one.",
        MeetingEvent.CORRECTED: "The minutes say what was corrected, when and why.",
        MeetingEvent.ENDED: "The minutes are on the meeting's page.",
        ReviewEvent.UNASSIGNED: "The review is gone from the evaluator's list and reminders.",
        ReviewEvent.DECLARED: _OWN_WORK,
        ReviewEvent.SAVED: _OWN_WORK,
        ReviewEvent.SUBMITTED: "Marks stay closed until the round does; the counts show progress.",
        AgreementEvent.DRAFTED: "A draft is worked on; the circulated text is the news.",
        AgreementEvent.CHANGED: "A draft is worked on; the circulated text is the news.",
        VersionEvent.BEGUN: "A draft is worked on; the parties hear of it when it is shared.",
        VersionEvent.CHANGED: "A draft is worked on; the circulated text is the news.",
        VersionEvent.DROPPED: "The page of versions says why, to those who could read the draft.",
        VersionEvent.EXHIBIT_ADDED: "A draft is worked on; the circulated text is the news.",
        VersionEvent.EXHIBIT_REMOVED: "A draft is worked on; the circulated text is the news.",
        VersionEvent.EXHIBITS_ORDERED: "A draft is worked on; the circulated text is the news.",
        VersionEvent.CHECKED: "The list of required terms is the facilitators' own work.",
        AgreementEvent.DOCUMENT_ADDED: "The agreement's page shows it.",
        AgreementEvent.DOCUMENT_CLOSED: "The agreement's page names it with its citation.",
        AgreementEvent.DOCUMENT_REOPENED: "The agreement's page shows it.",
        AgreementEvent.PACKET_EXPORTED: "A copy was taken; nothing changed.",
        AgreementEvent.PACKET_EXPORTED_IN_BULK: "A copy was taken; nothing changed.",
        ExportEvent.ASKED: _OWN_WORK,
        ExportEvent.BEGUN: "The export's page shows how far it is; the letter comes at the end.",
        ExportEvent.CANCELLED: _OWN_WORK,
        ExportEvent.EXPIRED: "The letter said how long the file is kept.",
        ExportEvent.TAKEN: "A copy was taken; nothing changed.",
        NoticeEvent.WORDED: "What a round’s release will say is prepared by facilitators.",
        NoticeEvent.HELD: "Who is not written to is not written to about that either.",
        NoticeEvent.LET_GO: "The notice itself goes out with the release.",
        MessageEvent.SENT_AGAIN: "The message itself goes out again.",
        PreferenceEvent.CHANGED: _OWN_WORK,
        PreferenceEvent.UNSUBSCRIBED: "Somebody who wants no mail gets none about it.",
    }
)
"""Kinds of event that nobody is written to about, each with the reason."""
