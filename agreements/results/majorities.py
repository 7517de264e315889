"""Whether an act has a majority of its council's members, and what became of it since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from agreements.adoption import ActResult
from agreements.models import Act, Action, Vote
from agreements.results.doubts import BINDING
from cities.majority import Reckoning, reckon
from cities.models import Composition, composition_on

Compositions = Mapping[int, Sequence[Composition]]
"""What each body's council was made of, by the body's key, the earliest first."""

_HEARD = {Vote.Value.AYE: True, Vote.Value.NAY: False}


class Poll(NamedTuple):
    """A roll call as figures: the members' ayes and nays, and the mayor's vote if there was one."""

    ayes: int
    nays: int
    mayor: bool | None

    @classmethod
    def of(cls, votes: Iterable[Vote]) -> Poll:
        """Count a roll call."""
        rows = list(votes)
        members = Counter(vote.value for vote in rows if not vote.is_mayor)
        mayor = (
            _HEARD.get(Vote.Value(vote.value)) for vote in rows if vote.is_mayor and vote.value
        )
        return cls(members[Vote.Value.AYE], members[Vote.Value.NAY], next(mayor, None))


def compositions(organisations: Iterable[int]) -> Compositions:
    """What the councils of these bodies are made of. Costs one query."""
    found: dict[int, list[Composition]] = {}
    rows = Composition.objects.filter(organisation__in=organisations)
    for row in rows.order_by("organisation", "starts_on", "pk"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def reckoned(act: Act, poll: Poll, known: Compositions) -> Reckoning | None:
    """What an act's roll call comes to; None without a roll call, or a council of known size."""
    if act.acted_on is None or not poll.ayes + poll.nays:
        return None
    council = composition_on(known.get(act.party.organisation_id, ()), act.acted_on)
    if council is None:
        return None
    return reckon(council.council, ayes=poll.ayes, nays=poll.nays, mayor=poll.mayor)


class Outcome(NamedTuple):
    """What became of an act, on which day, and since when it had stood adopted before that."""

    result: ActResult
    on: date | None
    adopted_on: date | None = None


def became(act: Act, actions: Iterable[Action], reckoning: Reckoning | None) -> Outcome:
    """What became of an act by its decision and by all that came after it.

    `actions` in order. The act needs its agreement: one that binds money or duty needs a majority
    of the members (RSMo 70.300); a statement is content with what the council calls passed.
    """
    found = Outcome(ActResult(act.result), act.acted_on or act.introduced_on)
    binds = act.party.agreement.kind in BINDING
    if found.result is ActResult.PASSED and binds and reckoning and reckoning.carried is False:
        found = found._replace(result=ActResult.SHORT)
    for action in actions:
        found = _after(found, action) if action.after else _before(found, action, act)
    return found


def _before(found: Outcome, action: Action, act: Act) -> Outcome:
    """A matter that was put off is before the council again with its next step."""
    if found.result not in {ActResult.PENDING, ActResult.POSTPONED}:
        return found
    if action.kind == Action.Kind.POSTPONED:
        return Outcome(ActResult.POSTPONED, action.on)
    return Outcome(ActResult.PENDING, act.introduced_on)


def _after(found: Outcome, action: Action) -> Outcome:
    stood = found.on if found.result is ActResult.PASSED else found.adopted_on
    match (action.kind, found.result):
        case (Action.Kind.VETOED, ActResult.PASSED):
            return Outcome(ActResult.VETOED, action.on)
        case (Action.Kind.OVERRIDDEN, ActResult.VETOED):
            return Outcome(ActResult.PASSED, action.on)
        case (Action.Kind.RESCINDED, ActResult.PASSED):
            return Outcome(ActResult.RESCINDED, action.on, stood)
        case (Action.Kind.RECONSIDERED, _):
            return Outcome(ActResult.PENDING, action.on, stood)
        case (Action.Kind.VOTED, ActResult.PENDING) if action.passed is not None:
            result = ActResult.PASSED if action.passed else ActResult.FAILED
            return Outcome(result, action.on, None if action.passed else stood)
    return found
