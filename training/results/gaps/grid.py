"""The heat grid: topics down, cities, departments or kinds of work across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from urllib.parse import urlencode

from cities.models import City, Department
from training.disclosure import Place
from training.gaps import Figure
from training.models import Assessment, Respondent, Topic
from training.results.gaps.counting import Gathered
from training.results.gaps.scope import Scope

CITIES, DEPARTMENTS, ROLES = "city", "department", "role"
BY_NEED, BY_EACH, BY_NAME = "need", "each", "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What somebody wants to see: which people, side by side by what, in which order."""

    by: str = CITIES
    city: City | None = None
    department: Department | None = None
    role: str = ""
    is_safety: bool = False
    order: str = BY_NEED

    @property
    def where(self) -> Place:
        """The people of the first column."""
        return Place(
            city=self.city.pk if self.city else None,
            department=self.department.pk if self.department else None,
            role=self.role or None,
        )

    @property
    def words(self) -> str:
        """The same in words: "Field staff, Raytown"."""
        role = Respondent.Role(self.role).label if self.role else "Everybody"
        place = f"{self.department}, {self.city}" if self.department else self.city or "all cities"
        return f"{role}, {place}"

    def query(self, **more: object) -> str:
        """The address's query that leads to the account of these figures."""
        here = {
            "city": self.city.slug if self.city else "",
            "department": self.department.pk if self.department else "",
            "role": self.role,
        }
        asked = here | more
        return urlencode({key: value for key, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class Column:
    """The people of one column; `query` leads to the account of its figures."""

    label: str
    where: Place
    query: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one topic comes to in one column; no figure where none may be shown."""

    column: Column
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Line:
    """One topic with the figure of everybody looked at, and side by side."""

    topic: Topic
    figure: Figure
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """All topics in order: to be trained, apart for a cause that training does not mend, silent.

    Silent are those of which nothing may be shown, because fewer than five people marked them.
    """

    gathered: Gathered
    columns: Sequence[Column]
    mended: Sequence[tuple[Topic, Figure]]
    apart: Sequence[tuple[Topic, Figure]]
    silent: Sequence[Topic]

    def lines(self, some: Sequence[tuple[Topic, Figure]]) -> list[Line]:
        """Fill in the columns of some topics."""
        return [
            Line(topic, figure, [self._cell(topic, column) for column in self.columns])
            for topic, figure in some
        ]

    def _cell(self, topic: Topic, column: Column) -> Cell:
        return Cell(column, self.gathered.figure(topic, column.where))


def grid(gathered: Gathered, look: Look, scope: Scope) -> Grid:
    """Put the topics in order; one statement more where departments stand side by side."""
    topics = [one for one in gathered.topics if one.is_safety or not look.is_safety]
    figures = [(topic, gathered.figure(topic, look.where)) for topic in topics]
    found = [(topic, figure) for topic, figure in figures if figure]
    if look.order != BY_NAME:
        found.sort(key=lambda pair: _pressing(pair[1], look.order), reverse=True)
    return Grid(
        gathered=gathered,
        columns=columns_of(gathered.assessment, look, scope),
        mended=[pair for pair in found if not pair[1].prevailing],
        apart=[pair for pair in found if pair[1].prevailing],
        silent=[topic for topic, figure in figures if figure is None],
    )


def _pressing(figure: Figure, order: str) -> Fraction:
    return figure.need if order == BY_NEED else figure.need_of_each


def columns_of(assessment: Assessment, look: Look, scope: Scope) -> list[Column]:
    """The columns beside the first; none where a single one would repeat it."""
    if look.by == ROLES and not look.role:
        return [
            Column(role.label, look.where._replace(role=role.value), look.query(role=role.value))
            for role in Respondent.Role
        ]
    if look.by == DEPARTMENTS and look.city and not look.department:
        return [
            Column(one.name, look.where._replace(department=one.pk), look.query(department=one.pk))
            for one in departments_asked(assessment, [look.city])
        ]
    if look.by == CITIES and not look.city:
        return [
            Column(city.name, look.where._replace(city=city.pk), look.query(city=city.slug))
            for city in scope.cities
        ]
    return []


def hindered(gathered: Gathered, where: Place) -> list[tuple[Topic, Figure]]:
    """The topics of a place with what stands in the way beside skill, the most named first."""
    figures = [(topic, gathered.figure(topic, where)) for topic in gathered.topics]
    found = [(topic, figure) for topic, figure in figures if figure and figure.causes]
    found.sort(key=lambda pair: max(cause.share for cause in pair[1].causes), reverse=True)
    return found


def beside(gathered: Gathered, topic: Topic, look: Look, scope: Scope) -> list[Cell]:
    """One topic in the cities, departments and kinds of work into which a place falls apart."""
    columns = [
        column
        for by in (CITIES, DEPARTMENTS, ROLES)
        for column in columns_of(gathered.assessment, replace(look, by=by), scope)
    ]
    return [Cell(column, gathered.figure(topic, column.where)) for column in columns]


def departments_asked(assessment: Assessment, cities: Sequence[City]) -> list[Department]:
    """The departments of some cities in which somebody was asked; one statement."""
    asked = Department.objects.filter(respondents__assessment=assessment, organisation__in=cities)
    return list(
        asked.select_related("organisation").distinct().order_by("organisation__name", "name", "pk")
    )
