"""What the answers of an assessment come to, as far as a reader may know it.

gathered = gather(assessment)          three statements, however much was answered
gathered.figure(topic, Place(city=pk)) one topic in one place, or None
people_to_train(assessment)            {(topic, city): people}, good for publication
"""

from training.results.gaps.comparing import Compared, compared
from training.results.gaps.counting import Gathered, gather
from training.results.gaps.drawing import drawn
from training.results.gaps.grid import (
    Cell,
    Column,
    Grid,
    Line,
    Look,
    beside,
    departments_asked,
    grid,
)
from training.results.gaps.scope import Scope, scope_of
from training.results.gaps.seats import people_to_train
from training.results.gaps.tables import COLUMNS, notes, rows, table

__all__ = [
    "COLUMNS",
    "Cell",
    "Column",
    "Compared",
    "Gathered",
    "Grid",
    "Line",
    "Look",
    "Scope",
    "beside",
    "compared",
    "departments_asked",
    "drawn",
    "gather",
    "grid",
    "notes",
    "people_to_train",
    "rows",
    "scope_of",
    "table",
]
