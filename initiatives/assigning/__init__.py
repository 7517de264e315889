"""Who reviews what: an exact assignment of evaluators to proposals, the same one every time."""

from initiatives.assigning.proposing import propose
from initiatives.assigning.terms import (
    KNOWS,
    RATHER_NOT,
    WOULD_LIKE,
    Assignment,
    CannotAssign,
    Case,
    Evaluator,
    Pair,
    Proposal,
    Standing,
    Terms,
)

__all__ = [
    "KNOWS",
    "RATHER_NOT",
    "WOULD_LIKE",
    "Assignment",
    "CannotAssign",
    "Case",
    "Evaluator",
    "Pair",
    "Proposal",
    "Standing",
    "Terms",
    "propose",
]
