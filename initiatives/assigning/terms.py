"""What an assignment is made of: proposals, evaluators, the rules, and what stands already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Pair = tuple[str, str]
"""A proposal and an evaluator, by key."""

KNOWS, WOULD_LIKE, RATHER_NOT = 2, 1, -2
"""Points of a pair: the evaluator knows the kind of service, and what the evaluator wishes."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal to be reviewed; `category` is the kind of service it would share."""

    key: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A person who reviews for one city, both by the names that sentences call them.

    `knows` are kinds of service; `likes` and `dislikes` are keys of proposals that the person
    would like to review, or would rather not.
    """

    key: str
    name: str
    city: str
    knows: frozenset[str] = frozenset()
    likes: frozenset[str] = frozenset()
    dislikes: frozenset[str] = frozenset()

    def points(self, proposal: Proposal) -> int:
        """Say how well the person suits a proposal; 0 where nothing speaks for or against."""
        return (
            KNOWS * (proposal.category in self.knows)
            + WOULD_LIKE * (proposal.key in self.likes)
            + RATHER_NOT * (proposal.key in self.dislikes)
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """The hard rules, and the seed that parts what they and the points leave equal.

    Every proposal gets exactly `each` reviews, at most `of_one_city` of them by the same city,
    and nobody has more than `cap` in the round; no cap when None.
    """

    each: int
    of_one_city: int
    cap: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """A review that was asked for already. One that is begun never moves.

    Its evaluator may be in office no longer; a begun review counts for its city all the same.
    """

    proposal: str
    evaluator: str
    city: str
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """All that an assignment follows from, in any order.

    `barred` are the pairs that no rule allows, each with the sentence that says why.
    """

    terms: Terms
    proposals: tuple[Proposal, ...]
    evaluators: tuple[Evaluator, ...]
    barred: Mapping[Pair, str] = field(default_factory=dict)
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who reviews what, what is begun included, and what that changes.

    `loads` are reviews by evaluator, nobody left out; `greatest` is the least that the greatest
    load can be.
    """

    pairs: frozenset[Pair]
    new: frozenset[Pair]
    gone: frozenset[Pair]
    loads: Mapping[str, int]
    greatest: int
    points: int


class CannotAssign(Exception):
    """No assignment keeps all the rules; each sentence names rule, proposals, cities, people."""

    def __init__(self, sentences: Sequence[str]) -> None:
        """Keep one text for each thing that stands in the way."""
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)
