"""What a scoresheet asks, and the words in it that are read again when it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

MARKS, REMARKS, CRITERIA, HOW_TO = "Marks", "Remarks", "Criteria", "How to"
"""The sheets, in this order."""
REFERENCE, TITLE, CITY = "Reference", "Title", "Lead city"
COMMENT = "Comment on the proposal"
STAMP = "Seal of this scoresheet. Leave it as it is."
"""Beside it, on the last sheet, stands by what the portal knows its own scoresheet again."""
NONE = "none"
"""What is written where an evaluator cannot judge a criterion."""
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One criterion. A gate has no weight; its marks are 1 for yes and 0 for no."""

    key: str
    label: str
    guidance: str
    weight: str
    minimum: int
    maximum: int
    anchors: Mapping[int, str]

    @property
    def is_gate(self) -> bool:
        """Whether it is answered with yes or no."""
        return not self.weight

    @property
    def names(self) -> Mapping[int, str]:
        """How each mark is written, the lowest first."""
        if self.is_gate:
            return {0: NO, 1: YES}
        return {mark: str(mark) for mark in range(self.minimum, self.maximum + 1)}

    @property
    def scale(self) -> str:
        """The scale in words: "0 to 5", "yes or no"."""
        return f"{YES} or {NO}" if self.is_gate else f"{self.minimum} to {self.maximum}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One proposal of which the evaluator has declared no conflict, with all that is saved.

    A mark of None says that the evaluator cannot judge.
    """

    reference: str
    title: str
    city: str
    marks: Mapping[str, int | None]
    remarks: Mapping[str, str]
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoresheet:
    """All that one evaluator is asked in one round. `stamp` is a word without blanks."""

    round: str
    whose: str
    closes: str
    criteria: Sequence[Asked]
    lines: Sequence[Line]
    stamp: str
    at: datetime


def headings(criteria: Sequence[Asked]) -> dict[str, str]:
    """Return each criterion's heading by its key: its label, with the key where two share one."""
    labels = [one.label for one in criteria] + [REFERENCE, TITLE, CITY, COMMENT]
    return {
        one.key: one.label if labels.count(one.label) == 1 else f"{one.label} ({one.key})"
        for one in criteria
    }
