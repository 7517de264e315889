"""What a year's plan is made of: courses, venues, days, who wants seats, and the limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

ONLINE = ""
"""The venue of a class that is held online."""


class Aim(StrEnum):
    """What is sought; of a plan's aims each comes before all that follow it."""

    MANDATES = "mandates"
    CLASSES = "classes"
    PEOPLE = "people"
    NEED = "need"
    COST = "cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course as classes of it are held: cents for a class and for a seat, days for a class."""

    key: str
    name: str
    least: int
    most: int
    cost: int = 0
    seat_cost: int = 0
    days: int = 1
    is_online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A place for one class at a time; cents for a day in it."""

    key: str
    name: str
    seats: int
    day_cost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """That so many people of a city, or of one of its departments, want a course.

    City and department are named as sentences name them. Nobody of them comes to a class that ends
    after `due_on`. `need` is a whole number above 0, `backfill` cents for standing in for one.
    """

    key: str
    course: str
    city: str
    department: str = ""
    seats: int
    is_mandated: bool = False
    due_on: date | None = None
    need: int = 1
    backfill: int = 0

    @property
    def place(self) -> str:
        """Whose people they are."""
        return f"{self.department}, {self.city}" if self.department else self.city


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """At most so many of a city, or of one of its departments, are in classes on one day."""

    city: str
    department: str = ""
    most: int

    def holds_for(self, want: Want) -> bool:
        """Whether it counts the want's people."""
        return self.city == want.city and self.department in {"", want.department}

    @property
    def place(self) -> str:
        """Whose people it counts."""
        return f"{self.department}, {self.city}" if self.department else self.city


@dataclass(frozen=True, slots=True, kw_only=True)
class Blackout:
    """Days on which nobody, nobody of a city, or nobody of a department, is in a class."""

    first: date
    last: date
    city: str = ""
    department: str = ""
    why: str = ""

    def holds_for(self, want: Want) -> bool:
        """Whether the want's people stay at work."""
        return self.city in {"", want.city} and self.department in {"", want.department}

    @property
    def place(self) -> str:
        """Whose people they are; nobody's in particular where it is for all."""
        return f"{self.department}, {self.city}" if self.department else self.city


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days on which a venue is not free."""

    venue: str
    first: date
    last: date
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A class: what, where, on which days, and how many of which wants sit in it."""

    course: str
    venue: str
    days: tuple[date, ...]
    seats: Mapping[str, int]

    @property
    def people(self) -> int:
        """All who sit in it."""
        return sum(self.seats.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a plan follows from, in any order.

    `must_meet_all` asks for a seat for everybody; otherwise mandates come first, then need, and
    what does not fit is left out. `budget` is cents for all that the plan costs. `travel` is cents
    for one person of a city to a venue, nothing where it is silent. `before` are the classes of a
    plan that is to be kept as far as it can be, None where there is none.
    """

    must_meet_all: bool
    courses: tuple[Course, ...]
    venues: tuple[Venue, ...]
    days: tuple[date, ...]
    wants: tuple[Want, ...]
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    away: tuple[Away, ...] = ()
    blackouts: tuple[Blackout, ...] = ()
    closures: tuple[Closure, ...] = ()
    most_a_day: int | None = None
    budget: int | None = None
    before: tuple[Held, ...] | None = None

    def class_cost(self, course: Course, venue: str) -> int:
        """Cents for a class, its venue included, without its seats."""
        room = next((one.day_cost for one in self.venues if one.key == venue), 0)
        return course.cost + course.days * room

    def seat_cost(self, want: Want, course: Course, venue: str) -> int:
        """Cents for one person's seat, travel and standing in included."""
        return course.seat_cost + want.backfill + self.travel.get((want.city, venue), 0)


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an aim was reached, and what no plan can better that keeps the aims before it.

    People for mandates (who lack a seat in time) and for moves, classes for moves, people times
    need for the need, cents for the cost. Less is better, but of need more.
    """

    aim: Aim
    value: int
    bound: int

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Lacking:
    """How many people of a want have no seat, and why."""

    want: str
    seats: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A plan: its classes by day, the aims in their order, who is left out, and its cost in cents.

    `moved` are the classes that the plan before did not have at that place and time.
    """

    classes: tuple[Held, ...]
    aims: tuple[Reached, ...]
    lacking: tuple[Lacking, ...]
    cost: int
    moved: frozenset[int] = frozenset()


class CannotPlan(Exception):
    """No plan keeps all the limits; the sentences name those that clash.

    `is_least` where leaving any one of them out would end the clash.
    """

    def __init__(self, sentences: tuple[str, ...], *, is_least: bool) -> None:
        """Keep one sentence for each limit that takes part."""
        super().__init__(" ".join(sentences))
        self.sentences, self.is_least = sentences, is_least


class OutOfTime(Exception):
    """Neither a plan nor a reason why there is none was found in the time given."""


class Stopped(Exception):
    """Whoever asked for the plan no longer wants it."""
