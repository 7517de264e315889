"""Two assessments side by side, topic by topic."""

from __future__ import annotations

from dataclasses import dataclass

from training.disclosure import Place
from training.gaps import Figure, score
from training.models import Topic
from training.results.gaps.counting import Gathered


@dataclass(frozen=True, slots=True)
class Compared:
    """One topic then and now, as far as both may be shown."""

    topic: Topic
    before: Figure
    now: Figure

    @property
    def change(self) -> str:
        """How the need of one person changed, in words."""
        more = self.now.need_of_each - self.before.need_of_each
        if not more:
            return "As before"
        return f"{score(abs(more))} {'more' if more > 0 else 'less'}"


def compared(before: Gathered, now: Gathered, where: Place) -> list[Compared]:
    """The topics of which both assessments show a figure, what grew most first."""
    pairs = [
        Compared(topic, then, figure)
        for topic in now.topics
        if (figure := now.figure(topic, where)) and (then := before.figure(topic, where))
    ]
    return sorted(pairs, key=lambda one: one.before.need_of_each - one.now.need_of_each)
