"""Which notices a round's release brings: who is written to about what, and in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cities.models import Office
from collaborative.models import Event, User
from collaborative.roles import Permission
from initiatives.events import ProposalEvent
from initiatives.models import (
    Decision,
    Proposal,
    ProposalUserPermission,
    Review,
    Round,
    Sponsorship,
)
from initiatives.models.proposals import TEXTS
from initiatives.results.history import NEXT
from initiatives.rules.decisions import MOVES_TO
from notifications.catalogue.wordings import Wording, fill, standard
from notifications.models import NoticeTemplate, PreparedNotice, Readers
from notifications.operations.letters import link

Key = tuple[str, int | None, int]
"""Readers, proposal (None for evaluators) and person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One notice as it would go out now.

    `decision` is None for evaluators. `wording` has its fields still; `values` are what they stand
    for. `is_own` where a facilitator worded this one alone, `is_outdated` where that was done for
    a decision which is not current any more.
    """

    round: Round
    readers: Readers
    recipient: User
    decision: Decision | None
    wording: Wording
    values: Mapping[str, str]
    is_own: bool = False
    is_outdated: bool = False
    held_because: str = ""

    @property
    def proposal(self) -> Proposal | None:
        """What it is about; None for evaluators, who are told of the whole round."""
        return self.decision.entry.proposal if self.decision else None

    @property
    def key(self) -> Key:
        """What tells it from every other notice of the round."""
        return (self.readers, self.proposal.pk if self.proposal else None, self.recipient.pk)

    @property
    def about(self) -> str:
        """The part of its address that says what it is about."""
        return self.proposal.reference if self.proposal else "round"

    @property
    def outcome(self) -> str:
        """The outcome of which it tells; "" for evaluators."""
        return self.decision.outcome if self.decision else ""

    @property
    def subject(self) -> str:
        """Its subject, as it would go out."""
        return fill(self.wording.subject, self.values)

    @property
    def words(self) -> str:
        """Its words, as they would go out."""
        return fill(self.wording.text, self.values)


def drafts(round_: Round, *, on: date) -> list[Draft]:
    """List every notice that the release brings, by proposal, then to evaluators.

    Before the release by what is decided so far; after it by what was released. Held notices are
    among them. Nine queries, however many there are.
    """
    decided = _decided(round_)
    kit = _Kit(round_, decided, on=on)
    return [*kit.about_proposals(), *kit.to_evaluators()]


def find(round_: Round, readers: str, about: str, person: int, *, on: date) -> Draft | None:
    """Return one notice by the parts of its address; None where nobody is written to so."""
    return next(
        (
            draft
            for draft in drafts(round_, on=on)
            if (draft.readers, draft.about, draft.recipient.pk) == (readers, about, person)
        ),
        None,
    )


def _decided(round_: Round) -> list[Decision]:
    released = round_.released_at
    rows = Decision.objects.as_of(released) if released else Decision.objects.current()
    return list(
        rows.filter(entry__round=round_)
        .select_related("entry__proposal__city", "merge_into")
        .defer(*(f"entry__proposal__{text}" for text in TEXTS))
        .order_by("entry__proposal__reference")
    )


class _Kit:
    """What all notices of a round are made of, read once."""

    def __init__(self, round_: Round, decided: list[Decision], *, on: date) -> None:
        """Read who writes, co-sponsors and evaluates, and what facilitators changed."""
        self.round, self.decided = round_, decided
        self.authors = _authors(decided, joined=_joined(decided))
        self.liaisons = _liaisons(decided, on=on)
        self.evaluators = frozenset(
            Review.objects.filter(entry__round=round_).values_list("evaluator", flat=True)
        )
        self.people = _people({*self.evaluators, *_all(self.authors), *_all(self.liaisons)}, on=on)
        self.templates = {
            (row.readers, row.outcome): Wording(row.subject, row.text)
            for row in NoticeTemplate.objects.filter(round=round_)
        }
        self.prepared: Mapping[Key, PreparedNotice] = {
            (row.readers, row.proposal_id, row.recipient_id): row
            for row in PreparedNotice.objects.filter(round=round_)
        }
        self.taken_in = _taken_in(decided)

    def about_proposals(self) -> Iterator[Draft]:
        """To the authors of each proposal, then to co-sponsor liaisons who are no authors."""
        for decision in self.decided:
            key = decision.entry.proposal_id
            values = self._values(decision)
            for person in self._known(self.authors[key]):
                yield self._draft(Readers.AUTHORS, person, values, decision)
            for person in self._known(self.liaisons[key] - self.authors[key]):
                yield self._draft(Readers.SPONSORS, person, values, decision)

    def to_evaluators(self) -> Iterator[Draft]:
        """One to each evaluator, about all proposals at once."""
        lines = [f"- {one.entry.proposal}: {one.words}" for one in self.decided]
        values = {
            "round": self.round.title,
            "decisions": "\n".join(lines),
            "link": link("initiatives:decisions", self.round.slug),
        }
        for person in self._known(self.evaluators):
            yield self._draft(Readers.EVALUATORS, person, values, None)

    def _known(self, keys: frozenset[int] | set[int]) -> list[User]:
        found = (self.people[key] for key in keys if key in self.people)
        return sorted(found, key=lambda person: (person.name, person.pk))

    def _draft(
        self, readers: Readers, person: User, values: Mapping[str, str], decision: Decision | None
    ) -> Draft:
        proposal = decision.entry.proposal_id if decision else None
        outcome = decision.outcome if decision else ""
        changed = self.prepared.get((readers, proposal, person.pk))
        has_words = changed is not None and changed.text != ""
        decided = decision.pk if decision else None
        is_own = changed is not None and has_words and changed.decision_id == decided
        wording = self.templates.get((readers, outcome)) or standard(readers, outcome)
        if changed is not None and is_own:
            wording = Wording(changed.subject, changed.text)
        return Draft(
            round=self.round,
            readers=readers,
            recipient=person,
            decision=decision,
            wording=wording,
            values=values,
            is_own=is_own,
            is_outdated=has_words and not is_own,
            held_because=changed.held_because if changed else "",
        )

    def _values(self, decision: Decision) -> Mapping[str, str]:
        proposal = decision.entry.proposal
        took = [
            f"{reference} is merged into it; whoever wrote that one may write this one."
            for reference in self.taken_in[proposal.pk]
        ]
        return {
            "proposal": str(proposal),
            "reference": proposal.reference,
            "title": proposal.title,
            "city": proposal.city.name,
            "outcome": decision.words,
            "round": self.round.title,
            "rationale": decision.rationale,
            "next": " ".join([NEXT[MOVES_TO[decision.outcome]], *took]),
            "link": link("initiatives:decision", self.round.slug, proposal.reference),
        }


def _taken_in(decided: list[Decision]) -> Mapping[int, list[str]]:
    """The references of what is merged into each proposal."""
    taken: dict[int, list[str]] = defaultdict(list)
    for decision in decided:
        if decision.merge_into_id is not None:
            taken[decision.merge_into_id].append(decision.entry.proposal.reference)
    return taken


def _joined(decided: list[Decision]) -> Mapping[int, set[int]]:
    """The keys of who came to write a proposal by the release's own merges.

    They hear of the proposal that they wrote before; whom the release writes to does not change
    by the release.
    """
    merged = {str(one.entry.proposal_id): one.merge_into_id for one in decided}
    events = Event.objects.filter(
        kind=ProposalEvent.MERGED,
        about_type=Proposal._meta.label_lower,
        about_key__in=[key for key, target in merged.items() if target is not None],
        detail__has_key="round",
    )
    joined: dict[int, set[int]] = defaultdict(set)
    for key, detail in events.values_list("about_key", "detail"):
        target = merged[key]
        assert target is not None
        joined[target] |= {*detail["new"], *map(int, detail["raised"])}
    return joined


def _authors(decided: list[Decision], *, joined: Mapping[int, set[int]]) -> Mapping[int, set[int]]:
    """The keys of who writes each proposal: its author, and colleagues invited to write."""
    found: dict[int, set[int]] = defaultdict(set)
    for decision in decided:
        found[decision.entry.proposal_id].add(decision.entry.proposal.author_id)
    granted = ProposalUserPermission.objects.filter(
        content_object__in=found.keys(), permission__codename="edit_draft"
    )
    for proposal, person in granted.values_list("content_object", "user"):
        if person not in joined[proposal]:
            found[proposal].add(person)
    return found


def _liaisons(decided: list[Decision], *, on: date) -> Mapping[int, set[int]]:
    """The keys of the liaisons of the cities that co-sponsor each proposal."""
    keys = [decision.entry.proposal_id for decision in decided]
    counting = Sponsorship.objects.counting().filter(proposal__in=keys).order_by()
    stood = list(counting.values_list("proposal", "city"))
    held = Office.objects.held_on(on).carrying(Permission.SPONSOR)
    of_city: dict[int, set[int]] = defaultdict(set)
    rows = held.filter(organisation__in=[city for _, city in stood])
    for city, person in rows.values_list("organisation", "person"):
        of_city[city].add(person)
    found: dict[int, set[int]] = defaultdict(set)
    for proposal, city in stood:
        found[proposal] |= of_city[city]
    return found


def _all(found: Mapping[int, set[int]]) -> set[int]:
    return {person for people in found.values() for person in people}


def _people(keys: set[int], *, on: date) -> Mapping[int, User]:
    """Those of them who have an account and hold an office on the day."""
    in_office = Office.objects.held_on(on).values("person")
    return User.objects.filter(is_active=True, pk__in=in_office).in_bulk(keys)
