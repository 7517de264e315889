"""The sections of a draft as a list of tasks: how far each is, and who was there last."""

from __future__ import annotations

from dataclasses import dataclass

from initiatives.models import Proposal, Revision
from initiatives.models.writing import Last
from initiatives.questions import SECTIONS, Section, section_of
from initiatives.results.history import SectionReason
from initiatives.results.proposals import Names, Progress, progress
from initiatives.results.screening import reasons_by_section

TONES = {"Complete": "good", "In progress": "waiting"}


@dataclass(frozen=True, slots=True)
class Task:
    """A section with how far it is, who changed it last, and what the facilitator asks of it."""

    progress: Progress
    last: Last | None
    asked: SectionReason | None

    @property
    def tone(self) -> str:
        """The look of its tag; the word says it too."""
        return TONES.get(self.progress.words, "neutral")


def tasks(proposal: Proposal, names: Names) -> list[Task]:
    """List the sections in order. One query, and two where the proposal was sent back."""
    last: dict[str, Last] = {}
    for key, change in Revision.objects.last_changes(proposal).items():
        section = section_of(key)
        if section not in last or last[section].at < change.at:
            last[section] = change
    asked = reasons_by_section(proposal)
    return [
        Task(one, last.get(one.section.key), asked.get(one.section.key))
        for one in progress(proposal.draft, names)
    ]


def neighbours(section: Section) -> tuple[Section | None, Section | None]:
    """Return the sections before and after one, in the order in which they are read."""
    order = list(SECTIONS.values())
    place = order.index(section)
    before = order[place - 1] if place else None
    return before, order[place + 1] if place + 1 < len(order) else None
