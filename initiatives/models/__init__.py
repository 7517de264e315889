"""What exists among the ideas."""

from initiatives.models.attachments import Attachment
from initiatives.models.audiences import Audience
from initiatives.models.colleagues import Invited
from initiatives.models.criteria import Anchor, Criterion
from initiatives.models.decisions import Decision
from initiatives.models.declarations import Declaration, Expertise, Wish
from initiatives.models.entries import Entry, Withdrawal
from initiatives.models.finding import Words
from initiatives.models.library import CriteriaSet
from initiatives.models.marks import Mark, Remark
from initiatives.models.meetings import AgendaItem, Attendance, Departure, Meeting
from initiatives.models.motions import Jotting, Motion
from initiatives.models.numbering import Numbering
from initiatives.models.presence import Presence
from initiatives.models.proposals import Proposal, ProposalUserPermission
from initiatives.models.rankings import Concord, Placing, Ranking
from initiatives.models.reviews import KeptReview, Review
from initiatives.models.rounds import Round
from initiatives.models.screening import Screening
from initiatives.models.sponsorships import Sponsorship
from initiatives.models.talk import Comment, CommentWording, Mention
from initiatives.models.weights import Weight
from initiatives.models.writing import KeptText, Revision, Submission

__all__ = [
    "AgendaItem",
    "Anchor",
    "Attachment",
    "Attendance",
    "Audience",
    "Comment",
    "CommentWording",
    "Concord",
    "CriteriaSet",
    "Criterion",
    "Decision",
    "Declaration",
    "Departure",
    "Entry",
    "Expertise",
    "Invited",
    "Jotting",
    "KeptReview",
    "KeptText",
    "Mark",
    "Meeting",
    "Mention",
    "Motion",
    "Numbering",
    "Placing",
    "Presence",
    "Proposal",
    "ProposalUserPermission",
    "Ranking",
    "Remark",
    "Review",
    "Revision",
    "Round",
    "Screening",
    "Sponsorship",
    "Submission",
    "Weight",
    "Wish",
    "Withdrawal",
    "Words",
]
