"""What facilitators may word in each letter: which fields each has, and what each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from notifications.catalogue.kinds import LABELS, NOTICES
from notifications.models import ByClock


@dataclass(frozen=True, slots=True)
class Field:
    """A field: what it stands for, where its value is found in what the letter knows, a sample.

    `path` is of names joined by dots. It is the portal's, never typed by anybody.
    """

    name: str
    words: str
    path: str
    sample: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter: about what it is, its fields besides those of every letter.

    `clock` is the kind of message that the clock writes with it; "" where it tells of events.
    """

    about: str
    fields: tuple[Field, ...] = ()
    clock: str = ""


EVERYWHERE = (
    Field("name", "whom it is to, as “Clerk, Raytown”", "name", "Clerk, Raytown"),
    Field("portal", "the name of the portal", "site_name", "Common Purpose"),
)
WHO = Field("who", "who did it", "event.who", "Facilitator, Mid-America Regional Council")
PROPOSAL = (
    Field("proposal", "reference and title", "proposal", "EJC-2026-014 Sample: shared road salt"),
    Field("reference", "the reference", "proposal.reference", "EJC-2026-014"),
    Field("title", "the title", "proposal.title", "Sample: shared road salt"),
    Field("city", "the lead city", "proposal.city.name", "Raytown"),
)
ASKED = Field("asked", "the city that is asked", "sponsorship.city.name", "Grandview")
ROUND = (
    Field("round", "the name of the round", "round.title", "Sample round"),
    Field(
        "closes",
        "when it closes",
        "round.closes_at",
        "Tuesday, March 10, 2026, 5:00 pm Central",
    ),
)
AGREEMENT = (Field("agreement", "the title", "agreement.title", "Sample: road salt together"),)
VERSION = (*AGREEMENT, Field("version", "the number of the version", "detail.version", "2"))
ASSESSMENT = (
    Field("assessment", "the title of the questions", "assessment", "Sample: training in 2026"),
    Field(
        "closes",
        "until when answers are taken",
        "assessment.closes_at",
        "Tuesday, March 10, 2026, 5:00 pm Central",
    ),
)
COHORT = (Field("course", "which course, and when", "cohort", "Sample: flagging, in March"),)
ENROLMENT = (
    Field("course", "which course, and when", "enrolment.cohort", "Sample: flagging, in March"),
)
PLAN = (Field("plan", "the title of the plan", "yearplan", "Sample: classes of 2026"),)
PROGRAMME = (Field("course", "the shared course", "programme", "Sample: flagging together"),)
EXPORT = (Field("export", "what it is of", "export", "Export of 3 agreements"),)
OFFICE = Field("office", "the office", "office", "Clerk, Raytown")
COUNCIL = (
    Field("city", "the city of the council", "city.name", "Raytown"),
    Field("meeting", "the day of the meeting", "meeting.on", "Tuesday, March 17, 2026"),
)
TRAINING_OF = (Field("city", "the city", "city.name", "Raytown"),)
REQUEST = (Field("city", "the city that asks", "request.city.name", "Raytown"),)
TASK = (Field("task", "what is not done", "owed.title", "Signature of Raytown: Sample"),)
CITIES = (Field("cities", "the reader’s cities", "cities", "Raytown"),)

_IDEAS, _ROUNDS, _PROMISES, _TRAINING = "Proposals", "Rounds", "Agreements", "Training"
_HOUSE = "People and digests"

