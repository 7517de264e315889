"""What is on record of training and safety, in the columns that a sheet of it comes in with.

What goes out this way and comes in again changes nothing. It holds what a reader keeps: the own
city's records for its liaison, all for the analyst; what was put right stands as it is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collaborative.models import Actor
from initiatives.results.tables import Cell, Table
from training.models import Completion, Exposure, Incident, Trainee
from training.results.sheets import COMPLETIONS, INCIDENTS, WORKED

CHUNK = 500
"""Rows that are in memory at a time."""
COMPLETED = tuple(column.name for column in COMPLETIONS)
HAPPENED = tuple(column.name for column in INCIDENTS)
HOURS = tuple(column.name for column in WORKED)
NOTES = (
    "The columns are those of a sheet that is brought in: what is there already is left as it is.",
    "What was put right stands as it is now; what was taken back is left out.",
)


def completed(actor: Actor) -> Iterator[Sequence[Cell]]:
    """Yield who had what training, by city, name and day."""
    kept = Completion.objects.filter(trainee__in=Trainee.objects.order_by().visible_to(actor))
    rows = kept.standing().select_related("trainee__city", "trainee__department", "topic", "course")
    ordered = rows.order_by("trainee__city__name", "trainee__name", "trainee__mark", "on", "pk")
    for one in ordered.iterator(chunk_size=CHUNK):
        person = one.trainee
        yield (
            person.city.name,
            person.department.name if person.department else "",
            person.name,
            person.mark,
            one.topic.name,
            one.course.code if one.course else "",
            one.on.isoformat(),
            one.hours,
            one.source,
        )


def happened(actor: Actor) -> Iterator[Sequence[Cell]]:
    """Yield what was reported to have happened or nearly happened, by city and day."""
    rows = Incident.objects.visible_to(actor).standing()
    ordered = rows.select_related("city", "department", "topic").order_by("city__name", "on", "pk")
    for one in ordered.iterator(chunk_size=CHUNK):
        yield (
            one.city.name,
            one.department.name,
            one.on.isoformat(),
            one.get_kind_display(),
            one.get_severity_display().partition(":")[0],
            "yes" if one.is_near_miss else "no",
            one.topic.name if one.topic else "",
            one.hours_lost,
            one.what,
        )


def worked(actor: Actor) -> Iterator[Sequence[Cell]]:
    """Yield the hours worked, by city and quarter."""
    rows = Exposure.objects.visible_to(actor).standing().select_related("city")
    for one in rows.order_by("city__name", "year", "quarter").iterator(chunk_size=CHUNK):
        yield (one.city.name, one.year, one.quarter, one.hours)


def completed_table(actor: Actor) -> Table:
    """Who had what training, as a sheet of a workbook."""
    widths = (16, 24, 30, 14, 30, 14, 14, 10, 40)
    return Table(title="Training records", headings=COMPLETED, rows=completed(actor), widths=widths)


def safety_tables(actor: Actor) -> list[Table]:
    """What happened, and the hours worked, as two sheets of a workbook."""
    widths = (16, 24, 14, 36, 14, 12, 30, 12, 60)
    return [
        Table(
            title="Incidents and near misses",
            headings=HAPPENED,
            rows=happened(actor),
            widths=widths,
        ),
        Table(title="Hours worked", headings=HOURS, rows=worked(actor), widths=(16, 10, 10, 14)),
    ]
