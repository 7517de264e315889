"""What a council's record says of one matter, as the operations take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from agreements.models import Act, Action, Vote


@dataclass(frozen=True, slots=True)
class Ballot:
    """One member's vote: the record's own word, and what it means ("" where nobody knows)."""

    voter: str
    value: str
    word: str
    is_mayor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a matter beside the decision; blank where the record says nothing."""

    kind: str = ""
    word: str = ""
    on: date | None = None
    body: str = ""
    version: str = ""
    result_word: str = ""
    passed: bool | None = None
    mover: str = ""
    seconder: str = ""
    tally: str = ""
    agenda_number: str = ""
    text: str = ""
    postponed_to: date | None = None
    further: Mapping[str, Any] = field(default_factory=dict)
    votes: tuple[Ballot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a council's record says of one act, word for word; blank where it says nothing.

    `actions` are the steps up to the decision, in order. `other_text` holds the words that the
    council had before it where those were not the circulated ones; blank means the circulated text.
    """

    instrument: str
    file_number: str
    enactment_number: str = ""
    enacted_on: date | None = None
    version: str = ""
    name: str = ""
    type_name: str = ""
    status: str = ""
    in_control: str = ""
    introduced_on: date | None = None
    agenda_on: date | None = None
    final_on: date | None = None
    title: str = ""
    sponsors: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    code_sections: tuple[str, ...] = ()
    requester: str = ""
    notes: str = ""
    body: str = ""
    acted_on: date | None = None
    action_word: str = ""
    result_word: str = ""
    agenda_number: str = ""
    action_text: str = ""
    mover: str = ""
    seconder: str = ""
    tally: str = ""
    further: Mapping[str, Any] = field(default_factory=dict)
    result: str = Act.Result.PENDING
    votes: tuple[Ballot, ...] = ()
    actions: tuple[Step, ...] = ()
    other_text: str = ""


COLUMNS = tuple(
    each.name for each in fields(Facts) if each.name not in {"votes", "actions", "other_text"}
)
"""The facts that are columns of an act."""

LISTS = ("sponsors", "indexes", "code_sections")
STEP_COLUMNS = tuple(each.name for each in fields(Step) if each.name != "votes")
"""The facts of a step that are columns of an action."""


def facts_of(act: Act) -> Facts:
    """What is on record of an act: its columns, its roll call, its steps up to the decision.

    Reads the votes and actions that are loaded, or asks for them.
    """
    columns = {name: getattr(act, name) for name in COLUMNS}
    columns |= {name: tuple(columns[name]) for name in LISTS}
    steps = [step_of(action) for action in act.actions.all() if not action.after]
    return Facts(**columns, votes=ballots_of(act), actions=tuple(steps))


def step_of(action: Action) -> Step:
    """What is on record of one step."""
    columns = {name: getattr(action, name) for name in STEP_COLUMNS}
    return Step(**columns, votes=ballots_of(action))


def ballots_of(thing: Act | Action) -> tuple[Ballot, ...]:
    """The roll call of a decision or of another step, in the record's order."""
    return tuple(
        Ballot(vote.voter, vote.value, vote.word, vote.is_mayor) for vote in thing.votes.all()
    )


def votes_from(ballots: tuple[Ballot, ...], thing: Act | Action) -> list[Vote]:
    """Rows for a roll call, not written yet."""
    of = {"act": thing} if isinstance(thing, Act) else {"action": thing}
    return [
        Vote(
            **of,
            position=position,
            voter=ballot.voter,
            value=ballot.value,
            word=ballot.word,
            is_mayor=ballot.is_mayor,
        )
        for position, ballot in enumerate(ballots, start=1)
    ]
