"""A study with all that it comes to, as pages and papers show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from training import options
from training.options import Comparison, Option, Study, Way
from training.results.verdicts import WAYS, best_sentence, verdict_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One way for all the cities; `closed` says why not all of them can have it, or ""."""

    label: str
    option: Option
    is_best: bool

    @property
    def fees(self) -> Decimal:
        """What the classes or the seats cost."""
        return self.option.sum_of("fees")

    @property
    def travel(self) -> Decimal:
        """Dollars for getting there."""
        return self.option.sum_of("travel")

    @property
    def road(self) -> Decimal:
        """Paid hours on the road."""
        return self.option.sum_of("road")

    @property
    def backfill(self) -> Decimal:
        """Paid hours of whoever stands in."""
        return self.option.sum_of("backfill")

    @property
    def closed(self) -> str:
        """Why not every city can have it in this way; "" where each can."""
        if self.option.is_open:
            return ""
        if self.option.short:
            seats = "1 seat" if self.option.short == 1 else f"{self.option.short} seats"
            return f"{seats} short of the least in each class"
        return "Too few cities take part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one way costs one city; `short` are the seats its own class lacks."""

    label: str
    total: Decimal
    short: int
    is_cheapest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRow:
    """One city in every way."""

    name: str
    seats: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """What one city asks for."""

    name: str
    seats: int
    shift_seats: int
    travel: Decimal
    road: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A study and what it comes to, with the names of the cities by key."""

    study: Study
    found: Comparison
    names: Mapping[str, str]

    @property
    def sentence(self) -> str:
        """The verdict, and the cheapest way with all that it costs."""
        verdict = verdict_sentence(self.study, self.found)
        return f"{verdict} {best_sentence(self.found)}".strip()

    @property
    def lines(self) -> list[Line]:
        """Every way that is offered, in the order of the page."""
        return [
            Line(label=WAYS[way], option=option, is_best=way == self.found.best)
            for way, option in self.found.options.items()
        ]

    @property
    def rows(self) -> list[CityRow]:
        """Every city that asks for seats, in every way."""
        return [self._row(city) for city in self.study.cities]

    @property
    def asked(self) -> list[AskedRow]:
        """What each city asks for."""
        study = self.study
        return [
            AskedRow(
                name=self.names.get(city, city),
                seats=study.plan.demand[city],
                shift_seats=study.shift_seats.get(city, 0),
                travel=study.plan.travel.get(city, Decimal(0)),
                road=study.road.get(city, Decimal(0)),
            )
            for city in study.cities
        ]

    def _row(self, city: str) -> CityRow:
        cheapest = self.found.cheapest_for(city)
        return CityRow(
            name=self.names.get(city, city),
            seats=self.study.plan.demand[city],
            cells=[
                self._cell(city, way, is_cheapest=way == cheapest) for way in self.found.options
            ],
        )

    def _cell(self, city: str, way: Way, *, is_cheapest: bool) -> Cell:
        part = self.found.options[way].cities[city]
        return Cell(label=WAYS[way], total=part.total, short=part.short, is_cheapest=is_cheapest)


def judged(study: Study, names: Mapping[str, str]) -> Judged:
    """Reckon a study."""
    return Judged(study=study, found=options.compare(study), names=names)
