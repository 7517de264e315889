"""HiGHS, asked for one aim at a time: one thread, one seed, whole numbers, a time limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs as Solver
from highspy._core import cb

from training.planning.terms import OutOfTime

WHOLE = 0.9
"""Aims are whole numbers: of two answers that differ by less, none is better."""
CLOSE = 1e-5
"""Under this a figure of the solver is what its whole number says."""
Tell = Callable[[float, float], bool]
"""Told the best and the least possible so far; answers whether to go on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers, the sum that was made small, and what it cannot go under."""

    values: tuple[float, ...]
    value: int
    bound: int


class Clock:
    """How much of the time given is left."""

    def __init__(self, seconds: float) -> None:
        """Start it."""
        self._ends = monotonic() + seconds

    def left(self) -> float:
        """Seconds until the end; never under a tenth, so that the solver may say what it has."""
        return max(self._ends - monotonic(), 0.1)

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._ends


def least(
    model: highspy.HighsLp,
    factors: np.ndarray,
    *,
    seconds: float,
    start: Sequence[float] = (),
    tell: Tell | None = None,
) -> Answer | None:
    """Find the numbers that make the sum the least; None where no numbers keep the rows.

    `start` are numbers that keep them. Raises OutOfTime where the time was too short for either.
    """
    if not model.num_col_:
        return _of_nothing(model)
    clock = Clock(seconds)
    answer, is_over = _asked(model, factors, clock, start, tell)
    if start and is_over and answer is not None and answer.bound < answer.value:
        # HiGHS 1.16 may better a start inside its presolved model, call that sum optimal, and give
        # back the numbers of the start. Without a start it gives the numbers of its sum.
        answer, _ = _asked(model, factors, clock, (), tell)
    return answer


def _asked(
    model: highspy.HighsLp,
    factors: np.ndarray,
    clock: Clock,
    start: Sequence[float],
    tell: Tell | None,
) -> tuple[Answer | None, bool]:
    """Ask the solver once: its answer, and whether it holds that no better one can be."""
    solver = _solver(clock.left())
    model.col_cost_ = factors.astype(np.float64)
    solver.passModel(model)
    if start:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        solver.setSolution(solution)
    if tell is not None:
        _listen(solver, tell)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None, True
    if info.primal_solution_status != highspy.kSolutionStatusFeasible:
        raise OutOfTime(solver.modelStatusToString(status))
    values = tuple(solver.getSolution().col_value)
    value = int(factors @ np.rint(values).astype(np.int64))
    bound = info.mip_dual_bound
    least_sum = _lowest(model, factors) if bound == -highspy.kHighsInf else ceil(bound - CLOSE)
    return (
        Answer(values, value, min(value, least_sum)),
        status == highspy.HighsModelStatus.kOptimal,
    )


def _of_nothing(model: highspy.HighsLp) -> Answer | None:
    """The only answer without numbers, if the rows let every sum be 0."""
    is_right = all(np.array(model.row_lower_) <= 0) and all(np.array(model.row_upper_) >= 0)
    return Answer((), 0, 0) if is_right else None


def can_be(model: highspy.HighsLp, *, seconds: float) -> bool:
    """Whether any numbers keep the rows. Raises OutOfTime where that did not show in the time."""
    kinds, model.integrality_ = model.integrality_, []
    nothing = np.zeros(model.num_col_)
    if least(model, nothing, seconds=seconds) is None:  # not even parts of people do
        return False
    model.integrality_ = kinds
    return least(model, nothing, seconds=seconds) is not None


def _lowest(model: highspy.HighsLp, factors: np.ndarray) -> int:
    """What the sum cannot go under whatever the rows say."""
    return int(np.minimum(factors, 0) @ np.array(model.col_upper_))


def _listen(solver: Solver, tell: Tell) -> None:
    """Let the solver say how far it is, and stop when it is told to."""

    def heard(_kind: Any, _message: str, out: Any, into: Any, _data: Any) -> None:
        if not tell(out.mip_primal_bound, out.mip_dual_bound):
            into.user_interrupt = True

    solver.setCallback(heard, None)
    solver.startCallback(cb.HighsCallbackType.kCallbackMipInterrupt)


def _solver(seconds: float) -> Solver:
    solver = Solver()  # the class above it prints its name and version when it is made
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - HiGHS's own signature
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", WHOLE)
    return solver
