"""What keeps a set of criteria from being used, and what it would be better with."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from initiatives.rubrics.questions import Question, plain

WHOLE = Decimal(100)
"""Per cent: what the weights of the scored criteria sum to."""


def faults(questions: Sequence[Question]) -> Iterator[str]:
    """Say in a sentence each why nobody could be marked by these questions."""
    scored = [question for question in questions if not question.is_gate]
    total = sum((question.weight or Decimal(0) for question in scored), Decimal(0))
    if not scored:
        yield "There is no scored criterion; add at least one."
    elif total != WHOLE:
        yield f"The weights sum to {plain(total)}; they must sum to 100."
    for key, number in Counter(question.key for question in questions if question.key).items():
        if number > 1:
            yield f"The short name “{key}” is used by {number} criteria; each needs its own."
    for question in questions:
        for mark in sorted(set(question.anchors) - set(question.scale)):
            yield (
                f"“{question}” says what a {mark} means, but its scale runs from "
                f"{question.minimum} to {question.maximum}."
            )


def wordless(questions: Sequence[Question]) -> Iterator[str]:
    """Say in a sentence each which marks of a criterion have no words yet.

    Evaluators of different cities then read them differently; nothing is refused for it.
    """
    for question in questions:
        missing = [mark for mark in question.scale if not question.anchors.get(mark)]
        if len(missing) == len(question.scale):
            yield f"“{question}”: none of its marks has words yet."
        elif len(missing) == 1:
            yield f"“{question}”: no words say what {question.name_of(missing[0])} means."
        elif missing:
            names = [question.name_of(mark) for mark in missing]
            yield f"“{question}”: no words say what {', '.join(names[:-1])} and {names[-1]} mean."
