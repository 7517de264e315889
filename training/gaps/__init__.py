"""What training people need: from marks, counted group by group, to need and what to do about it.

`docs/needs.md` explains it in plain language with an example to check by hand.

    counted = [Counted(place, {Base.GAP: Tally(people=6, sums=(27, 15, 5)), ...}), ...]
    shown = Shown(counted)                  groups under five merged or left out, per question
    figure(shown, Place(city=1)) -> Figure  one topic in one place; None where nothing may be shown

Marks are from 1 to 5. Means, shares and needs are Fractions; nothing is rounded before it is
said, and then once, half up.
"""

from training.gaps.account import (
    account,
    cause_in_words,
    decision_in_words,
    more_in_words,
    percent,
    score,
    seats_in_words,
)
from training.gaps.causes import CAUSES, MOST, Cause
from training.gaps.counting import MEASURES, Base, Counted, Shown, Tally
from training.gaps.drawing import heat_picture
from training.gaps.figures import Figure, figure
from training.gaps.heat import LEVELS, Level, level
from training.gaps.marks import IMPORTANT, LACKING
from training.gaps.rule import DECISIONS, HIGH, Decision, Verdict, decide
from training.gaps.wishes import MILES, WISHES, Wish, wishes

__all__ = [
    "CAUSES",
    "DECISIONS",
    "HIGH",
    "IMPORTANT",
    "LACKING",
    "LEVELS",
    "MEASURES",
    "MILES",
    "MOST",
    "WISHES",
    "Base",
    "Cause",
    "Counted",
    "Decision",
    "Figure",
    "Level",
    "Shown",
    "Tally",
    "Verdict",
    "Wish",
    "account",
    "cause_in_words",
    "decide",
    "decision_in_words",
    "figure",
    "heat_picture",
    "level",
    "more_in_words",
    "percent",
    "score",
    "seats_in_words",
    "wishes",
]
