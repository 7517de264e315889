"""The sample proposals that show screening: merged, split, sent back by section, half looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from collaborative.demo.samples import proposals as samples
from collaborative.demo.samples.days import Days, Step
from collaborative.demo.samples.proposals import Desk, Sample
from initiatives.operations import merging, proposals, splitting
from initiatives.operations.screening import Findings, save_checklist


def steps(desk: Desk, sample: Sample, *, days: Days) -> Iterator[Step]:
    """Yield the steps of one sample's life: those that every sample has, and the facilitator's."""
    own = [entry for entry in sample["life"] if entry["step"] in _ACTS]
    written = [entry for entry in sample["life"] if entry["step"] not in _ACTS]
    yield from samples.steps(desk, {**sample, "life": written}, days=days)
    for entry in own:
        act = partial(_ACTS[entry["step"]], desk, {**sample, **entry})
        yield Step(days.moment(entry["ago"], hour=16), act)


def _look(desk: Desk, sample: Sample, at: datetime) -> None:
    save_checklist(
        desk.proposal(sample["key"]),
        findings=Findings(answers=sample["answers"], notes=sample["notes"]),
        version=0,
        by=desk.cast.facilitator,
        at=at,
    )


def _ask(desk: Desk, sample: Sample, at: datetime) -> None:
    proposals.send_back(
        desk.proposal(sample["key"]),
        reason=sample["reason"],
        reasons=sample["reasons"],
        by=desk.cast.facilitator,
        at=at,
    )


def _merge(desk: Desk, sample: Sample, at: datetime) -> None:
    merging.merge(
        desk.proposal(sample["key"]),
        into=desk.proposal(sample["into"]),
        reason=sample["reason"],
        by=desk.cast.facilitator,
        at=at,
    )


def _split(desk: Desk, sample: Sample, at: datetime) -> None:
    splitting.split(
        desk.proposal(sample["key"]),
        title=sample["title"],
        sections=sample["sections"],
        key=samples.form_key({"key": f"{sample['key']}, split off"}),
        reason=sample["reason"],
        by=desk.cast.facilitator,
        at=at,
    )


_ACTS = {"look": _look, "ask": _ask, "merge": _merge, "split": _split}
"""What each of the facilitator's words in a sample's life does."""
