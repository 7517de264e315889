"""The one place that writes grants on single objects: who was invited into a draft."""

from guardian.shortcuts import assign_perm, remove_perm

from collaborative.models import User
from initiatives.models import Proposal

EDIT, READ = "edit_draft", "read_draft"


def invite(proposal: Proposal, colleague: User, *, may_edit: bool) -> None:
    """Let a colleague write, or only read; the newest invitation is the one that counts."""
    take_back(proposal, colleague)
    assign_perm(EDIT if may_edit else READ, colleague, proposal)


def take_back(proposal: Proposal, colleague: User) -> None:
    """End a colleague's invitation, if there is one."""
    remove_perm(EDIT, colleague, proposal)
    remove_perm(READ, colleague, proposal)
