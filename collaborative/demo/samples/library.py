"""The sample criteria sets: what the cities kept of their first round, and its next version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from collaborative.demo.samples.days import Days, Step
from collaborative.models import Actor
from initiatives.models import CriteriaSet
from initiatives.operations import library
from initiatives.operations.library import Wording

KEPT_AGO, REVISED_AGO = 58, 15
KEPT = Wording(
    title="Cities’ own criteria (sample)",
    note="What the first round asked, kept for the rounds after it.",
    source="The round “First evaluation round (sample)”.",
)
REVISED = (
    "The liaisons asked that the number of cities that take part counts as much as the saving, and "
    "that whoever gives the highest mark says why, too."
)
WEIGHTS: Mapping[str, Decimal] = {"savings": Decimal(20), "reach": Decimal(20)}


def steps(by: Actor, *, days: Days) -> Iterator[Step]:
    """Yield how the set is kept, and how it is changed before the third round."""
    yield Step(days.moment(KEPT_AGO), lambda at: _keep(by, at))
    yield Step(days.moment(REVISED_AGO), lambda at: _revise(by, at))


def _keep(by: Actor, at: datetime) -> None:
    """The first round asked what the starting point asks."""
    offered = CriteriaSet.objects.filter(slug="starting-point").latest("version")
    library.add_set(KEPT, questions=offered.asked, by=by, at=at)


def _revise(by: Actor, at: datetime) -> None:
    kept = CriteriaSet.objects.filter(title=KEPT.title).latest("version")
    questions = [
        replace(
            question,
            weight=WEIGHTS.get(question.key, question.weight),
            remark_above=None if question.is_gate else question.maximum,
        )
        for question in kept.asked
    ]
    wording = replace(KEPT, note=REVISED)
    library.add_version(kept, wording=wording, questions=questions, by=by, at=at)