LETTERS: Mapping[str, Kind] = MappingProxyType(
    {
        "proposal_shared": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "proposal_submitted": Kind(_IDEAS, PROPOSAL),
        "proposal_received": Kind(_IDEAS, PROPOSAL),
        "proposal_returned": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "proposal_screened": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "proposal_brought_back": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "proposal_decided": Kind(_IDEAS, PROPOSAL),
        "proposal_merged": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "proposal_took_in": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "proposal_separated": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "proposal_gave_back": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "proposal_split": Kind(_IDEAS, (*PROPOSAL, WHO)),
        "comment": Kind(_IDEAS, PROPOSAL),
        "sponsorship_asked": Kind(_IDEAS, (*PROPOSAL, ASKED, WHO)),
        "sponsorship_asked_again": Kind(_IDEAS, (*PROPOSAL, ASKED, WHO)),
        "sponsorship_answered": Kind(_IDEAS, (*PROPOSAL, ASKED, WHO)),
        "round_announced": Kind(_ROUNDS, ROUND),
        "round_declaring": Kind(_ROUNDS, ROUND),
        "round_opened": Kind(_ROUNDS, ROUND),
        "round_extended": Kind(_ROUNDS, ROUND),
        "round_closed": Kind(_ROUNDS, ROUND),
        "review_assigned": Kind(_ROUNDS, ROUND),
        "review_recused": Kind(_ROUNDS, ROUND),
        "reminder_sponsorship": Kind(_IDEAS, (*PROPOSAL, ASKED), ByClock.SPONSORSHIP_DUE),
        "reminder_returned": Kind(_IDEAS, PROPOSAL, ByClock.RETURNED_DUE),
        "reminder_declarations": Kind(_ROUNDS, ROUND, ByClock.DECLARATIONS_DUE),
        "reminder_reviews": Kind(_ROUNDS, ROUND, ByClock.REVIEWS_DUE),
        "agreement_circulated": Kind(_PROMISES, AGREEMENT),
        "version_shared": Kind(_PROMISES, (*VERSION, WHO)),
        "version_circulated": Kind(_PROMISES, VERSION),
        "party_comment_added": Kind(_PROMISES, AGREEMENT),
        "party_comment_answered": Kind(_PROMISES, AGREEMENT),
        "agreement_withdrawn": Kind(_PROMISES, AGREEMENT),
        "agreement_in_force": Kind(_PROMISES, AGREEMENT),
        "agreement_reopened": Kind(_PROMISES, AGREEMENT),
        "agreement_ended": Kind(_PROMISES, AGREEMENT),
        "agreement_notice": Kind(_PROMISES, AGREEMENT),
        "agreement_renewed": Kind(_PROMISES, AGREEMENT),
        "act_corrected": Kind(_PROMISES, AGREEMENT),
        "reminder_cut_off": Kind(_PROMISES, COUNCIL, ByClock.CUT_OFF),
        "reminder_term": Kind(_PROMISES, AGREEMENT, ByClock.TERM_DUE),
        "reminder_signature": Kind(_PROMISES, AGREEMENT, ByClock.SIGNATURE_DUE),
        "reminder_filing": Kind(_PROMISES, AGREEMENT, ByClock.FILING_DUE),
        "export_ready": Kind(_PROMISES, EXPORT),
        "export_failed": Kind(_PROMISES, EXPORT),
        "assessment_opened": Kind(_TRAINING, ASSESSMENT),
        "assessment_closed": Kind(_TRAINING, ASSESSMENT),
        "reminder_assessment": Kind(_TRAINING, ASSESSMENT, ByClock.ASSESSMENT_DUE),
        "reminder_training": Kind(_TRAINING, TRAINING_OF, ByClock.TRAINING_DUE),
        "reminder_seats": Kind(_TRAINING, (*COHORT, *TRAINING_OF), ByClock.SEATS_DUE),
        "reminder_request": Kind(_TRAINING, REQUEST, ByClock.REQUEST_DUE),
        "cohort_opened": Kind(_TRAINING, COHORT),
        "cohort_moved": Kind(_TRAINING, COHORT),
        "cohort_cancelled": Kind(_TRAINING, COHORT),
        "cohort_held": Kind(_TRAINING, COHORT),
        "cohort_followed_up": Kind(_TRAINING, COHORT),
        "enrolment_enrolled": Kind(_TRAINING, ENROLMENT),
        "enrolment_moved_up": Kind(_TRAINING, ENROLMENT),
        "plan_over": Kind(_TRAINING, PLAN),
        "programme_judged": Kind(_TRAINING, PROGRAMME),
        "programme_became": Kind(_TRAINING, PROGRAMME),
        "programme_came_back": Kind(_TRAINING, PROGRAMME),
        "programme_dropped": Kind(_TRAINING, PROGRAMME),
        "invitation_sent": Kind(_HOUSE, (OFFICE,)),
        "reminder_handed_up": Kind(_HOUSE, TASK, ByClock.HANDED_UP),
        "digest": Kind(_HOUSE, CITIES, ByClock.DIGEST),
    }
)
"""Every letter by the name of its template, in the order of the page that lists them.

The notices of a release are worded for each round; they are not here.
"""


def fields_in(letter: str) -> Mapping[str, Field]:
    """Return the fields that a letter has, by their names."""
    return {field.name: field for field in (*LETTERS[letter].fields, *EVERYWHERE)}


def kinds_with(letter: str) -> list[str]:
    """Return the kinds of message that are written with a letter."""
    clock = LETTERS[letter].clock
    told = [str(kind) for kind, notice in NOTICES.items() if notice.template == letter]
    return [str(clock)] if clock else told


def label_of(letter: str) -> str:
    """Say what a letter is, as the ledger does: "Proposal accepted; Proposal declined"."""
    return "; ".join(dict.fromkeys(LABELS[kind] for kind in kinds_with(letter)))
