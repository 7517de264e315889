"""The whole sample collaborative, told once, in the order in which it would have happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from collaborative.demo.samples import (
    agreements,
    beside,
    calendars,
    inbox,
    letters,
    library,
    meetings,
    posting,
    proposals,
    reminders,
    rounds,
    screening,
    sponsorships,
    talk,
    training_catalogue,
    training_cohorts,
    training_needs,
    training_plan,
    training_programmes,
    training_records,
)
from collaborative.demo.samples.cast import Cast, assemble, name_departments
from collaborative.demo.samples.days import ZONE, Days, Step
from collaborative.demo.samples.proposals import Desk
from initiatives.models import Proposal
from initiatives.operations.library import load

HERE = Path(__file__).parent
Samples = list[dict[str, Any]]
DEPARTMENTS_NAMED_AGO = 600


@dataclass(frozen=True, slots=True)
class Told:
    """How many samples there are of each kind."""

    proposals: int
    rounds: int
    agreements: int


@transaction.atomic
def tell(*, at: datetime) -> Told | None:
    """Put the samples through the operations, as of that time; None when they are there already.

    One real record, of Lee's Summit's council, is taken in among them.

    All of it or nothing. Every step is dated before `at`, except deadlines that lie ahead.
    """
    written = _read("proposals.json")
    if Proposal.objects.filter(form_key=proposals.form_key(written[0])).exists():
        return None
    days = Days(at.astimezone(ZONE).date())
    screened = _read("screening.json")
    told = json.loads((HERE / "meeting.json").read_text(encoding="utf-8"))
    written += told["proposals"]
    desk = _desk(assemble(on=timezone.localdate(at)), [*written, *screened], days=days)
    load(at=days.moment(DEPARTMENTS_NAMED_AGO))
    weighed, promised = _read("rounds.json"), _read("agreements.json")
    steps = [
        *(step for sample in written for step in proposals.steps(desk, sample, days=days)),
        *(step for sample in screened for step in screening.steps(desk, sample, days=days)),
        *(step for said in _read("talk.json") for step in talk.steps(desk, said, days=days)),
        *_sponsorships(desk, days=days),
        *library.steps(desk.cast.facilitator, days=days),
        *letters.steps(desk.cast.facilitator, days=days),
        *_rounds(desk, weighed, days=days),
        *meetings.steps(rounds.Table(desk, told["round"], days), told["meeting"]),
        *calendars.steps(desk.cast, days=days),
        *reminders.steps(desk.cast, days=days),
        agreements.read_record(desk, days=days),
        *training_records.steps(desk.cast, days=days),
        training_catalogue.step(desk.cast, days=days),
        *training_needs.steps(desk.cast, days=days),
        *training_cohorts.steps(desk.cast, days=days),
        *training_plan.steps(desk.cast, days=days),
        *training_programmes.steps(desk.cast, days=days),
        *_agreements(desk, promised, days=days),
        *inbox.steps(desk.cast, days=days),
        *posting.steps(desk.cast, days=days),
    ]
    for step in sorted(steps, key=lambda step: step.at):
        step.act(step.at)
    return Told(len(written) + len(screened), len(weighed) + 1, len(promised))


def _read(name: str) -> Samples:
    samples: Samples = json.loads((HERE / name).read_text(encoding="utf-8"))
    return samples


def _desk(cast: Cast, written: Samples, *, days: Days) -> Desk:
    wanted = {(sample["city"], sample["department"]) for sample in written}
    at = days.moment(DEPARTMENTS_NAMED_AGO)
    return Desk(cast, name_departments(cast, wanted=wanted, at=at))


def _sponsorships(desk: Desk, *, days: Days) -> Iterator[Step]:
    for sample in _read("sponsorships.json"):
        yield from sponsorships.steps(desk, sample, days=days)


def _rounds(desk: Desk, samples: Samples, *, days: Days) -> Iterator[Step]:
    for sample in samples:
        yield from rounds.steps(rounds.Table(desk, sample, days))


def _agreements(desk: Desk, samples: Samples, *, days: Days) -> Iterator[Step]:
    for sample in samples:
        promise = agreements.Promise(desk, sample, days)
        yield from agreements.steps(promise)
        yield from beside.steps(promise)
