"""What waits beside a text for one person: what it is, why, and whether two texts stand there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from collaborative.models import User
from initiatives.models import KeptText, Proposal, Revision
from initiatives.models.writing import Last
from initiatives.questions import SECTIONS, Kind, Section, Text, question_of, section_of
from initiatives.results.proposals import Answer, Names, as_answer

Why = KeptText.Why


@dataclass(frozen=True, slots=True)
class Waiting:
    """One answer that waits: what was typed and what stands, in words.

    `is_torn` says that somebody else changed the answer after its writer had read it; `last` is
    who, and when. Where it is not, what was typed is simply the new answer.
    """

    row: KeptText
    section: Section
    mine: Answer
    stands: Answer
    is_torn: bool
    last: Last | None

    @property
    def key(self) -> str:
        """The answer's key."""
        return self.row.key

    @property
    def who(self) -> str:
        """Say who changed the answer, as a sentence begins."""
        if self.last is None:
            return "This answer changed"
        if self.last.person == self.row.person_id:
            return "You changed this answer on another page"
        return f"{self.last.name} changed this answer"

    @property
    def sentence(self) -> str:
        """Say beside the box how it stands."""
        if self.is_torn:
            return f"{self.who} after you had read it. Both texts are kept; compare and choose."
        return f"{self.row.get_why_display()} What you typed is kept; press Save to put it in."


def waiting_for(proposal: Proposal, person: User | None) -> dict[str, KeptText]:
    """Return what waits for a person, by the answers' keys. One query."""
    return {row.key: row for row in proposal.kept_texts.waiting().filter(person=person)}


def changed_since(proposal: Proposal, kept: Mapping[str, KeptText]) -> set[str]:
    """Name the kept answers that others changed after their writer had read them.

    One query for each version that was read.
    """
    read = {row.base: row.base for row in kept.values()}
    texts: dict[int, Text] = {
        base: Revision.objects.text_at(proposal, base) if base != proposal.version else {}
        for base in read
    }
    return {
        key
        for key, row in kept.items()
        if row.base != proposal.version
        and texts[row.base].get(key, "") != proposal.draft.get(key, "")
    }


def contested(
    proposal: Proposal, waiting: Mapping[str, KeptText], shown: Collection[str]
) -> set[str]:
    """Name the answers over which two texts wait for their writer to settle.

    Those are the conflicts, and of what was kept for another reason and stood in the page's
    boxes (`shown`) whatever somebody else has changed since.
    """
    conflicts = {key for key, row in waiting.items() if row.why == Why.CONFLICT}
    others = {key: waiting[key] for key in shown if key in waiting and key not in conflicts}
    return conflicts | changed_since(proposal, others)


def waiting_in(
    proposal: Proposal, person: User, names: Names, *, keys: Collection[str] | None = None
) -> list[Waiting]:
    """List what waits for a person, in a proposal or under some keys, as it was typed.

    What has come to stand in the text meanwhile waits no more.
    """
    rows = {
        key: row
        for key, row in sorted(waiting_for(proposal, person).items(), key=lambda one: one[1].pk)
        if (keys is None or key in keys) and row.text != proposal.draft.get(key, "")
    }
    if not rows:
        return []
    torn = contested(proposal, rows, rows)
    last = Revision.objects.last_changes(proposal)
    return [
        Waiting(
            row,
            SECTIONS[section_of(key)],
            mine=_said(key, row.text, names),
            stands=_said(key, proposal.draft.get(key, ""), names),
            is_torn=key in torn,
            last=last.get(key),
        )
        for key, row in rows.items()
    ]


def _said(key: str, value: str, names: Names) -> Answer:
    """Say an answer in words; a box that is not ticked says so."""
    said = as_answer(key, {key: value}, names)
    question = question_of(key)
    is_tick = question is not None and question.kind == Kind.TICK
    return replace(said, text=said.text or "No") if is_tick else said
