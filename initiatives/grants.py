"""The one place that writes grants on single objects: who was invited into a draft."""

from guardian.shortcuts import assign_perm, remove_perm

from collaborative.models import User
from initiatives.models import Invited, Proposal


def invite(proposal: Proposal, colleague: User, *, role: Invited) -> None:
    """Let a colleague do what the role says; the newest invitation is the one that counts."""
    take_back(proposal, colleague)
    assign_perm(role.value, colleague, proposal)


def take_back(proposal: Proposal, colleague: User) -> None:
    """End a colleague's invitation, if there is one."""
    for role in Invited:
        remove_perm(role.value, colleague, proposal)
