"""The sections of a proposal and their questions, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    PROSE = "prose"
    """Running text in limited Markdown."""
    CHOICE = "choice"
    AMOUNT = "amount"
    """US dollars."""
    NUMBER = "number"
    """A number that may have a fraction."""
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a proposal that is written on a page of its own; `minutes` is how long it takes."""

    key: str
    title: str
    lead: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `needed` asks for the answer where the proposal cannot be sent in without it. `is_substance`
    says that a co-sponsor who agreed must be asked again when the answer changes. In the words
    of a question asked of each city, "{city}" stands for the city. `usual` is a number of words.
    """

    key: str
    section: str
    words: str
    kind: Kind
    hint: str = ""
    needed: str = ""
    is_substance: bool = False
    is_per_city: bool = False
    usual: int = 0


SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        section.key: section
        for section in (
            Section("about", "Title and lead", "What it is called, and who leads it.", 5),
            Section(
                "problem",
                "The problem and who feels it",
                "What is hard, slow or dear today, and for whom.",
                10,
            ),
            Section("idea", "The idea", "What the cities would do together.", 10),
            Section(
                "today",
                "The service today",
                "How each city does it now, with what people, at what cost. Each city can fill in "
                "its own part.",
                15,
            ),
            Section(
                "sharing",
                "What would be shared, and with whom",
                "What the cities would have in common, and which cities it needs.",
                5,
            ),
            Section(
                "money",
                "Costs and savings",
                "Rough figures for all the cities together, against what they spend today; 0 is an "
                "answer. In-kind is what costs no cash: hours, rooms, machines that are there.",
                10,
            ),
            Section("risks", "Risks", "What could go wrong, and what could stop it altogether.", 5),
            Section(
                "people",
                "People and departments affected",
                "Whose work changes, and whom you have spoken with.",
                5,
            ),
            Section("law", "Legal basis", "What allows the cities to share this.", 5),
            Section(
                "success",
                "Measures of success",
                "How everybody will see, after a year, whether it worked.",
                5,
            ),
            Section("files", "Files", "Figures, drawings or letters that help to judge it.", 5),
        )
    }
)
"""By key."""

_FIGURES = (
    ("one_time_cost_cash", "One-time cost, in cash", "Estimate the one-time cost in cash"),
    ("one_time_cost_in_kind", "One-time cost, in kind", ""),
    ("yearly_cost_cash", "Cost each year, in cash", "Estimate the yearly cost in cash"),
    ("yearly_cost_in_kind", "Cost each year, in kind", ""),
    ("one_time_saving_cash", "One-time saving, in cash", ""),
    ("one_time_saving_in_kind", "One-time saving, in kind", ""),
    ("yearly_saving_cash", "Saving each year, in cash", "Estimate the yearly saving in cash"),
    ("yearly_saving_in_kind", "Saving each year, in kind", ""),
)

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        question.key: question
        for question in (
            Question(
                "title",
                "about",
                "Title",
                Kind.LINE,
                hint="What is to be shared, in a few words, as in “Shared street sweeper”.",
                needed="Give the proposal a title.",
            ),
            Question(
                "category",
                "about",
                "Kind of service",
                Kind.CHOICE,
                hint="Choose the one that fits best.",
                needed="Choose the kind of service.",
            ),
            Question(
                "department",
                "about",
                "Lead department",
                Kind.CHOICE,
                hint="The department that would lead the work in {city}.",
                needed="Choose the department that leads.",
            ),
            Question(
                "problem",
                "problem",
                "The problem",
                Kind.PROSE,
                hint="What is hard, slow or dear today, and how often.",
                needed="Describe the problem.",
                usual=200,
            ),
            Question(
                "who_feels_it",
                "problem",
                "Who feels it",
                Kind.PROSE,
                hint="Residents, crews, a department: how many they are, and what it does to them.",
                needed="Say who feels the problem.",
                usual=80,
            ),
            Question(
                "idea",
                "idea",
                "The idea",
                Kind.PROSE,
                hint="What the cities would do together, and what would change for residents.",
                needed="Describe the idea.",
                is_substance=True,
                usual=250,
            ),
            Question(
                "how",
                "today",
                "How {city} does it",
                Kind.PROSE,
                hint="Who does it, with which machines, and how often.",
                needed="Describe how {city} does it today.",
                is_per_city=True,
                usual=80,
            ),
            Question(
                "yearly_cost",
                "today",
                "What it costs {city} in a year",
                Kind.AMOUNT,
                hint="US dollars, as far as you know.",
                is_per_city=True,
            ),
            Question(
                "staff",
                "today",
                "Staff in {city}",
                Kind.NUMBER,
                hint="In full-time positions; half a position is 0.5.",
                is_per_city=True,
            ),
            Question(
                "level",
                "today",
                "Level of service in {city}",
                Kind.PROSE,
                hint="What residents get today: how fast, how often, how well.",
                is_per_city=True,
                usual=40,
            ),
            Question(
                "shared",
                "sharing",
                "What would be shared",
                Kind.PROSE,
                hint="People, machines, rooms, a contract, a system: what each city brings.",
                needed="Say what would be shared.",
                is_substance=True,
                usual=120,
            ),
            Question(
                "wanted",
                "sharing",
                "Other cities wanted",
                Kind.TICK,
                hint="The cities that would gain from it, or that must take part for it to work.",
                needed="Choose at least one other city to share the service with.",
                is_substance=True,
                is_per_city=True,
            ),
            *(
                Question(
                    key,
                    "money",
                    words,
                    Kind.AMOUNT,
                    needed=f"{needed}; 0 is an answer." if needed else "",
                    is_substance=True,
                )
                for key, words, needed in _FIGURES
            ),
            Question(
                "money_basis",
                "money",
                "How you came to these figures",
                Kind.PROSE,
                hint="Quotes, budgets, hours counted, another city’s experience.",
                is_substance=True,
                usual=80,
            ),
            Question(
                "risks",
                "risks",
                "Risks, and what could stop it",
                Kind.PROSE,
                hint="And what you would do about each.",
                needed="Say what could go wrong, and what could stop it.",
                usual=120,
            ),
            Question(
                "people_affected",
                "people",
                "People and departments affected",
                Kind.PROSE,
                hint="Whose work changes, in which city, and how they hear of it.",
                needed="Say which people and departments are affected.",
                usual=80,
            ),
            Question(
                "unions",
                "people",
                "Unions and associations",
                Kind.PROSE,
                hint="Which agreements with employees it touches, and whether they were asked.",
                usual=40,
            ),
            Question(
                "legal_basis",
                "law",
                "Legal basis",
                Kind.PROSE,
                hint=(
                    "The statute, charter or code that allows it, as in sections 70.210 to 70.320, "
                    "RSMo, for cooperation between cities. “Not known yet” is an answer."
                ),
                needed="Name the legal basis, or say that it is not known yet.",
                is_substance=True,
                usual=60,
            ),
            Question(
                "measures",
                "success",
                "Measures of success",
                Kind.PROSE,
                hint="What you would count, how it stands today, and where it should be.",
                needed="Say how everybody will see whether it worked.",
                usual=80,
            ),
        )
    }
)
"""By key, in the order in which they are asked and read."""
