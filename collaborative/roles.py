"""Who may ever do what: the offices people hold, and the one table of their permissions.

Pure data. Whether this person may do it *now*, to *this* thing, is a sentence in an app's
`rules.py`; this table only says which office could ever do it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """The kinds of office a person can hold."""

    STAFF = "staff"
    LIAISON = "liaison"
    EVALUATOR = "evaluator"
    CLERK = "clerk"
    FACILITATOR = "facilitator"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The office as people say it, as in "Clerk, Raytown"."""
        return _LABELS[self]


_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.STAFF: "Staff",
        Role.LIAISON: "Liaison",
        Role.EVALUATOR: "Evaluator",
        Role.CLERK: "Clerk",
        Role.FACILITATOR: "Facilitator",
        Role.ANALYST: "Training analyst",
        Role.ADMINISTRATOR: "Administrator",
    }
)

CITY_ROLES = frozenset({Role.STAFF, Role.LIAISON, Role.EVALUATOR, Role.CLERK})
"""Offices held in a city; the others are held in MARC or its Government Training Institute."""


class Permission(StrEnum):
    """Everything an office can be allowed to do, named app.verb_noun."""

    INVITE_PERSON = "cities.invite_person"
    END_OFFICE = "cities.end_office"
    ADD_DEPARTMENT = "cities.add_department"
    ADD_BODY = "cities.add_body"
    KEEP_COUNCIL = "cities.keep_council"
    KEEP_HOLIDAYS = "cities.keep_holidays"
    READ_EVENTS = "cities.read_events"

    PROPOSE = "initiatives.propose"
    READ_PROPOSAL_STATUS = "initiatives.read_proposal_status"
    READ_CITY_PROPOSALS = "initiatives.read_city_proposals"
    READ_SUBMITTED_PROPOSALS = "initiatives.read_submitted_proposals"
    READ_TRAINING_IDEAS = "initiatives.read_training_ideas"
    COMMENT = "initiatives.comment"
    SCREEN_PROPOSAL = "initiatives.screen_proposal"
    RUN_ROUND = "initiatives.run_round"
    EVALUATE = "initiatives.evaluate"
    DECIDE = "initiatives.decide"
    SPONSOR = "initiatives.sponsor"

    READ_COURSES = "training.read_courses"
    KEEP_COURSES = "training.keep_courses"
    RUN_ASSESSMENT = "training.run_assessment"
    READ_ANSWERS = "training.read_answers"
    READ_TRAINING_RESULTS = "training.read_training_results"
    KEEP_TRAINING_RECORDS = "training.keep_training_records"
    REPORT_INCIDENT = "training.report_incident"
    REQUEST_SEATS = "training.request_seats"
    READ_PROGRAMMES = "training.read_programmes"
    JUDGE_COURSE = "training.judge_course"
    PLAN_YEAR = "training.plan_year"
    RUN_COHORT = "training.run_cohort"
    ENROL = "training.enrol"

    DRAFT_AGREEMENT = "agreements.draft_agreement"
    READ_DRAFT_AGREEMENT = "agreements.read_draft_agreement"
    READ_CIRCULATED_AGREEMENT = "agreements.read_circulated_agreement"
    COMMENT_ON_AGREEMENT = "agreements.comment_on_agreement"
    RECORD_ACT = "agreements.record_act"
    EXPORT_PACKET = "agreements.export_packet"

    READ_LEDGER = "notifications.read_ledger"
    RESEND_MESSAGE = "notifications.resend_message"
    KEEP_CLOCKWORK = "notifications.keep_clockwork"
    WORD_LETTERS = "notifications.word_letters"
    RECEIVE_DIGEST = "notifications.receive_digest"


_EVERY_OFFICE = frozenset({Permission.READ_CIRCULATED_AGREEMENT, Permission.READ_COURSES})

PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.STAFF: _EVERY_OFFICE | {Permission.PROPOSE, Permission.COMMENT},
        Role.LIAISON: _EVERY_OFFICE
        | {
            Permission.PROPOSE,
            Permission.COMMENT,
            Permission.READ_PROPOSAL_STATUS,
            Permission.READ_CITY_PROPOSALS,
            Permission.SPONSOR,
            Permission.ADD_DEPARTMENT,
            Permission.KEEP_HOLIDAYS,
            Permission.READ_DRAFT_AGREEMENT,
            Permission.COMMENT_ON_AGREEMENT,
            Permission.RECEIVE_DIGEST,
            Permission.READ_TRAINING_RESULTS,
            Permission.KEEP_TRAINING_RECORDS,
            Permission.REPORT_INCIDENT,
            Permission.REQUEST_SEATS,
            Permission.READ_PROGRAMMES,
            Permission.ENROL,
        },
        Role.EVALUATOR: _EVERY_OFFICE | {Permission.EVALUATE},
        Role.CLERK: _EVERY_OFFICE
        | {
            Permission.COMMENT,
            Permission.READ_CITY_PROPOSALS,
            Permission.READ_DRAFT_AGREEMENT,
            Permission.KEEP_COUNCIL,
            Permission.KEEP_HOLIDAYS,
            Permission.COMMENT_ON_AGREEMENT,
            Permission.RECORD_ACT,
            Permission.EXPORT_PACKET,
        },
        Role.FACILITATOR: _EVERY_OFFICE
        | {
            Permission.READ_PROPOSAL_STATUS,
            Permission.READ_SUBMITTED_PROPOSALS,
            Permission.COMMENT,
            Permission.SCREEN_PROPOSAL,
            Permission.RUN_ROUND,
            Permission.DECIDE,
            Permission.READ_TRAINING_RESULTS,
            Permission.READ_PROGRAMMES,
            Permission.DRAFT_AGREEMENT,
            Permission.COMMENT_ON_AGREEMENT,
            Permission.ADD_BODY,
            Permission.KEEP_HOLIDAYS,
            Permission.EXPORT_PACKET,
            Permission.READ_LEDGER,
            Permission.RESEND_MESSAGE,
            Permission.WORD_LETTERS,
        },
        Role.ANALYST: _EVERY_OFFICE
        | {
            Permission.READ_TRAINING_IDEAS,
            Permission.KEEP_COURSES,
            Permission.RUN_ASSESSMENT,
            Permission.READ_ANSWERS,
            Permission.READ_TRAINING_RESULTS,
            Permission.KEEP_TRAINING_RECORDS,
            Permission.REPORT_INCIDENT,
            Permission.REQUEST_SEATS,
            Permission.READ_PROGRAMMES,
            Permission.JUDGE_COURSE,
            Permission.PLAN_YEAR,
            Permission.RUN_COHORT,
            Permission.ENROL,
        },
        Role.ADMINISTRATOR: _EVERY_OFFICE
        | {
            Permission.INVITE_PERSON,
            Permission.END_OFFICE,
            Permission.ADD_BODY,
            Permission.ADD_DEPARTMENT,
            Permission.READ_EVENTS,
            Permission.READ_PROPOSAL_STATUS,
            Permission.READ_LEDGER,
            Permission.RESEND_MESSAGE,
            Permission.KEEP_CLOCKWORK,
        },
    }
)
