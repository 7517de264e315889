"""Sheets of a plan: who wants what comes in, the plan goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def wants_in(plan: YearPlan, table: Table) -> tuple[list[PlanWant], list[Fault]]:
    """Read the lines of a sheet; with a single fault nothing of it may be written."""
    courses = {course.code: course for course in Course.objects.filter(is_retired=False)}
    cities = {city.name: city for city in City.objects.all()}
    departments = {(row.organisation_id, row.name.lower()): row for row in Department.objects.all()}
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
        name = reading.text("Department", most=80)
        if name and want.city_id:
            want.department = departments.get((want.city_id, name.lower()))
            if want.department is None:
                reading.fault("Department", f"“{name}” is no department of {want.city}.")
        line = (want.course_id, want.city_id, want.department_id, want.is_mandated, want.due_on)
        if not reading.faults and (first := seen.setdefault(line, row.line)) != row.line:
            reading.fault("Course", f"line {first} is about the same people; put them together.")
        faults += reading.faults
        wants.append(want)
    return wants, faults


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
