"""The flow of reviews from evaluators through cities to proposals, solved by HiGHS.

An evaluator gives as many reviews as there are steps under the ceiling; a city takes part in a
proposal as often as it has room; a proposal takes what it needs, and what it does not get is its
lack. That is a network, and whole numbers are all that the corners of a network have; so the
simplex method, with one thread and whole costs, finds exact answers and exact whole prices.

Aims come one after the other. What an answer must look like to be the best for one aim follows
from the prices: whatever has a price is held where it is, and the next aim chooses among the
rest. No aim is ever traded for another and no large numbers are mixed with small ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs as Solver

from initiatives.assigning.openings import Openings
from initiatives.assigning.terms import Evaluator, Proposal

HALF = 0.5
"""Prices are whole numbers; what is further from 0 than this is one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A proposal's room for evaluators of one city."""

    proposal: str
    city: str


Row = Evaluator | Place | Proposal


class Network:
    """One linear program: columns for pairs, steps of load and lacks; rows that balance them."""

    def __init__(self, openings: Openings, ceiling: int) -> None:
        """Lay the rows and columns out; nobody has more than `ceiling` reviews."""
        self.openings = openings
        self.steps = [
            (evaluator, openings.begun[evaluator.key] + number + 1)
            for evaluator in openings.evaluators
            for number in range(openings.free(evaluator, ceiling))
        ]
        self.rows: list[Row] = [*openings.evaluators, *_places(openings), *openings.proposals]
        self.values: Sequence[float] = ()
        self.prices: Sequence[float] = ()
        self._solver = _solver(self._program())

    def aim(
        self,
        *,
        pair: Callable[[Proposal, Evaluator], int] | None = None,
        step: Callable[[int], int] | None = None,
        lack: int = 0,
    ) -> int:
        """Find the least cost of the chosen pairs, steps and lacks; keep what it fixes.

        Costs are whole numbers below a million.
        """
        possible, steps = self.openings.possible, self.steps
        costs = np.array(
            [pair(*one) if pair else 0 for one in possible]
            + [step(height) if step else 0 for _, height in steps]
            + [lack] * len(self.openings.proposals),
            dtype=np.float64,
        )
        self._solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        self._solver.run()
        status = self._solver.getModelStatus()
        if len(costs) and status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"The solver gave up: {self._solver.modelStatusToString(status)}")
        solution = self._solver.getSolution()
        self.values, self.prices = solution.col_value, solution.row_dual
        self._hold(np.array(solution.col_dual), np.array(solution.row_dual))
        return round(float(costs @ np.array(self.values))) if len(costs) else 0

    def chosen(self) -> list[tuple[Proposal, Evaluator]]:
        """List the pairs of the last answer."""
        taken = zip(self.openings.possible, self.values, strict=False)  # pairs come first
        return [one for one, value in taken if value > HALF]

    def lacking(self) -> int:
        """Count the reviews that no evaluator can give, in the last answer."""
        return round(sum(self.values[len(self.openings.possible) + len(self.steps) :]))

    def _program(self) -> highspy.HighsLp:
        openings = self.openings
        place = {row: number for number, row in enumerate(self.rows)}
        columns = [_pair_column(place, *one) for one in openings.possible]
        columns += [([place[evaluator]], [-1]) for evaluator, _ in self.steps]
        columns += [([place[proposal]], [1]) for proposal in openings.proposals]
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(columns), len(self.rows)
        program.col_cost_ = np.zeros(len(columns))
        program.col_lower_ = np.zeros(len(columns))
        program.col_upper_ = np.array(
            [1.0] * (len(openings.possible) + len(self.steps))
            + [float(openings.needs[one.key]) for one in openings.proposals]
        )
        self._lower = [self._least(row) for row in self.rows]
        self._upper = [self._most(row) for row in self.rows]
        program.row_lower_, program.row_upper_ = np.array(self._lower), np.array(self._upper)
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.start_ = np.cumsum([0, *(len(rows) for rows, _ in columns)], dtype=np.int32)
        matrix.index_ = np.array([row for rows, _ in columns for row in rows], dtype=np.int32)
        matrix.value_ = np.array([one for _, ones in columns for one in ones], dtype=np.float64)
        self._bounds = np.array(program.col_lower_), np.array(program.col_upper_)
        return program

    def _most(self, row: Row) -> float:
        if isinstance(row, Place):
            return float(self.openings.rooms[row.proposal, row.city])
        return float(self.openings.needs[row.key]) if isinstance(row, Proposal) else 0.0

    def _least(self, row: Row) -> float:
        return -highspy.kHighsInf if isinstance(row, Place) else self._most(row)

    def _hold(self, column_prices: np.ndarray, row_prices: np.ndarray) -> None:
        """Hold at its bound whatever has a price: every best answer has it there."""
        lower, upper = self._bounds
        upper[column_prices > HALF] = lower[column_prices > HALF]
        lower[column_prices < -HALF] = upper[column_prices < -HALF]
        every = np.arange(len(lower), dtype=np.int32)
        self._solver.changeColsBounds(len(lower), every, lower, upper)
        for number in np.flatnonzero(np.abs(row_prices) > HALF):
            if isinstance(self.rows[number], Place):
                full = self._upper[number]
                self._solver.changeRowBounds(int(number), full, full)


def _places(openings: Openings) -> list[Place]:
    """Give a row to every city that could send a proposal more evaluators than it has room for."""
    able: defaultdict[Place, int] = defaultdict(int)
    for proposal, evaluator in openings.possible:
        able[Place(proposal.key, evaluator.city)] += 1
    return [
        place
        for place, number in able.items()
        if number > openings.rooms[place.proposal, place.city]
    ]


def _pair_column(
    place: dict[Row, int], proposal: Proposal, evaluator: Evaluator
) -> tuple[list[int], list[int]]:
    through = place.get(Place(proposal.key, evaluator.city))
    rows = [place[evaluator], place[proposal], *([] if through is None else [through])]
    return rows, [1] * len(rows)


def _solver(program: highspy.HighsLp) -> Solver:
    """One thread, one seed, the simplex method: the answer is a corner, the same every time."""
    solver = Solver()  # the class above it prints its name and version when it is made
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - HiGHS's own signature
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("solver", "simplex")
    solver.passModel(program)
    return solver
