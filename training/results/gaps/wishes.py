"""How people would learn, when they can come and how far, as far as a reader may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cities.models import City
from training.disclosure import Place
from training.gaps import MILES, WISHES, Base, Counted, Shown, Tally, Wish, percent, wishes
from training.models import Assessment, Audience, Questionnaire, Respondent, Topic
from training.results.gaps.counting import Answering

NOT_SHOWN = "Not shown: fewer than five said so, or they are counted only together with others."
FEW = 2
"""Answers that are named where there is room for few, those that suit most."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about how people would come, with its answers in words by their keys."""

    base: Base
    words: str
    answers: Mapping[str, str]


QUESTIONS = (
    Question(
        Base.FORMAT,
        "How they would rather learn",
        {key: str(label) for key, label in Respondent.Format.choices},
    ),
    Question(
        Base.TIME,
        "When they can come",
        {key: str(label) for key, label in Respondent.Time.choices},
    ),
    Question(
        Base.TRAVEL,
        "How far they can travel, one way",
        {key: f"{miles} miles or more" for key, miles in MILES.items()},
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, place by place: each answer down, None where nothing may be shown."""

    question: Question
    lines: Sequence[tuple[str, Sequence[tuple[str, Wish | None]]]]


@dataclass(frozen=True, slots=True)
class CityWishes:
    """What suits most people of a city: each question with a few words."""

    name: str
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Wished:
    """What may be shown of how people would come, place by place."""

    shown: Shown

    def of(self, question: Question, where: Place) -> tuple[Wish, ...]:
        """The answers to one question in a place; none where none may be shown."""
        return wishes(self.shown, question.base, where)

    def sentences(self, where: Place) -> list[tuple[str, list[str]]]:
        """Each question with its answers in words, for the people of a place."""
        return [
            (
                question.words,
                [_sentence(question, wish) for wish in self.of(question, where)] or [NOT_SHOWN],
            )
            for question in QUESTIONS
        ]

    def side_by_side(self, columns: Sequence[tuple[str, Place]]) -> list[Asked]:
        """Every question with its answers down and the places across."""
        return [Asked(question, list(self._lines(question, columns))) for question in QUESTIONS]

    def _lines(
        self, question: Question, columns: Sequence[tuple[str, Place]]
    ) -> Iterator[tuple[str, Sequence[tuple[str, Wish | None]]]]:
        found = [
            (label, {wish.key: wish for wish in self.of(question, where)})
            for label, where in columns
        ]
        for key, answer in question.answers.items():
            yield answer, [(label, given.get(key)) for label, given in found]

    def by_city(self, cities: Sequence[City]) -> list[CityWishes]:
        """What suits most people of each city, in few words."""
        return [
            CityWishes(
                city.name,
                [
                    (one.words, _in_short(one, self.of(one, Place(city=city.pk))))
                    for one in QUESTIONS
                ],
            )
            for city in cities
        ]


def wished(answering: Answering) -> Wished:
    """Add up how the people of an assessment would come; costs one statement."""
    numbers = {person.key: number for person, number in answering.counted()}
    heaps: dict[int, dict[Base, list[tuple[bool, ...]]]] = defaultdict(lambda: defaultdict(list))
    said = Respondent.objects.counted().filter(assessment=answering.assessment).order_by()
    for key, formats, times, miles in said.values_list("pk", "formats", "times", "travel_miles"):
        if key in numbers:
            for base, answers in _given(formats, times, miles):
                heaps[numbers[key]][base].append(answers)
    counted = [
        Counted(answering.places[number], {base: _added_up(heap) for base, heap in own.items()})
        for number, own in heaps.items()
    ]
    return Wished(Shown(counted, least=answering.least))


def audience_asked(assessment: Assessment, topic: Topic) -> str | None:
    """The audience that alone is asked about a topic; None where both are. One statement."""
    asked = Questionnaire.objects.filter(assessment=assessment, asked__topic=topic)
    audiences = list(asked.order_by().values_list("audience", flat=True))
    return audiences[0] if len(audiences) < len(Audience) else None


def _given(
    formats: Sequence[str], times: Sequence[str], miles: int | None
) -> Iterator[tuple[Base, tuple[bool, ...]]]:
    """What one person says of each question that is not left blank."""
    if formats:
        yield Base.FORMAT, tuple(one in formats for one in WISHES[Base.FORMAT])
    if times:
        yield Base.TIME, tuple(one in times for one in WISHES[Base.TIME])
    if miles is not None:
        yield Base.TRAVEL, tuple(miles >= step for step in MILES.values())


def _added_up(heap: Sequence[tuple[bool, ...]]) -> Tally:
    return Tally(people=len(heap), sums=tuple(map(sum, zip(*heap, strict=True))))


def _sentence(question: Question, wish: Wish) -> str:
    answer = question.answers[wish.key]
    return f"{answer}: {wish.named:,} of {wish.people:,} ({percent(wish.share)})."


def _in_short(question: Question, found: Sequence[Wish]) -> str:
    """The few answers that suit most; of ways all the steps, as each holds the next."""
    few = found if question.base == Base.TRAVEL else sorted(found, key=_often)[:FEW]
    named = [f"{question.answers[wish.key]}: {percent(wish.share)}" for wish in few if wish.named]
    if not found:
        return "Not shown"
    return "; ".join(named) or "None of the answers"


def _often(wish: Wish) -> int:
    return -wish.named
