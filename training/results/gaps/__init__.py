"""What the answers of an assessment come to, as far as a reader may know it.

gathered = gather(assessment)          three statements, however much was answered
gathered.figure(topic, Place(city=pk)) one topic in one place, or None
people_to_train(assessment)            {(topic, city): people}, good for publication
"""

from training.results.gaps.comparing import Compared, compared
from training.results.gaps.counting import Gathered, answering_in, gather
from training.results.gaps.drawing import drawn
from training.results.gaps.grid import (
    Cell,
    Column,
    Grid,
    Line,
    Look,
    beside,
    columns_of,
    departments_asked,
    grid,
    hindered,
)
from training.results.gaps.scope import Scope, scope_of
from training.results.gaps.seats import people_to_train
from training.results.gaps.tables import (
    COLUMNS,
    WISHES,
    notes,
    rows,
    table,
    wish_rows,
    wish_table,
)
from training.results.gaps.wishes import QUESTIONS, CityWishes, Wished, audience_asked, wished

__all__ = [
    "COLUMNS",
    "QUESTIONS",
    "WISHES",
    "Cell",
    "CityWishes",
    "Column",
    "Compared",
    "Gathered",
    "Grid",
    "Line",
    "Look",
    "Scope",
    "Wished",
    "answering_in",
    "audience_asked",
    "beside",
    "columns_of",
    "compared",
    "departments_asked",
    "drawn",
    "gather",
    "grid",
    "hindered",
    "notes",
    "people_to_train",
    "rows",
    "scope_of",
    "table",
    "wish_rows",
    "wish_table",
    "wished",
]
