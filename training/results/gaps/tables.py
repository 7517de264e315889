"""The figures of an assessment as a table to take away: one row for each topic and place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from initiatives.results.tables import Cell, Table
from training.disclosure import Place
from training.gaps import Figure, score
from training.models import Respondent
from training.results.gaps.counting import Gathered
from training.results.gaps.grid import departments_asked
from training.results.gaps.scope import Scope

COLUMNS = (
    "Topic",
    "City",
    "Department",
    "Kind of work",
    "People who marked it",
    "Importance, 1 to 5",
    "Done today, 1 to 5",
    "Gap, 0 to 1",
    "Need of each, 0 to 1",
    "People concerned",
    "Heads who said so",
    "Need",
    "How pressing",
    "Difficulty, 1 to 5",
    "Frequency, 1 to 5",
    "What the rule says",
    "What training will not mend",
    "People to train",
)
ALL = "All"


def rows(gathered: Gathered, scope: Scope) -> Iterator[tuple[Cell, ...]]:
    """Yield every figure that may be shown, topic by topic; costs one statement."""
    places = list(_places(gathered, scope))
    for topic in gathered.topics:
        for names, where in places:
            if figure := gathered.figure(topic, where):
                yield (topic.name, *names, *_cells(figure))


def table(gathered: Gathered, scope: Scope) -> Table:
    """The same as a sheet of a workbook."""
    return Table(
        title="Training needs",
        headings=COLUMNS,
        rows=rows(gathered, scope),
        widths=(34, 16, 24, 20, *[12] * 8, 12, 12, 12, 24, 36, 12),
    )


def notes(gathered: Gathered) -> list[str]:
    """Say what the table is and how to read it."""
    return [
        f"Figures of “{gathered.assessment}”.",
        "Need is importance times gap times people concerned. Figures are rounded once, half up.",
        (
            "Every figure is of five people or more. Smaller groups are put together, and what is "
            "still smaller is in no figure, so that no total and no difference shows it."
        ),
        "A row is missing where nothing may be shown.",
    ]


def _places(gathered: Gathered, scope: Scope) -> Iterator[tuple[tuple[str, str, str], Place]]:
    """All places that the reader may see, from the widest on."""
    if scope.is_all:
        yield from _of_kinds((ALL, ALL), Place())
    for city in scope.cities:
        yield from _of_kinds((city.name, ALL), Place(city=city.pk))
    for department in departments_asked(gathered.assessment, scope.cities):
        where = Place(city=department.organisation_id, department=department.pk)
        yield from _of_kinds((department.organisation.name, department.name), where)


def _of_kinds(names: tuple[str, str], where: Place) -> Iterator[tuple[tuple[str, str, str], Place]]:
    """A place as a whole, and each kind of work in it."""
    yield (*names, ALL), where
    for role in Respondent.Role:
        yield (*names, str(role.label)), where._replace(role=role.value)


def _cells(figure: Figure) -> tuple[Cell, ...]:
    return (
        figure.people,
        _decimal(figure.importance),
        _decimal(figure.performance),
        _decimal(figure.gap),
        _decimal(figure.need_of_each),
        figure.concerned,
        figure.heads,
        _decimal(figure.need),
        figure.level.words,
        _decimal(figure.difficulty),
        _decimal(figure.frequency),
        figure.verdict.words if figure.verdict else None,
        "; ".join(cause.words for cause in figure.prevailing),
        figure.to_train,
    )


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(score(value))
