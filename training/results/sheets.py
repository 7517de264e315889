"""Sheets of training records, incidents and hours worked, read against what is there.

A sheet is read whole and shown first; `training.operations.sheets` writes what was shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cities.models import City, Department
from collaborative.tables import Column, Fault, Reading, Table
from collaborative.wording import day
from training.catalogues import MOST_HOURS
from training.models import Completion, Course, Exposure, Incident, Topic
from training.models.safety import FIRST_YEAR

COMPLETIONS = (
    Column("City"),
    Column("Department"),
    Column("Name", is_required=True),
    Column("Staff number"),
    Column("Topic"),
    Column("Course", other_names=("Course code",)),
    Column("Completed on", is_required=True, other_names=("Date",)),
    Column("Hours"),
    Column("What shows it", is_required=True, other_names=("Source",)),
)
INCIDENTS = (
    Column("City"),
    Column("Department", is_required=True),
    Column("Day", is_required=True, other_names=("Date",)),
    Column("What happened", is_required=True, other_names=("Kind",)),
    Column("Severity", is_required=True),
    Column("Near miss"),
    Column("Topic"),
    Column("Hours lost"),
    Column("In a few words", other_names=("Notes",)),
)
WORKED = (
    Column("City"),
    Column("Year", is_required=True),
    Column("Quarter", is_required=True),
    Column("Hours", is_required=True, other_names=("Hours worked",)),
)
MOST_LOST = Decimal("99999.99")
MOST_WORKED = Decimal("99999999.99")
Facts = dict[str, Any]
"""What one line says, in JSON's types: it waits signed on the page that shows it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as it would be written: in words, as facts, and whether it is there already."""

    line: int
    words: str
    facts: Facts
    is_new: bool


