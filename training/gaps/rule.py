"""The rule of difficulty, importance and frequency: whether training is the answer at all.

What is hard, matters and comes up seldom is forgotten between times, so it is trained again and
again; what is easy is seldom worth a course. The questions and their order are those of the
difficulty-importance-frequency analysis of task analysis for training; the mark from which an
answer counts as yes is this portal's own and stands on the page.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

HIGH = Fraction(7, 2)
"""A mean of 3.50 or more counts as hard, as important, as often."""


class Verdict(StrEnum):
    """What the rule says."""

    RETRAIN = "retrain"
    TRAIN = "train"
    JOB_AID = "job_aid"
    NONE = "none"

    @property
    def words(self) -> str:
        """The verdict as it stands in a table."""
        return _WORDS[self]

    @property
    def calls_for_training(self) -> bool:
        """Whether people are to be trained."""
        return self in {Verdict.RETRAIN, Verdict.TRAIN}


_WORDS: Mapping[Verdict, str] = {
    Verdict.RETRAIN: "Train, and again regularly",
    Verdict.TRAIN: "Train",
    Verdict.JOB_AID: "A job aid is enough",
    Verdict.NONE: "No training",
}


HARD, EASY = "Hard", "Easy"
IMPORTANT, SLIGHT = "Important", "Of little weight"
OFTEN, SELDOM = "Often", "Seldom"


class Decision(NamedTuple):
    """One line of the table: what holds, what follows, and why."""

    difficulty: str
    importance: str
    frequency: str
    verdict: Verdict
    because: str


DECISIONS = (
    Decision(
        HARD,
        IMPORTANT,
        SELDOM,
        Verdict.RETRAIN,
        "It is hard and matters, and is forgotten between times.",
    ),
    Decision(
        HARD, IMPORTANT, OFTEN, Verdict.TRAIN, "It is hard and matters, and practice keeps it up."
    ),
    Decision(HARD, SLIGHT, OFTEN, Verdict.TRAIN, "It is hard and comes up often."),
    Decision(HARD, SLIGHT, SELDOM, Verdict.JOB_AID, "It comes up seldom and can be looked up."),
    Decision(EASY, IMPORTANT, SELDOM, Verdict.JOB_AID, "It matters, but is easy with a reminder."),
    Decision(EASY, IMPORTANT, OFTEN, Verdict.NONE, "It is easy and learned by doing it."),
    Decision(EASY, SLIGHT, OFTEN, Verdict.NONE, "It is easy and of little weight."),
    Decision(EASY, SLIGHT, SELDOM, Verdict.NONE, "It is easy, of little weight, and rare."),
)
"""The whole rule, the most pressing first."""

_TABLE = {(one.difficulty, one.importance, one.frequency): one for one in DECISIONS}


def decide(*, difficulty: Fraction, importance: Fraction, frequency: Fraction) -> Decision:
    """Return the line of the table for three means of marks from 1 to 5."""
    return _TABLE[
        HARD if difficulty >= HIGH else EASY,
        IMPORTANT if importance >= HIGH else SLIGHT,
        OFTEN if frequency >= HIGH else SELDOM,
    ]
