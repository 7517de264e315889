"""What a proposal is asked, section by section, and what its answers come to.

Pure. A proposal's text is a mapping of keys to what somebody typed, always as typed: an amount
that cannot be read is kept and pointed out, never dropped. A key that is not there is not
answered. A question that is asked of each city has one key a city: `how__raytown`.
"""

from initiatives.questions.amounts import first_year_cost, first_year_saving
from initiatives.questions.catalogue import QUESTIONS, SECTIONS, Kind, Question, Section
from initiatives.questions.keys import (
    key_for,
    question_of,
    questions_in,
    section_of,
    slug_of,
)
from initiatives.questions.reading import (
    LONGEST_ANSWER,
    LONGEST_LINE,
    Unreadable,
    amount,
    number,
    unreadable,
)
from initiatives.questions.texts import (
    TICKED,
    Changes,
    Text,
    changed,
    of_substance,
    revised,
    tidied,
    wanted,
)

__all__ = [
    "LONGEST_ANSWER",
    "LONGEST_LINE",
    "QUESTIONS",
    "SECTIONS",
    "TICKED",
    "Changes",
    "Kind",
    "Question",
    "Section",
    "Text",
    "Unreadable",
    "amount",
    "changed",
    "first_year_cost",
    "first_year_saving",
    "key_for",
    "number",
    "of_substance",
    "question_of",
    "questions_in",
    "revised",
    "section_of",
    "slug_of",
    "tidied",
    "unreadable",
    "wanted",
]
