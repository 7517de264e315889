"""An evaluator's scoresheet: a workbook to fill in without a network, and what comes back in it.

Pure: what is asked in, the bytes of a workbook out; cells of a workbook in, answers out, and what
is wrong with each cell by its place. A workbook from outside is opened by `cells_apart` only, in
a process of its own.
"""

from initiatives.scoresheets.cells import Book, Cell, Kind, Page, cells_apart
from initiatives.scoresheets.reading import Answer, Limits, Reading, Subject, read, stamp_in
from initiatives.scoresheets.shape import Asked, Line, Scoresheet
from initiatives.scoresheets.writing import workbook

__all__ = [
    "Answer",
    "Asked",
    "Book",
    "Cell",
    "Kind",
    "Limits",
    "Line",
    "Page",
    "Reading",
    "Scoresheet",
    "Subject",
    "cells_apart",
    "read",
    "stamp_in",
    "workbook",
]
