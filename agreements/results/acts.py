"""Acts as a reader sees them: with their votes, texts, papers and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.adoption import long_date
from agreements.models import Act, Action, Agreement, Document, ImportedRecord, Text, Vote
from agreements.results.doubts import doubts, step_doubts
from agreements.results.majorities import Poll, compositions, reckoned
from cities.majority import Reckoning

RollCall = list[tuple[str, list[str]]]
"""Ways of voting in the record's own words, and who voted so."""


_REST = (
    ("version", "Version"),
    ("name", "Name"),
    ("type_name", "Type"),
    ("status", "Status"),
    ("in_control", "In control"),
    ("final_on", "Final action"),
    ("enacted_on", "Enactment date"),
    ("sponsors", "Sponsors"),
    ("indexes", "Indexes"),
    ("code_sections", "Code sections"),
    ("requester", "Requester"),
    ("notes", "Notes"),
    ("agenda_number", "Agenda number"),
    ("action_word", "Action"),
    ("result_word", "Result"),
    ("action_text", "What the minutes say"),
)
"""Fields that many records leave blank, in the order of the printed "Legislation Details"."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One act, with all that belongs to it loaded."""

    act: Act
    circulated: Text | None
    votes: Sequence[Vote]
    reckoning: Reckoning | None
    documents: Sequence[Document]
    records: Sequence[ImportedRecord]
    is_corrected: bool

    @property
    def has_other_text(self) -> bool:
        """Whether the council had another text before it than the circulated one."""
        return self.act.text is not None and self.act.text != self.circulated

    @property
    def doubts(self) -> list[str]:
        """What to look at again: in the act itself, then in the records it was read from."""
        told = (sentence for record in self.records for sentence in record.quality)
        actions = self.act.actions.all()
        steps = [(action, list(action.votes.all())) for action in actions]
        own = [*doubts(self.act, self.votes, self.reckoning), *step_doubts(self.act, steps)]
        return [*own, *dict.fromkeys(told)]

    @property
    def roll_call(self) -> RollCall:
        """Who voted how on the decision, in the record's own words and order."""
        return roll_call(self.votes)

    @property
    def rest(self) -> list[tuple[str, str]]:
        """All other fields in which the council's record says something, in the printed order."""
        told = ((label, getattr(self.act, name)) for name, label in _REST)
        return [(label, _said(value)) for label, value in told if value]

    @property
    def before(self) -> list[tuple[Action, RollCall]]:
        """The steps up to the decision, each with its roll call."""
        return self._steps(after=False)

    @property
    def after(self) -> list[tuple[Action, RollCall]]:
        """What came after the decision, each step with its roll call."""
        return self._steps(after=True)

    def _steps(self, *, after: bool) -> list[tuple[Action, RollCall]]:
        rows = (action for action in self.act.actions.all() if action.after == after)
        return [(action, roll_call(action.votes.all())) for action in rows]

    @property
    def missing_attachments(self) -> list[str]:
        """Names of the attachments that the council's record lists and nobody has put on file."""
        return not_on_file(self.records, self.documents)


def _said(value: str | date | list[str]) -> str:
    """A field's value in words."""
    if isinstance(value, date):
        return long_date(value)
    return value if isinstance(value, str) else ", ".join(value)


def sheets(agreement: Agreement, *, circulated: Text | None) -> list[Sheet]:
    """Every act on an agreement, the latest first, corrected ones too. Costs seven queries."""
    acts = list(
        Act.objects.filter(party__agreement=agreement)
        .select_related("party__organisation", "text", "corrected_by")
        .defer("text__body")
        .prefetch_related("votes", "actions__votes", "documents", "imported_records")
        .order_by("-recorded_at", "-pk")
    )
    for act in acts:
        act.party.agreement = agreement
    councils = compositions(act.party.organisation_id for act in acts)
    corrected = {act.corrects_id for act in acts}
    return [
        Sheet(
            act=act,
            circulated=circulated,
            votes=list(act.votes.all()),
            reckoning=reckoned(act, Poll.of(act.votes.all()), councils),
            documents=list(act.documents.all()),
            records=list(act.imported_records.all()),
            is_corrected=act.pk in corrected,
        )
        for act in acts
    ]


def roll_call(votes: Iterable[Vote]) -> RollCall:
    """Who voted how: the record's own word, and the names, in the record's order."""
    groups: dict[str, list[str]] = {}
    for vote in votes:
        name = f"{vote.voter} (mayor)" if vote.is_mayor else vote.voter
        groups.setdefault(vote.word or vote.get_value_display(), []).append(name)
    return list(groups.items())


def not_on_file(records: Iterable[ImportedRecord], documents: Iterable[Document]) -> list[str]:
    """Names that the records list as attachments and no document carries, each once, in order."""
    held = {document.name.rpartition(".")[0].casefold() for document in documents}
    listed = (item["name"] for record in records for item in record.facts["attachments"])
    return [name for name in dict.fromkeys(listed) if name.casefold() not in held]
