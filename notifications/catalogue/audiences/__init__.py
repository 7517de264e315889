"""Who is told: for each notice the people it concerns today.

An audience is asked twice: when the message is written to the ledger, and again when it is
sent. So it answers by how things stand now: once a proposal is screened, nobody is told any
more that it waits for screening. Each costs two or three queries, however many people there are.
"""

from notifications.catalogue.audiences.addressees import Addressee, Audience, contains, nobody
from notifications.catalogue.audiences.ideas import (
    addressed_by_comment,
    authors,
    authors_of_answered,
    authors_of_decided_again,
    authors_of_returned,
    authors_of_screened,
    authors_of_this_alone,
    authors_unless_returned,
    evaluator_of_review,
    evaluators_in_office,
    evaluators_of_round,
    invited_address,
    invited_colleague,
    liaisons_of_announced,
    liaisons_of_asked_city,
    round_keepers,
    round_keepers_of_review,
    screeners,
    senders,
)
from notifications.catalogue.audiences.needs import asked_in_assessment, assessment_keepers
from notifications.catalogue.audiences.plans import planners
from notifications.catalogue.audiences.programmes import (
    concerned_by_dropping,
    concerned_by_verdict,
    judges_and_drafters,
    judges_of_back,
)
from notifications.catalogue.audiences.promises import (
    agreement_drafters,
    clerks,
    clerks_and_drafters,
    clerks_before_council,
    clerks_of_renewed,
    draft_readers,
    drafters_of_act,
    exporters_of_failed,
    exporters_of_ready,
)
from notifications.catalogue.audiences.training import (
    completed_of_cohort,
    enrolled_person,
    everybody_of_cohort,
    liaisons_with_seats,
)

__all__ = [
    "Addressee",
    "Audience",
    "addressed_by_comment",
    "agreement_drafters",
    "asked_in_assessment",
    "assessment_keepers",
    "authors",
    "authors_of_answered",
    "authors_of_decided_again",
    "authors_of_returned",
    "authors_of_screened",
    "authors_of_this_alone",
    "authors_unless_returned",
    "clerks",
    "clerks_and_drafters",
    "clerks_before_council",
    "clerks_of_renewed",
    "completed_of_cohort",
    "concerned_by_dropping",
    "concerned_by_verdict",
    "contains",
    "draft_readers",
    "drafters_of_act",
    "enrolled_person",
    "evaluator_of_review",
    "evaluators_in_office",
    "evaluators_of_round",
    "everybody_of_cohort",
    "exporters_of_failed",
    "exporters_of_ready",
    "invited_address",
    "invited_colleague",
    "judges_and_drafters",
    "judges_of_back",
    "liaisons_of_announced",
    "liaisons_of_asked_city",
    "liaisons_with_seats",
    "nobody",
    "planners",
    "round_keepers",
    "round_keepers_of_review",
    "screeners",
    "senders",
]
