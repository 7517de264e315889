"""Looking over what a clerk has typed, before anything is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from agreements import results
from agreements.models import Act, Action, Party, Text, Vote
from agreements.operations.facts import COLUMNS, STEP_COLUMNS, Facts, Step, votes_from
from agreements.results import RollCall
from cities.majority import Reckoning


@dataclass(frozen=True, slots=True)
class Preview:
    """An act as it would stand: its roll call, what that comes to, and what to look at again."""

    act: Act
    roll_call: RollCall
    reckoning: Reckoning | None
    doubts: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """What the doubts are known by once somebody has seen them; blank without any."""
        said = "\n".join(self.doubts)
        return _digest(said) if said else ""


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def look_over(
    party: Party, facts: Facts, *, known: results.Compositions, text: Text | None = None
) -> Preview:
    """Say how an act would stand. Nothing is written, nothing is read.

    `known`: what the party's council is made of. The party needs its agreement and body loaded.
    """
    act = Act(party=party, text=text, **{name: getattr(facts, name) for name in COLUMNS})
    votes = votes_from(facts.votes, act)
    reckoning = results.reckoned(act, results.Poll.of(votes), known)
    steps = [_step(act, step) for step in facts.actions]
    doubts = (*results.doubts(act, votes, reckoning), *results.step_doubts(act, steps))
    return Preview(act, results.roll_call(votes), reckoning, doubts)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a step after an act's decision would change: where the council and the whole stand."""

    action: Action
    before: results.Square | None
    after: results.Square | None
    summary: str
    doubts: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether the council would stand otherwise than now."""
        return (self.before and self.before.cell.state) != (self.after and self.after.cell.state)

    @property
    def fingerprint(self) -> str:
        """What the consequence is known by once somebody has read it."""
        cell = self.after.cell if self.after else None
        step = (self.action.kind, self.action.on, self.action.passed)
        return _digest(repr((step, cell and (cell.state, cell.on), self.summary, self.doubts)))


def consequence(act: Act, step: Step) -> Consequence:
    """Say what a step after the decision would do to the adoption. Nothing is written.

    Costs eleven queries.
    """
    action, votes = _step(act, step)
    action.after = True
    now, then = results.standing(act.party.agreement), results.standing_if(act, action)
    organisation = act.party.organisation_id
    return Consequence(
        action,
        now.of(organisation),
        then.of(organisation),
        then.summary,
        tuple(results.step_doubts(act, [(action, votes)])),
    )


def _step(act: Act, step: Step) -> tuple[Action, list[Vote]]:
    action = Action(act=act, **{name: getattr(step, name) for name in STEP_COLUMNS})
    return action, votes_from(step.votes, action)
