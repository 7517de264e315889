"""What a proposal says: its answers in words, section by section, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cities.models import City
from collaborative import wording
from collaborative.models import User
from initiatives.models import Invited, Proposal
from initiatives.questions import (
    QUESTIONS,
    SECTIONS,
    TICKED,
    Kind,
    Question,
    Section,
    Text,
    Unreadable,
    amount,
    first_year_cost,
    first_year_saving,
    key_for,
    question_of,
    questions_in,
    slug_of,
    unreadable,
    wanted,
)


@dataclass(frozen=True, slots=True)
class Names:
    """What the keys and values of a text are called: cities by slug, departments by key."""

    lead: City
    cities: Mapping[str, City]
    departments: Mapping[str, str]

    @property
    def others(self) -> list[City]:
        """The cities beside the lead, by name."""
        return [city for city in self.cities.values() if city != self.lead]

    def question(self, key: str) -> str:
        """The words of a question, with its city."""
        question = question_of(key)
        return question.words.format(city=self._city(key)) if question else ""

    def needed(self, question: Question) -> str:
        """The sentence that asks for an answer."""
        return question.needed.format(city=self.lead)

    def _city(self, key: str) -> str:
        slug = slug_of(key)
        return str(self.cities.get(slug, slug))


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer in words; `is_prose` where it is Markdown."""

    key: str
    question: str
    text: str
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its answers in words."""

    section: Section
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a proposal from being sent in: the answer's key and section, and the sentence."""

    key: str
    section: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a section is: how many of its needed answers are given, and what is wrong."""

    section: Section
    needed: int
    given: int
    is_begun: bool
    missing: tuple[Missing, ...]

    @property
    def words(self) -> str:
        """Say it as a task list does."""
        if self.missing and self.is_begun:
            return "In progress"
        if self.missing:
            return "Not started"
        return "Complete" if self.needed or self.is_begun else "Optional"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody invited into a draft."""

    person: User
    role: Invited

    @property
    def other_roles(self) -> list[Invited]:
        """What the role can be changed to."""
        return [role for role in Invited if role != self.role]


def names_for(proposal: Proposal) -> Names:
    """Look up what the text's keys and values are called. Two queries."""
    return names_of(proposal.city)


def names_of(lead: City) -> Names:
    """Look up the names for a text that a city leads. Two queries."""
    return Names(
        lead=lead,
        cities={city.slug: city for city in City.objects.order_by("name")},
        departments={str(row.pk): row.name for row in lead.departments.all()},
    )


def in_words(key: str, value: str, names: Names) -> str:
    """Say one answer as people read it; what cannot be read stands as it was typed."""
    question = question_of(key)
    if question is None or not value:
        return ""
    if question.kind == Kind.CHOICE:
        return _choice(key, value, names)
    if question.kind == Kind.TICK:
        return "Yes" if value == TICKED else "No"
    return _dollars(value) if question.kind == Kind.AMOUNT else value


def _choice(key: str, value: str, names: Names) -> str:
    if key == "category":
        return str(Proposal.Category(value).label) if value in Proposal.Category else value
    return names.departments.get(value, "A department that is no longer listed")


def _dollars(typed: str) -> str:
    try:
        return wording.dollars(amount(typed))
    except Unreadable:
        return typed


def parts(text: Text, names: Names, *, with_blanks: bool = False) -> list[Part]:
    """List every section with its questions and answers in words, files left out.

    A question that needs no answer and has none is left out; `with_blanks` lists those put to
    the lead city too, for its writers to see what they have left open.
    """
    return [
        Part(section, tuple(_answers(section, text, names, with_blanks=with_blanks)))
        for section in SECTIONS.values()
        if section.key != "files"
    ]


def _answers(section: Section, text: Text, names: Names, *, with_blanks: bool) -> Iterator[Answer]:
    if section.key == "sharing":
        yield _answer("shared", text, names)
        yield Answer("wanted", QUESTIONS["wanted"].words, wanted_in_words(text, names))
        return
    for key in keys_in(section, names):
        question = question_of(key)
        is_open = question is not None and (with_blanks or _is_needed(question, names))
        if text.get(key) or (is_open and slug_of(key) in {"", names.lead.slug}):
            yield _answer(key, text, names)
    if section.key == "money":
        yield from _first_year(text)


