"""What exists among the ideas."""

from initiatives.models.attachments import Attachment
from initiatives.models.criteria import Anchor, Criterion
from initiatives.models.decisions import Concord, Decision, Placing
from initiatives.models.numbering import Numbering
from initiatives.models.proposals import Proposal, ProposalUserPermission
from initiatives.models.reviews import Mark, Remark, Review
from initiatives.models.rounds import Entry, Round
from initiatives.models.sponsorships import Sponsorship
from initiatives.models.writing import KeptText, Revision, Submission

__all__ = [
    "Anchor",
    "Attachment",
    "Concord",
    "Criterion",
    "Decision",
    "Entry",
    "KeptText",
    "Mark",
    "Numbering",
    "Placing",
    "Proposal",
    "ProposalUserPermission",
    "Remark",
    "Review",
    "Revision",
    "Round",
    "Sponsorship",
    "Submission",
]
