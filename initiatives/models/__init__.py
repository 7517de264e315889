"""What exists among the ideas."""

from initiatives.models.attachments import Attachment
from initiatives.models.proposals import Numbering, Proposal, ProposalUserPermission

__all__ = ["Attachment", "Numbering", "Proposal", "ProposalUserPermission"]
