"""The assignment that the portal proposes for a round, and taking it over."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import Office
from collaborative.models import Actor, Event
from initiatives.assigning import (
    Assignment,
    Case,
    Evaluator,
    Pair,
    Proposal,
    Standing,
    Terms,
    propose,
)
from initiatives.events import RoundEvent
from initiatives.models import Entry, Expertise, Review, Round, Wish
from initiatives.models.proposals import TEXTS
from initiatives.operations.entries import ask, evaluators_in_office, take_back
from initiatives.operations.rounds import hold
from initiatives.rules import assigning as rules

State = Review.State
IN_HAND = (State.DECLARED, State.SUBMITTED)
"""States of a review that count as begun."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An assignment with what its keys stand for.

    Entries are by reference, offices and evaluators by person; reviews are those that stand, the
    recused left out. `digest` is the same as long as the assignment is, and what it changes.
    """

    terms: Terms
    assignment: Assignment
    entries: Mapping[str, Entry]
    offices: Mapping[str, Office]
    evaluators: Mapping[str, Evaluator]
    reviews: Mapping[Pair, Review]
    barred: Mapping[Pair, str]

    @property
    def digest(self) -> str:
        """SHA-256 of the terms and of who is new, who is gone and who stays."""
        found = self.assignment
        parts = [sorted(part) for part in (found.pairs, found.new, found.gone)]
        return sha256(json.dumps([asdict(self.terms), parts]).encode()).hexdigest()


class MovedOn(Exception):
    """The round has changed since an assignment was shown, and so has the assignment.

    `proposed` is the one that follows now; nothing was written.
    """

    def __init__(self, proposed: Proposed) -> None:
        """Keep what follows now."""
        super().__init__("The assignment is another than the one that was shown.")
        self.proposed = proposed


def propose_for(round_: Round, *, terms: Terms, by: Actor, at: datetime) -> Proposed:
    """Reckon an assignment from the round as it stands; writes nothing.

    A person who evaluates for two cities is assigned for the first by name. Seven queries.
    Raises PermissionDenied, and CannotAssign where the rules cannot all hold.
    """
    if reason := rules.why_not_arrange(by, round_):
        raise PermissionDenied(reason)
    entries = {
        entry.proposal.reference: entry
        for entry in round_.entries.standing()
        .select_related("round", "proposal__city")
        .defer(*(f"proposal__{text}" for text in TEXTS))
    }
    held: defaultdict[str, list[Office]] = defaultdict(list)
    for office in evaluators_in_office(at=at):
        held[str(office.person_id)].append(office)
    offices = {person: own[0] for person, own in held.items()}
    reviews = _standing(round_)
    evaluators = {one.key: one for one in _evaluators(round_, offices)}
    barred = _barred(by, round_, entries, held)
    case = Case(
        terms,
        tuple(Proposal(key, entry.proposal.category) for key, entry in entries.items()),
        tuple(evaluators.values()),
        barred,
        tuple(
            Standing(*pair, review.city.name, is_begun=review.state in IN_HAND)
            for pair, review in reviews.items()
        ),
    )
    return Proposed(terms, propose(case), entries, offices, evaluators, reviews, barred)


@transaction.atomic
def take_over(
    round_: Round, *, terms: Terms, digest: str, by: Actor, at: datetime
) -> tuple[int, int]:
    """Assign as proposed, if that is still what follows; return how many came and went.

    Reckoned anew while nobody else changes the round. Raises MovedOn where it comes out
    otherwise than what was shown, and what `propose_for` raises.
    """
    held = hold(round_)
    proposed = propose_for(held, terms=terms, by=by, at=at)
    if proposed.digest != digest:
        raise MovedOn(proposed)
    found = proposed.assignment
    gone = [proposed.reviews[pair] for pair in sorted(found.gone)]
    take_back(gone, by=by, at=at)
    new = [(proposed.entries[key], proposed.offices[person]) for key, person in sorted(found.new)]
    ask(new, by=by, at=at)
    Event.objects.record(
        RoundEvent.ASSIGNED,
        held,
        by=by,
        at=at,
        **asdict(terms),
        came=len(new),
        went=len(gone),
        digest=digest,
    )
    return len(new), len(gone)


def _barred(
    by: Actor,
    round_: Round,
    entries: Mapping[str, Entry],
    held: Mapping[str, Sequence[Office]],
) -> dict[Pair, str]:
    """Give every pair that no rule allows the sentence that says why."""
    bars = rules.bars_of(round_)
    return {
        (key, person): reason
        for key, entry in entries.items()
        for person, offices in held.items()
        if (reason := _first_reason(by, entry, offices, bars))
    }


def _first_reason(
    by: Actor, entry: Entry, offices: Iterable[Office], bars: rules.Bars
) -> str | None:
    asked = (rules.why_not_assign(by, entry, office, bars=bars) for office in offices)
    return next(filter(None, asked), None)


def _evaluators(round_: Round, offices: Mapping[str, Office]) -> Iterable[Evaluator]:
    """Yield everybody with what they know and wish."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for key, kind in Expertise.objects.values_list("person_id", "category"):
        known[str(key)].add(kind)
    wished: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    wishes = Wish.objects.filter(entry__round=round_).order_by()
    for key, likes, reference in wishes.values_list(
        "person_id", "would_like", "entry__proposal__reference"
    ):
        wished[str(key), likes].add(reference)
    for person, office in offices.items():
        yield Evaluator(
            person,
            office.person.name,
            office.organisation.name,
            frozenset(known[person]),
            frozenset(wished[person, True]),
            frozenset(wished[person, False]),
        )


def _standing(round_: Round) -> dict[Pair, Review]:
    """Load the reviews that count; a recusal leaves its place to somebody else."""
    reviews = Review.objects.standing().filter(entry__round=round_).exclude(state=State.RECUSED)
    loaded_too = reviews.select_related("city", "evaluator", "entry__proposal")
    return {
        (review.entry.proposal.reference, str(review.evaluator_id)): review
        for review in loaded_too.defer(*(f"entry__proposal__{text}" for text in TEXTS))
    }
