"""Noting who is in which section of a proposal."""

from __future__ import annotations

from datetime import datetime

from collaborative.models import User
from initiatives.models import Presence, Proposal
from initiatives.questions import Section


def note(proposal: Proposal, *, section: Section, person: User, at: datetime) -> None:
    """Say that somebody is in a section now; where the person was before is forgotten."""
    Presence.objects.bulk_create(
        [Presence(proposal=proposal, person=person, section=section.key, seen_at=at)],
        update_conflicts=True,
        unique_fields=["proposal", "person"],
        update_fields=["section", "seen_at"],
    )
