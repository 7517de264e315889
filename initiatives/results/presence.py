"""Who else is in a proposal just now, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from collaborative.models import User
from initiatives.models import Presence, Proposal
from initiatives.questions import SECTIONS

PRESENT = timedelta(seconds=60)
"""Who was seen within that time is there; a page that stays open reports every quarter of it."""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else, by name, and the title of the section that is open there."""

    name: str
    section: str

    @property
    def sentence(self) -> str:
        """Say where the person is."""
        return f"{self.name} is in “{self.section}” now."


def others_in(proposal: Proposal, person: User, *, at: datetime) -> list[Other]:
    """List who else is in the proposal, by name. One query."""
    present = Presence.objects.filter(
        proposal=proposal, seen_at__gt=at - PRESENT, section__in=SECTIONS
    )
    return [
        Other(row.person.name, SECTIONS[row.section].title)
        for row in present.exclude(person=person)
        .select_related("person")
        .order_by("person__name", "pk")
    ]