@dataclass
class Found:
    """What a sheet says; with a fault nothing of it can be written."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """The cities somebody acts for, and the words by which a sheet names things."""

    cities: Mapping[str, City]
    departments: Mapping[tuple[int, str], Department]
    topics: Mapping[str, Topic]
    courses: Mapping[str, Course]
    today: date

    @classmethod
    def of(cls, cities: Iterable[City], *, today: date) -> Known:
        """Gather them. Costs three queries beside the cities."""
        own = list(cities)
        departments = Department.objects.filter(organisation__in=[city.pk for city in own])
        return cls(
            {city.name: city for city in own},
            {(one.organisation_id, one.name.casefold()): one for one in departments},
            {topic.name: topic for topic in Topic.objects.all()},
            {course.code: course for course in Course.objects.select_related("topic")},
            today,
        )

    def city(self, reading: Reading) -> City | None:
        """The city that a line names, or the only one there is to name."""
        if not reading.row.cells["City"] and len(self.cities) == 1:
            return next(iter(self.cities.values()))
        if not reading.row.cells["City"]:
            reading.fault("City", f"this is blank; expected one of: {', '.join(self.cities)}.")
        return reading.choice("City", self.cities)

    def department(self, reading: Reading, city: City | None) -> Department | None:
        """The department of the city that a line names."""
        name = reading.row.cells["Department"]
        if not name or city is None:
            return None
        found = self.departments.get((city.pk, name.casefold()))
        if found is None:
            reading.fault(
                "Department", f"{city} has no department of this name. Add it on the city’s page."
            )
        return found

    def past_day(self, reading: Reading, column: str) -> date | None:
        """A day that has come."""
        found = reading.day(column)
        if found and found > self.today:
            reading.fault(column, f"{day(found)} is still to come.")
        return found


def read_completions(table: Table, known: Known) -> Found:
    """Read who had what training. Costs two queries beside those of `known`."""
    there = _completions_there(known)
    return _read(table, lambda reading: _completion(reading, known, there))


def _completions_there(known: Known) -> set[tuple[object, ...]]:
    """What was ever recorded: as it stands, and as it stood before it was put right."""
    cities = [city.pk for city in known.cities.values()]
    rows = Completion.objects.filter(trainee__city__in=cities)
    names = ("trainee__city", "trainee__name", "trainee__mark", "topic", "course", "on")
    return {
        (city, name.casefold(), mark.casefold(), *rest)
        for city, name, mark, *rest in rows.values_list(*names)
    }


def _completion(reading: Reading, known: Known, there: set[tuple[object, ...]]) -> Entry | None:
    city = known.city(reading)
    department = known.department(reading, city)
    name = " ".join(reading.text("Name", most=120).split())
    mark = reading.text("Staff number", most=40)
    course = reading.choice("Course", known.courses)
    topic = reading.choice("Topic", known.topics) or (course.topic if course else None)
    on = known.past_day(reading, "Completed on")
    hours = reading.decimal("Hours", least=Decimal("0.01"), most=MOST_HOURS, places=2)
    hours = hours or (course.hours if course else None)
    source = reading.text("What shows it", most=200)
    if topic is None and not reading.faults:
        reading.fault("Topic", "name the topic, or the course by its code.")
    if hours is None and not reading.faults:
        reading.fault("Hours", "this is blank, and no course says how many hours it takes.")
    if course and topic and course.topic_id != topic.pk:
        reading.fault("Course", f"{course} is about {course.topic}, not about {topic}.")
    if reading.faults or not (city and topic and on and hours):
        return None
    key = (city.pk, name.casefold(), mark.casefold(), topic.pk, course.pk if course else None, on)
    is_new = key not in there
    there.add(key)
    facts = {
        "city": city.pk,
        "department": department.pk if department else None,
        "name": name,
        "mark": mark,
        "topic": topic.pk,
        "course": course.pk if course else None,
        "on": on.isoformat(),
        "hours": str(hours),
        "source": source,
    }
    words = f"{name}, {city}: {course or topic}, {day(on)}, {hours.normalize():f} hours"
    return Entry(reading.row.line, words, facts, is_new)


def read_incidents(table: Table, known: Known) -> Found:
    """Read what happened. A line is there already where a standing report says the same."""
    rows = Incident.objects.standing().filter(city__in=[city.pk for city in known.cities.values()])
    names = ("department", "on", "kind", "severity", "is_near_miss", "hours_lost", "what")
    there, seen = Counter(rows.values_list(*names)), Counter[tuple[object, ...]]()
    return _read(table, lambda reading: _incident(reading, known, there, seen))


def _incident(
    reading: Reading,
    known: Known,
    there: Counter[tuple[object, ...]],
    seen: Counter[tuple[object, ...]],
) -> Entry | None:
    city = known.city(reading)
    department = known.department(reading, city)
    on = known.past_day(reading, "Day")
    kind = reading.choice("What happened", {label: value for value, label in Incident.Kind.choices})
    severity = reading.choice("Severity", _severities())
    is_near_miss = bool(reading.yes_or_no("Near miss"))
    topic = reading.choice("Topic", known.topics)
    lost = reading.decimal("Hours lost", least=0, most=MOST_LOST, places=2) or Decimal(0)
    what = reading.text("In a few words", most=500)
    if is_near_miss and lost:
        reading.fault("Hours lost", "a near miss costs nobody hours of work.")
    if reading.faults or not (city and department and on and kind and severity):
        return None
    key = (department.pk, on, kind, severity, is_near_miss, lost, what)
    seen[key] += 1
    is_new = seen[key] > there[key]
    facts = {
        "city": city.pk,
        "department": department.pk,
        "on": on.isoformat(),
        "kind": kind,
        "severity": severity,
        "is_near_miss": is_near_miss,
        "topic": topic.pk if topic else None,
        "hours_lost": str(lost),
        "what": what,
        "alike": seen[key] - 1,
    }
    grave = Incident.Severity(severity).label.partition(":")[0].lower()
    nearly = ", near miss" if is_near_miss else ""
    words = f"{Incident.Kind(kind).label}{nearly}, {grave}, {department}, {city}, {day(on)}"
    return Entry(reading.row.line, words, facts, is_new)


def _severities() -> dict[str, str]:
    """The four grades by their first words."""
    return {label.partition(":")[0]: value for value, label in Incident.Severity.choices}


def read_hours(table: Table, known: Known) -> Found:
    """Read the hours worked. Hours that differ from those on record are a fault."""
    rows = Exposure.objects.standing().filter(city__in=[city.pk for city in known.cities.values()])
    there = {
        (city, year, quarter): hours
        for city, year, quarter, hours in rows.values_list("city", "year", "quarter", "hours")
    }
    return _read(table, lambda reading: _worked(reading, known, there))


def _worked(
    reading: Reading, known: Known, there: dict[tuple[int, int, int], Decimal]
) -> Entry | None:
    city = known.city(reading)
    year = reading.whole("Year", least=FIRST_YEAR, most=known.today.year)
    quarter = reading.whole("Quarter", least=1, most=4)
    hours = reading.decimal("Hours", least=1, most=MOST_WORKED, places=2)
    if reading.faults or not (city and year and quarter and hours):
        return None
    before = there.setdefault((city.pk, year, quarter), hours)
    is_new = before is hours
    if before != hours:
        reading.fault(
            "Hours",
            f"{before:,.2f} hours are on record or in a line above. Put those right by hand.",
        )
        return None
    facts = {"city": city.pk, "year": year, "quarter": quarter, "hours": str(hours)}
    words = f"{city}, quarter {quarter} of {year}: {hours:,.2f} hours"
    return Entry(reading.row.line, words, facts, is_new)


def _read(table: Table, read: Callable[[Reading], Entry | None]) -> Found:
    found = Found(faults=list(table.faults))
    for row in table.rows:
        reading = Reading(row)
        entry = read(reading)
        found.faults += reading.faults
        if entry:
            found.entries.append(entry)
    return found