def _first_year(text: Text) -> Iterator[Answer]:
    for words, figure in (
        ("Cost in the first year, all together", first_year_cost(text)),
        ("Saving in the first year, all together", first_year_saving(text)),
    ):
        if figure is not None:
            yield Answer("", words, wording.dollars(figure))


def _answer(key: str, text: Text, names: Names) -> Answer:
    question = question_of(key)
    is_prose = question is not None and question.kind == Kind.PROSE
    return Answer(key, names.question(key), in_words(key, text.get(key, ""), names), is_prose)


def wanted_in_words(text: Text, names: Names) -> str:
    """Name the wanted cities in one line."""
    return ", ".join(
        sorted(str(names.cities[slug]) for slug in wanted(text) if slug in names.cities)
    )


def keys_in(section: Section, names: Names) -> Iterator[str]:
    """Yield the keys of a section's answers in order: city by city, the lead first."""
    questions = questions_in(section.key)
    yield from (key_for(question) for question in questions if not question.is_per_city)
    per_city = [question for question in questions if question.is_per_city]
    cities = names.others if section.key == "sharing" else [names.lead, *names.others]
    yield from (key_for(question, city.slug) for city in cities for question in per_city)


def as_answer(key: str, text: Text, names: Names) -> Answer:
    """Say one answer of a text in words, its question as it reads alone."""
    return replace(_answer(key, text, names), question=asked(key, names))


def asked(key: str, names: Names) -> str:
    """Return a question's words where it stands alone: a box to tick says which city it means."""
    question = question_of(key)
    if question is not None and question.kind == Kind.TICK:
        return f"{question.words}: {names.cities.get(slug_of(key), slug_of(key))}"
    return names.question(key)


def missing(text: Text, names: Names) -> list[Missing]:
    """List what keeps the text from being sent in, in the order of the questions.

    A city that has named no department is not asked for one.
    """
    return [one for section in SECTIONS.values() for one in _missing_in(section, text, names)]


def _missing_in(section: Section, text: Text, names: Names) -> Iterator[Missing]:
    for question in questions_in(section.key):
        if question.key == "wanted":
            if not set(wanted(text)) & {city.slug for city in names.others}:
                yield Missing("wanted", section.key, names.needed(question))
        elif _is_needed(question, names):
            key = key_for(question, names.lead.slug)
            if not text.get(key) or _is_off_the_list(key, text[key], names):
                yield Missing(key, section.key, names.needed(question))
    for key in keys_in(section, names):
        if wrong := unreadable(key, text.get(key, "")):
            yield Missing(key, section.key, f"{names.question(key)}: {wrong}")


def needed_in(section: Section, names: Names) -> list[str]:
    """List the questions of a section that must have an answer, in their words."""
    return [
        names.question(key_for(question, names.lead.slug))
        for question in questions_in(section.key)
        if _is_needed(question, names)
    ]


def _is_off_the_list(key: str, value: str, names: Names) -> bool:
    """Tell whether something was chosen that is not, or no longer, offered."""
    if key == "category":
        return value not in Proposal.Category
    return key == "department" and value not in names.departments


def _is_needed(question: Question, names: Names) -> bool:
    if question.key == "department":
        return bool(names.departments)
    return bool(question.needed)


def progress(text: Text, names: Names) -> list[Progress]:
    """Tell how far each section is, in order; of the files nothing is needed."""
    return [_progress(section, text, names) for section in SECTIONS.values()]


def _progress(section: Section, text: Text, names: Names) -> Progress:
    needed = [question for question in questions_in(section.key) if _is_needed(question, names)]
    lacking = tuple(_missing_in(section, text, names))
    unanswered = {question_of(one.key) or QUESTIONS["wanted"] for one in lacking}
    return Progress(
        section,
        needed=len(needed),
        given=len(needed) - len({one.key for one in unanswered} & {one.key for one in needed}),
        is_begun=any(text.get(key) for key in keys_in(section, names)),
        missing=lacking,
    )


def colleagues(proposal: Proposal) -> list[Colleague]:
    """List whom the authors invited, by name."""
    granted = proposal.colleague_permissions.select_related("user", "permission")
    return [
        Colleague(row.user, Invited(row.permission.codename))
        for row in granted.order_by("user__name", "user__pk")
    ]
