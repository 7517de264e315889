"""The sample proposals, from the first draft to the facilitator's answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from cities.models import Department
from collaborative.demo.samples import papers
from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from collaborative.models import Actor
from initiatives.models import Invited, Proposal
from initiatives.operations import attachments, proposals, withdrawing, writing
from initiatives.operations.screening import Findings
from initiatives.questions import TICKED
from initiatives.results.screening import Point

Sample = Mapping[str, Any]
INVENTED = "(This is a sample; its figures are invented.)"
TODAY = {"how": "how", "cost": "yearly_cost", "staff": "staff", "level": "level"}
"""The questions about a city's service today, by the words that samples have for them."""
_KEYS = uuid.UUID("6f6d1a0e-2c0b-4b0e-9a57-3f2d5c9be001")
_HOURS = {"start": 9, "attach": 10, "share": 11, "submit": 14, "withdraw": 15}

PASSED = Findings(answers=dict.fromkeys(Point, "yes"))
"""A checklist on which nothing speaks against a proposal."""


def form_key(sample: Sample) -> uuid.UUID:
    """The key of a sample's draft, the same at every loading."""
    return uuid.uuid5(_KEYS, sample["key"])


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the samples are written: who writes, for which departments, and what has come of it.

    `written` holds the proposals begun so far, by the samples' keys.
    """

    cast: Cast
    departments: Mapping[tuple[str, str], Department]
    written: dict[str, Proposal] = field(default_factory=dict)

    def proposal(self, key: str) -> Proposal:
        """The proposal as it stands now."""
        return Proposal.objects.select_related("city", "author").get(pk=self.written[key].pk)

    def author(self, sample: Sample) -> Actor:
        """Whoever writes the sample."""
        return self.cast.actors[f"{sample['author']}-{sample['city']}"]


def steps(desk: Desk, sample: Sample, *, days: Days) -> Iterator[Step]:
    """Yield the steps of one sample's life; each act is given the sample with the step's words."""
    for entry in sample["life"]:
        act = partial(_ACTS[entry["step"]], desk, {**sample, **entry})
        yield Step(days.moment(entry["ago"], hour=_HOURS.get(entry["step"], 16)), act)


def _start(desk: Desk, sample: Sample, at: datetime) -> None:
    desk.written[sample["key"]] = writing.start(
        desk.cast.cities[sample["city"]],
        answers=_answers(desk, sample),
        by=desk.author(sample),
        at=at,
        key=form_key(sample),
    )


def _answers(desk: Desk, sample: Sample) -> dict[str, str]:
    """What the sample says, by the questions' keys; what it does not say is not answered yet."""
    text = dict(sample["answers"])
    if today := text.pop("how", ""):
        text[f"how__{sample['city']}"] = f"{today}\n\n{INVENTED}"
    text |= {
        f"{TODAY[word]}__{slug}": said
        for slug, told in sample.get("today", {}).items()
        for word, said in told.items()
    }
    text |= {f"wanted__{slug}": TICKED for slug in sample.get("wanted", ())}
    department = desk.departments[sample["city"], sample["department"]]
    return {
        "title": sample["title"],
        "category": sample["category"],
        "department": str(department.pk),
        **text,
    }


def _write(desk: Desk, sample: Sample, at: datetime) -> None:
    """Change some answers; the key `how` is about the lead city, as in the sample's own answers."""
    text = dict(sample["changes"])
    if today := text.pop("how", ""):
        text[f"how__{sample['city']}"] = today
    proposal = desk.proposal(sample["key"])
    writing.save(proposal, answers=text, base=proposal.version, by=desk.author(sample), at=at)


def _attach(desk: Desk, sample: Sample, at: datetime) -> None:
    attachments.attach(
        desk.proposal(sample["key"]),
        upload=papers.upload(sample["paper"]),
        by=desk.author(sample),
        at=at,
    )


def _share(desk: Desk, sample: Sample, at: datetime) -> None:
    colleague = desk.cast.actors[sample["with"]].user
    assert colleague is not None
    proposals.share(
        desk.proposal(sample["key"]),
        colleague=colleague,
        role=Invited(sample.get("role", Invited.EDIT)),
        by=desk.author(sample),
        at=at,
    )


def _submit(desk: Desk, sample: Sample, at: datetime) -> None:
    proposals.submit(desk.proposal(sample["key"]), by=desk.author(sample), at=at)


def _withdraw(desk: Desk, sample: Sample, at: datetime) -> None:
    withdrawing.withdraw(
        desk.proposal(sample["key"]), reason=sample["reason"], by=desk.author(sample), at=at
    )


def _accept(desk: Desk, sample: Sample, at: datetime) -> None:
    proposals.accept(desk.proposal(sample["key"]), findings=PASSED, by=desk.cast.facilitator, at=at)


def _return(desk: Desk, sample: Sample, at: datetime) -> None:
    proposals.send_back(
        desk.proposal(sample["key"]), reason=sample["reason"], by=desk.cast.facilitator, at=at
    )


def _decline(desk: Desk, sample: Sample, at: datetime) -> None:
    proposals.decline(
        desk.proposal(sample["key"]), reason=sample["reason"], by=desk.cast.facilitator, at=at
    )


_ACTS = {
    "start": _start,
    "write": _write,
    "attach": _attach,
    "share": _share,
    "submit": _submit,
    "withdraw": _withdraw,
    "accept": _accept,
    "return": _return,
    "decline": _decline,
}
"""What each word in a sample's life does."""
