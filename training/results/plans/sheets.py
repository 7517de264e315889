"""Sheets of a plan: who wants what comes in, the plan goes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cities.models import City, Department
from collaborative.tables import Column, Fault, Reading, Table
from initiatives.results.tables import Cell
from training.catalogues import MOST_SEATS
from training.models import Course, PlanWant, YearPlan
from training.models.plans.given import MOST_NEED
from training.results.plans.shown import Shown

COLUMNS = (
    Column("Course", is_required=True, other_names=("Code",)),
    Column("City", is_required=True),
    Column("Department"),
    Column("People", is_required=True, other_names=("Seats",)),
    Column("Mandated"),
    Column("Due"),
    Column("Need"),
    Column("Standing in"),
)
HEADINGS = (
    "Number",
    "Course",
    "First day",
    "Last day",
    "Venue",
    "City",
    "Department",
    "People",
    "Cost of the class",
    "Travel and standing in",
)
USUAL_NEED = 50
IN_THE_PLAN = "the plan has a line for these people already ({}). Take it out there first."


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet would do to the lines that came from a sheet before."""

    new: Sequence[PlanWant]
    changed: Sequence[tuple[PlanWant, PlanWant]]
    same: Sequence[PlanWant]
    gone: Sequence[PlanWant]

    @property
    def changes_nothing(self) -> bool:
        """Tell whether the plan has all of it already."""
        return not (self.new or self.changed or self.gone)


def looked_at(plan: YearPlan, wants: Sequence[PlanWant]) -> Look:
    """Compare the lines of a sheet with those that came from a sheet before; one statement."""
    rows = plan.wants.filter(source=PlanWant.Source.SHEET)
    before = {row.line: row for row in rows.select_related("course", "city", "department")}
    pairs = [(before.pop(want.line, None), want) for want in wants]
    both = [(old, want) for old, want in pairs if old]
    return Look(
        new=[want for old, want in pairs if old is None],
        changed=[(old, want) for old, want in both if _said(old) != _said(want)],
        same=[want for old, want in both if _said(old) == _said(want)],
        gone=list(before.values()),
    )


def _said(want: PlanWant) -> tuple[object, ...]:
    """What a line says of them."""
    return (want.seats, want.need, want.backfill)


def facts_of(want: PlanWant) -> list[Any]:
    """What a line says, in JSON's types: it waits signed on the page that shows it."""
    due = want.due_on.isoformat() if want.due_on else None
    keys = [want.course_id, want.city_id, want.department_id]
    return [*keys, want.seats, want.is_mandated, due, want.need, str(want.backfill)]


def want_of(plan: YearPlan, facts: Sequence[Any]) -> PlanWant:
    """The line that such facts say."""
    course, city, department, seats, is_mandated, due, need, backfill = facts
    return PlanWant(
        plan=plan,
        course_id=course,
        city_id=city,
        department_id=department,
        seats=seats,
        is_mandated=is_mandated,
        due_on=date.fromisoformat(due) if due else None,
        need=need,
        backfill=Decimal(backfill),
        source=PlanWant.Source.SHEET,
    )


def wants_in(plan: YearPlan, table: Table) -> tuple[list[PlanWant], list[Fault]]:
    """Read the lines of a sheet; with a single fault nothing of it may be written."""
    courses = {course.code: course for course in Course.objects.filter(is_retired=False)}
    cities = {city.name: city for city in City.objects.all()}
    departments = {(row.organisation_id, row.name.lower()): row for row in Department.objects.all()}
    kept = {row.line: row for row in plan.wants.exclude(source=PlanWant.Source.SHEET)}
    faults, wants = list(table.faults), []
    seen: dict[tuple[object, ...], int] = {}
    for row in table.rows:
        reading = Reading(row)
        want = PlanWant(
            plan=plan,
            course=reading.choice("Course", courses),
            city=reading.choice("City", cities),
            seats=reading.whole("People", least=1, most=MOST_SEATS) or 1,
            is_mandated=reading.yes_or_no("Mandated") or False,
            due_on=reading.day("Due"),
            need=reading.whole("Need", least=1, most=MOST_NEED) or USUAL_NEED,
            backfill=reading.money("Standing in") or 0,
            source=PlanWant.Source.SHEET,
        )
        want.department = _department(reading, want.city_id, departments)
        if not reading.faults and want.line in kept:
            reading.fault("Course", IN_THE_PLAN.format(kept[want.line].get_source_display()))
        if not reading.faults and (first := seen.setdefault(want.line, row.line)) != row.line:
            reading.fault("Course", f"line {first} is about the same people; put them together.")
        faults += reading.faults
        wants.append(want)
    return wants, faults


def _department(
    reading: Reading, city: int | None, departments: Mapping[tuple[int, str], Department]
) -> Department | None:
    """The department of the city that a line names."""
    name = reading.text("Department", most=80)
    if not name or city is None:
        return None
    found = departments.get((city, name.lower()))
    if found is None:
        reading.fault("Department", f"“{name}” is no department of the city.")
    return found


def lines_out(found: Shown) -> Iterator[Sequence[Cell]]:
    """A line for each place's people in each class."""
    for session in found.sessions:
        row = session.row
        for seats in row.seats.all():
            yield (
                row.number,
                f"{row.course}",
                f"{row.days[0]}",
                f"{row.days[-1]}",
                f"{row.venue or 'Online'}",
                f"{seats.want.city}",
                f"{seats.want.department or ''}",
                seats.seats,
                row.cost,
                row.others,
            )
