"""What one set of criteria asks, and another not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from initiatives.rubrics.questions import Question, plain
from initiatives.rubrics.reasons import when_wanted

NOTHING = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a criterion says otherwise; "" where it says nothing of it."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A criterion that stands in both sets and says something else."""

    question: Question
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Criteria that only the later set asks, those that only the earlier asks, and the changed.

    `is_moved` says that those in both stand in another order.
    """

    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[Changed, ...]
    is_moved: bool

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.is_moved)


def differences(before: Sequence[Question], after: Sequence[Question]) -> Differences:
    """Compare two sets, criterion by criterion; the same short name is the same criterion."""
    old = {question.key: question for question in before}
    new = {question.key: question for question in after}
    both = [key for key in new if key in old]
    found = (Changed(new[key], tuple(_said(old[key], new[key]))) for key in both)
    return Differences(
        added=tuple(question for key, question in new.items() if key not in old),
        removed=tuple(question for key, question in old.items() if key not in new),
        changed=tuple(one for one in found if one.said),
        is_moved=both != [key for key in old if key in new],
    )


def _said(before: Question, after: Question) -> Iterator[Said]:
    for what, old, new in zip(_HEADINGS, _in_words(before), _in_words(after), strict=True):
        if old != new:
            yield Said(what, old, new)
    for mark in sorted({*before.anchors, *after.anchors}):
        old, new = before.anchors.get(mark, NOTHING), after.anchors.get(mark, NOTHING)
        if old != new:
            yield Said(f"What {after.name_of(mark)} means", old, new)


_HEADINGS = (
    "Criterion",
    "What to look at",
    "How it is answered",
    "Weight",
    "Scale",
    "Least mean mark",
    "Reason needed for",
    "Drawn from",
)


def _in_words(question: Question) -> tuple[str, ...]:
    return (
        question.label,
        question.guidance,
        "Yes or no" if question.is_gate else "On a scale",
        _number(question.weight),
        NOTHING if question.is_gate else f"{question.minimum} to {question.maximum}",
        _number(question.threshold),
        when_wanted(question),
        question.source,
    )


def _number(number: Decimal | None) -> str:
    return NOTHING if number is None else plain(number)
