"""What a proposal says: its answers, in values and in words, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from cities.models import City, Department
from collaborative import wording
from collaborative.models import User
from initiatives.models import Proposal

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title",
        "category": "Kind of service",
        "department": "Lead department",
        "problem": "The problem",
        "current_service": "The service today",
        "idea": "The idea",
        "wanted_cities": "Other cities wanted",
        "first_year_cost": "Cost in the first year",
        "first_year_saving": "Saving in the first year",
    }
)
"""What a proposal is asked, by field, in the order in which it is asked and read."""

_MISSING: Mapping[str, str] = MappingProxyType(
    {
        "title": "Give the proposal a title.",
        "category": "Choose the kind of service.",
        "department": "Choose the department that leads.",
        "problem": "Describe the problem.",
        "current_service": "Describe how the service is done today.",
        "idea": "Describe the idea.",
        "wanted_cities": "Choose at least one other city to share the service with.",
        "first_year_cost": "Estimate the cost in the first year; 0 is an answer.",
        "first_year_saving": "Estimate the saving in the first year; 0 is an answer.",
    }
)


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything a person writes in a proposal; amounts are US dollars, None is not answered."""

    title: str = ""
    category: str = ""
    department: Department | None = None
    problem: str = ""
    current_service: str = ""
    idea: str = ""
    wanted_cities: frozenset[City] = frozenset()
    first_year_cost: Decimal | None = None
    first_year_saving: Decimal | None = None

    @classmethod
    def of(cls, proposal: Proposal) -> Answers:
        """Read them from a proposal."""
        values = {field: getattr(proposal, field) for field in QUESTIONS}
        values["wanted_cities"] = frozenset(proposal.wanted_cities.all())
        return cls(**values)

    def in_words(self, field: str) -> str:
        """Say one answer as people read it; empty where there is none."""
        value = getattr(self, field)
        if field == "wanted_cities":
            return ", ".join(sorted(city.name for city in self.wanted_cities))
        if field == "category":
            return str(Proposal.Category(value).label) if value else ""
        if isinstance(value, Decimal):
            return wording.dollars(value)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer in words; `is_prose` where it runs over lines."""

    field: str
    question: str
    text: str
    is_prose: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A question without an answer: its field, and the sentence that asks for it."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody invited into a draft."""

    person: User
    may_edit: bool


def answers(said: Answers) -> list[Answer]:
    """List every question with its answer in words, in order."""
    prose = {"problem", "current_service", "idea"}
    return [
        Answer(field, question, said.in_words(field), field in prose)
        for field, question in QUESTIONS.items()
    ]


def differences(mine: Answers, theirs: Answers) -> list[Answer]:
    """List their answers where the two differ."""
    return [
        answer
        for answer in answers(theirs)
        if getattr(mine, answer.field) != getattr(theirs, answer.field)
    ]


def missing(proposal: Proposal) -> list[Missing]:
    """List what must be answered before the proposal can be sent in, in order.

    A city that has named no department is not asked for one.
    """
    said = Answers.of(proposal)
    return [
        Missing(field, sentence)
        for field, sentence in _MISSING.items()
        if not said.in_words(field) and not (field == "department" and _has_none(proposal))
    ]


def _has_none(proposal: Proposal) -> bool:
    return not proposal.city.departments.exists()


def colleagues(proposal: Proposal) -> list[Colleague]:
    """List whom the authors invited, by name."""
    granted = proposal.colleague_permissions.select_related("user", "permission")
    return [
        Colleague(row.user, may_edit=row.permission.codename == "edit_draft")
        for row in granted.order_by("user__name", "user__pk")
    ]
