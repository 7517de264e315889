"""The heat grid as a picture, from the grid of the page."""

from training.gaps import heat_picture
from training.results.gaps.grid import Grid, Look

FEW = 12
"""Columns that a picture holds."""


def drawn(grid: Grid, look: Look) -> str:
    """Draw all topics that may be shown, those that training alone will not mend at the end."""
    lines = grid.lines([*grid.mended, *grid.apart])
    figures = [
        (line.topic.name, [line.figure, *(cell.figure for cell in line.cells[:FEW])])
        for line in lines
    ]
    left_out = "" if len(grid.columns) <= FEW else f", the first {FEW} columns"
    return heat_picture(
        [(name, [one.need_of_each if one else None for one in own]) for name, own in figures],
        columns=[look.words, *(column.label for column in grid.columns[:FEW])],
        title=f"Training needs: {grid.gathered.assessment}{left_out}",
    )
