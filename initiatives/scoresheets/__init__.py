"""An evaluator's scoresheet: a workbook to fill in without a network, and what comes back in it.

Pure: what is asked in, the bytes of a workbook out; cells of a workbook in, answers out, and what
is wrong with each cell by its place. A workbook from outside is opened by
`collaborative.workbooks` only, in a process of its own.
"""

from initiatives.scoresheets.reading import Answer, Limits, Reading, Subject, read, stamp_in
from initiatives.scoresheets.shape import Asked, Line, Scoresheet
from initiatives.scoresheets.writing import workbook

__all__ = [
    "Answer",
    "Asked",
    "Limits",
    "Line",
    "Reading",
    "Scoresheet",
    "Subject",
    "read",
    "stamp_in",
    "workbook",
]
