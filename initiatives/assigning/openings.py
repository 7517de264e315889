"""What is still to be given out once the reviews that are begun are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from initiatives.assigning.terms import Case, Evaluator, Pair, Proposal


@dataclass(frozen=True, slots=True)
class Openings:
    """The open places of a case.

    `needs` are reviews that a proposal still lacks, `rooms` how many of a city it still takes,
    `begun` what each of the evaluators has in hand. `possible` are the pairs that may be chosen,
    in the order of their keys; `asked` are those that stand, possible or not, and may move.
    """

    case: Case
    proposals: tuple[Proposal, ...]
    evaluators: tuple[Evaluator, ...]
    needs: dict[str, int]
    rooms: dict[tuple[str, str], int]
    begun: Counter[str]
    possible: tuple[tuple[Proposal, Evaluator], ...]
    asked: frozenset[Pair]

    @property
    def most(self) -> int:
        """More than this nobody could ever have."""
        cap = self.case.terms.cap
        unbounded = len(self.proposals) + max(self.begun.values(), default=0)
        return unbounded if cap is None else cap

    def free(self, evaluator: Evaluator, ceiling: int) -> int:
        """How many more an evaluator can take when nobody has more than the ceiling."""
        return max(0, min(ceiling, self.most) - self.begun[evaluator.key])


def openings(case: Case) -> Openings:
    """Count what is begun and list what may be chosen."""
    proposals = tuple(sorted(case.proposals, key=lambda one: one.key))
    evaluators = tuple(sorted(case.evaluators, key=lambda one: one.key))
    begun = [one for one in case.standing if one.is_begun]
    settled = {(one.proposal, one.evaluator) for one in begun}
    in_proposal = Counter(one.proposal for one in begun)
    in_city = Counter((one.proposal, one.city) for one in begun)
    each, most = case.terms.each, case.terms.of_one_city
    cities = {evaluator.city for evaluator in evaluators}
    people = {evaluator.key for evaluator in evaluators}
    possible = tuple(
        (proposal, evaluator)
        for proposal in proposals
        for evaluator in evaluators
        if (pair := (proposal.key, evaluator.key)) not in settled and pair not in case.barred
    )
    asked = {(one.proposal, one.evaluator) for one in case.standing} - settled
    return Openings(
        case=case,
        proposals=proposals,
        evaluators=evaluators,
        needs={one.key: max(0, each - in_proposal[one.key]) for one in proposals},
        rooms={
            (one.key, city): max(0, most - in_city[one.key, city])
            for one in proposals
            for city in cities
        },
        begun=Counter(one.evaluator for one in begun if one.evaluator in people),
        possible=possible,
        asked=frozenset(asked),
    )
