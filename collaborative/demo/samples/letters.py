"""What the facilitator says in letters, and an address that mail came back from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from collaborative.demo.samples.days import Days, Step
from collaborative.models import Actor
from notifications.models import Refusal
from notifications.operations import refusals, rewording
from notifications.operations.wordings import Words

WORDED = Words(
    opening="“{title}” is close. This is what is still missing (sample wording).",
    closing="{portal} keeps what you wrote. Call the facilitator if anything is unclear.",
)
FORMER = "former-clerk@sample.example"
"""Nobody's in the demo, so that nobody's mail stops."""


def steps(facilitator: Actor, *, days: Days) -> Iterator[Step]:
    """Yield both."""
    yield Step(days.moment(280, hour=10), partial(_word, facilitator))
    yield Step(days.moment(20, hour=7), _come_back)


def _word(facilitator: Actor, at: datetime) -> None:
    rewording.word("proposal_returned", words=WORDED, seen=0, by=facilitator, at=at)


def _come_back(at: datetime) -> None:
    words = "550 5.1.1 No such mailbox (sample)"
    refusals.note(FORMER, source=Refusal.Source.SERVER, words=words, at=at)
