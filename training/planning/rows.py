"""Sums between two figures, and how they are written for HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from training.planning.limits import Limit


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of numbers by their places, between two figures; `limit` is None for what is so."""

    cells: tuple[tuple[int, int], ...]
    least: float
    most: float
    limit: Limit | None = None


def written(upper: np.ndarray, rows: Sequence[Row]) -> highspy.HighsLp:
    """Write whole numbers from 0 up to a figure each, and the rows they keep; all costs are 0."""
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(upper), len(rows)
    program.col_cost_, program.col_lower_ = np.zeros(len(upper)), np.zeros(len(upper))
    program.col_upper_ = upper
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(upper)
    program.row_lower_ = np.array([row.least for row in rows])
    program.row_upper_ = np.array([row.most for row in rows])
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(row.cells) for row in rows)], dtype=np.int32)
    matrix.index_ = np.array([at for row in rows for at, _ in row.cells], dtype=np.int32)
    matrix.value_ = np.array([by for row in rows for _, by in row.cells], dtype=np.float64)
    return program


def kept(factors: np.ndarray, value: int) -> Row:
    """Hold a sum at what was reached."""
    cells = tuple((place, int(by)) for place, by in enumerate(factors) if by)
    return Row(cells, -np.inf, value)
