"""One topic in one place: how important, how far behind, for how many, and what follows."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from training.disclosure import Place
from training.gaps.causes import CAUSES, Cause
from training.gaps.counting import Base, Shown, Tally
from training.gaps.heat import Level, level
from training.gaps.marks import along, short_of
from training.gaps.rule import Decision, Verdict, decide


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What the marks of one topic come to in one place.

    Marks are means from 1 to 5. `people` gave importance and performance, `calling` of them call
    for training. `able` named no cause beside skill. `heads` of departments said how many people
    it concerns, None where too few did. What rests on marks that too few gave is None or empty.
    """

    people: int
    importance: Fraction
    performance: Fraction
    calling: int
    able: int | None
    causes: tuple[Cause, ...]
    difficulty: Fraction | None
    frequency: Fraction | None
    heads: int | None
    concerned: int

    @cached_property
    def weight(self) -> Fraction:
        """Importance from 0 to 1."""
        return along(self.importance)

    @cached_property
    def gap(self) -> Fraction:
        """How far what is done today stays behind what could be, from 0 to 1."""
        return short_of(self.performance)

    @cached_property
    def need_of_each(self) -> Fraction:
        """Importance times gap, from 0 to 1: the need of one person."""
        return self.weight * self.gap

    @cached_property
    def need(self) -> Fraction:
        """Importance times gap times people concerned, in people: half a need of ten is five."""
        return self.need_of_each * self.concerned

    @cached_property
    def level(self) -> Level:
        """How pressing it is."""
        return level(self.need_of_each)

    @cached_property
    def decision(self) -> Decision | None:
        """What the rule of difficulty, importance and frequency says; None without its marks."""
        if self.difficulty is None or self.frequency is None:
            return None
        return decide(
            difficulty=self.difficulty, importance=self.importance, frequency=self.frequency
        )

    @cached_property
    def verdict(self) -> Verdict | None:
        """The same in one word."""
        return self.decision.verdict if self.decision else None

    @cached_property
    def prevailing(self) -> tuple[Cause, ...]:
        """The causes that training will not mend and that most people name."""
        return tuple(cause for cause in self.causes if cause.prevails)

    @cached_property
    def to_train(self) -> int:
        """People to train: of those concerned, the share whose own marks call for it, half up.

        Nobody where the rule says otherwise, or where training alone will not mend it.
        """
        if self.prevailing or (self.verdict and not self.verdict.calls_for_training):
            return 0
        exact = Fraction(self.calling * self.concerned, self.people)
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def figure(shown: Shown, where: Place) -> Figure | None:
    """Return what may be shown of a topic in a place: of the groups that lie wholly in it.

    None where nobody gave both marks, or only groups that mix this place with another.
    """
    gap = shown.total(Base.GAP, where)
    if gap is None:
        return None
    importance, performance, calling = gap.sums
    cause = shown.total(Base.CAUSE, where)
    rule = shown.total(Base.RULE, where)
    stated = shown.total(Base.PEOPLE, where)
    return Figure(
        people=gap.people,
        importance=Fraction(importance, gap.people),
        performance=Fraction(performance, gap.people),
        calling=calling,
        able=cause.sums[0] if cause else None,
        causes=_causes(cause) if cause else (),
        difficulty=Fraction(rule.sums[0], rule.people) if rule else None,
        frequency=Fraction(rule.sums[1], rule.people) if rule else None,
        heads=stated.people if stated else None,
        concerned=stated.sums[0] if stated else gap.people,
    )


def urgency(shown: Shown, where: Place) -> Fraction | None:
    """The mean mark, from 1 to 5, of how soon training is needed; None where too few gave it."""
    return _mean(shown.total(Base.URGENCY, where))


def mandated(shown: Shown, where: Place) -> Fraction | None:
    """The share of those asked who say that a rule asks for it; None where too few answered."""
    return _mean(shown.total(Base.MANDATED, where))


def _causes(cause: Tally) -> tuple[Cause, ...]:
    return tuple(
        Cause(key, named, cause.people) for key, named in zip(CAUSES, cause.sums[1:], strict=True)
    )


def _mean(tally: Tally | None) -> Fraction | None:
    return Fraction(tally.sums[0], tally.people) if tally else None
