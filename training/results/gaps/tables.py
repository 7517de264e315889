"""The figures of an assessment as a table to take away: one row for each topic and place."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from initiatives.results.tables import Cell, Table
from training.disclosure import Place
from training.gaps import CAUSES, Figure, percent, score
from training.models import Assessment, Respondent
from training.results.gaps.counting import Gathered
from training.results.gaps.grid import departments_asked
from training.results.gaps.scope import Scope
from training.results.gaps.wishes import QUESTIONS, Wished

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
    "Asked what else stands in the way",
    "Named none of it",
    *CAUSES.values(),
)
ALL = "All"
WISHES = (
    "Question",
    "Answer",
    "City",
    "Department",
    "Kind of work",
    "People who answered",
    "People whom it suits",
    "Share",
)


def rows(gathered: Gathered, scope: Scope) -> Iterator[tuple[Cell, ...]]:
    """Yield every figure that may be shown, topic by topic; costs one statement."""
    places = list(_places(gathered.assessment, scope))
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


def wish_rows(assessment: Assessment, wished: Wished, scope: Scope) -> Iterator[tuple[Cell, ...]]:
    """Yield how people would come, question by question; costs one statement."""
    places = list(_places(assessment, scope))
    for question in QUESTIONS:
        for names, where in places:
            for wish in wished.of(question, where):
                answer, share = question.answers[wish.key], percent(wish.share)
                yield (question.words, answer, *names, wish.people, wish.named, share)


def wish_table(assessment: Assessment, wished: Wished, scope: Scope) -> Table:
    """The same as a sheet of a workbook."""
    return Table(
        title="How people would come",
        headings=WISHES,
        rows=wish_rows(assessment, wished, scope),
        widths=(32, 30, 16, 24, 20, 12),
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
        (
            "How people would come is counted of everybody who sent in, whatever the topic; "
            "several answers may suit one person."
        ),
    ]


def _places(assessment: Assessment, scope: Scope) -> Iterator[tuple[tuple[str, str, str], Place]]:
    """All places that the reader may see, from the widest on."""
    if scope.is_all:
        yield from _of_kinds((ALL, ALL), Place())
    for city in scope.cities:
        yield from _of_kinds((city.name, ALL), Place(city=city.pk))
    for department in departments_asked(assessment, scope.cities):
        where = Place(city=department.organisation_id, department=department.pk)
        yield from _of_kinds((department.organisation.name, department.name), where)


def _of_kinds(names: tuple[str, str], where: Place) -> Iterator[tuple[tuple[str, str, str], Place]]:
    """A place as a whole, and each kind of work in it."""
    yield (*names, ALL), where
    for role in Respondent.Role:
        yield (*names, str(role.label)), where._replace(role=role.value)


def _cells(figure: Figure) -> tuple[Cell, ...]:
    causes = figure.causes
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
        causes[0].people if causes else None,
        figure.able,
        *((cause.named for cause in causes) if causes else [None] * len(CAUSES)),
    )


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(score(value))
