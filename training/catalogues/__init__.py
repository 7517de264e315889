"""The catalogue of courses as a table: read from a file, held against what is kept, written out.

Pure: rows of a table in, `Facts` and faults out; facts beside facts in, what differs out.
"""

from training.catalogues.comparing import Change, Comparison, Difference, compare
from training.catalogues.reading import Words, read
from training.catalogues.shape import CODE, COLUMNS, MOST_HOURS, MOST_MONTHS, MOST_SEATS, Facts
from training.catalogues.writing import HEADINGS, as_cells

__all__ = [
    "CODE",
    "COLUMNS",
    "HEADINGS",
    "MOST_HOURS",
    "MOST_MONTHS",
    "MOST_SEATS",
    "Change",
    "Comparison",
    "Difference",
    "Facts",
    "Words",
    "as_cells",
    "compare",
    "read",
]
