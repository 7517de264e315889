"""Why no plan keeps all limits: a set of limits that clash, in sentences.

The set is found by dividing (QuickXplain: U. Junker, "Preferred explanations and relaxations for
over-constrained problems", AAAI 2004): with it alone no plan exists, and, where time sufficed to
show it, without any one of them a plan would exist as far as the others go.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NoReturn

from training.planning.limits import Limit
from training.planning.program import Program
from training.planning.sentences import said
from training.planning.solver import Clock, can_be
from training.planning.terms import CannotPlan, OutOfTime

LOOK = 5.0
"""Seconds for one look at whether some limits clash."""


def explain(program: Program, clock: Clock) -> NoReturn:
    """Raise CannotPlan with the limits that clash; the program must have no answer."""
    search = _Search(program, clock)
    clash = search.among((), (), program.limits)
    raise CannotPlan(tuple(said(program.case, clash)), is_least=search.is_sure)


class _Search:
    """A search that remembers whether every look had time enough."""

    def __init__(self, program: Program, clock: Clock) -> None:
        self.program, self.clock, self.is_sure = program, clock, True
        self.all = frozenset(program.limits)

    def among(
        self, held: Sequence[Limit], new: Sequence[Limit], left: Sequence[Limit]
    ) -> list[Limit]:
        """Those of `left` that clash with `held`, of which the `new` were not looked at yet."""
        if new and self._clash(held):
            return []
        if len(left) == 1:
            return list(left)
        half = len(left) // 2
        first, second = left[:half], left[half:]
        of_second = self.among([*held, *first], first, second)
        of_first = self.among([*held, *of_second], of_second, first)
        return [*of_first, *of_second]

    def _clash(self, held: Collection[Limit]) -> bool:
        """Whether these alone leave no plan; where time is too short they are said not to."""
        if self.clock.is_over:
            self.is_sure = False
            return False
        model = self.program.model(without=self.all.difference(held))
        try:
            return not can_be(model, seconds=min(LOOK, self.clock.left()))
        except OutOfTime:
            self.is_sure = False
            return False
