"""The sample round that is in discussion, and the meeting that is planned about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.utils import timezone

from collaborative.demo.samples import rounds
from collaborative.demo.samples.days import Step
from collaborative.demo.samples.rounds import Sample, Table
from initiatives.operations import meetings
from initiatives.results.meetings import taking_part

HOUR = 9


def steps(table: Table, meeting: Sample) -> Iterator[Step]:
    """Yield the steps of the round, and the plan of its meeting."""
    yield from rounds.steps(table)
    yield Step(table.days.moment(meeting["planned"], hour=11), partial(_plan, table, meeting))


def _plan(table: Table, meeting: Sample, at: datetime) -> None:
    meetings.plan(
        table.round(),
        invitation=meetings.Invitation(
            begins_at=table.days.moment(meeting["begins"], hour=HOUR),
            place=meeting["place"],
            quorum=meeting["quorum"],
        ),
        seats=taking_part(on=timezone.localdate(at)),
        by=table.desk.cast.facilitator,
        at=at,
    )
