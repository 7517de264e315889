"""What a reader should look at again in an act, though it stands as recorded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from agreements import adoption
from agreements.models import Act, Action, Agreement, Vote
from cities.majority import Reckoning

BINDING = frozenset(Agreement.Kind.values) - {Agreement.Kind.STATEMENT.value}
"""Kinds of agreement that bind money or duty."""


def doubts(act: Act, votes: Sequence[Vote], reckoning: Reckoning | None = None) -> list[str]:
    """What a reader should look at again in an act; it stands as recorded all the same.

    Needs the act's agreement loaded. `reckoning`: what the roll call comes to, where that is known.
    """
    passed = {Act.Result.PASSED: True, Act.Result.FAILED: False}.get(Act.Result(act.result))
    return list(
        chain(
            _count_doubts("The act", passed=passed, tally=act.tally, votes=votes),
            _majority_doubts(act, reckoning),
            _date_doubts(act),
            _form_doubts(act),
        )
    )


def step_doubts(act: Act, steps: Iterable[tuple[Action, Sequence[Vote]]]) -> list[str]:
    """What a reader should look at again in an act's other steps, each with its roll call."""
    rows = list(steps)
    return list(
        chain(
            *(_of_step(action, votes) for action, votes in rows),
            _order_doubts(act, [action for action, _ in rows]),
        )
    )


def _of_step(action: Action, votes: Sequence[Vote]) -> Iterator[str]:
    name = f"The step “{action.label}”"
    yield from _count_doubts(name, passed=action.passed, tally=action.tally, votes=votes)
    if action.on and action.postponed_to and action.postponed_to <= action.on:
        yield f"{name} of {adoption.long_date(action.on)} is put off to a day that is not later."


def _order_doubts(act: Act, actions: Sequence[Action]) -> Iterator[str]:
    """Steps up to the decision come before it, those after it after it, each in order."""
    before = [(f"“{one.label}”", one.on) for one in actions if not one.after]
    after = [(f"“{one.label}”", one.on) for one in actions if one.after]
    decision = ("the decision", act.acted_on if act.result != Act.Result.PENDING else None)
    known = [(name, on) for name, on in (*before, decision, *after) if on is not None]
    for (name, on), (later, later_on) in pairwise(known):
        if on > later_on:
            yield (
                f"The steps are not in the order of their days: {name} on "
                f"{adoption.long_date(on)}, then {later} on {adoption.long_date(later_on)}."
            )


def _count_doubts(
    what: str, *, passed: bool | None, tally: str, votes: Sequence[Vote]
) -> Iterator[str]:
    if not votes:
        return
    counts = Counter(vote.value for vote in votes)
    ayes, nays = counts[Vote.Value.AYE], counts[Vote.Value.NAY]
    said = [int(number) for number in re.findall(r"\d{1,4}", tally)[:2]]
    members = Counter(vote.value for vote in votes if not vote.is_mayor)
    # A tally counts the members, and with them or without the mayor who broke a tie.
    counted = ([ayes, nays], [members[Vote.Value.AYE], members[Vote.Value.NAY]])
    where = "" if what == "The act" else f"{what}: "
    if said and all(said != both[: len(said)] for both in counted):
        yield (
            f"{where}The tally says {tally}, but the roll call counts {ayes} aye and {nays} nay. "
            "Both stand as recorded."
        )
    if passed and nays >= ayes:
        yield f"{what} is recorded as passed, with {ayes} aye and {nays} nay."
    for voter, times in Counter(vote.voter for vote in votes).items():
        if times > 1:
            yield f"{where}{voter} stands {times} times in the roll call."
    for vote in votes:
        if not vote.value:
            yield f'{where}{vote.voter} has "{vote.word}", a word that is not known as a vote.'


def _majority_doubts(act: Act, reckoning: Reckoning | None) -> Iterator[str]:
    """A contract between municipalities takes a majority of the members (RSMo 70.300)."""
    if reckoning is None or act.result != Act.Result.PASSED or reckoning.carried:
        return
    yield reckoning.sentence


def _date_doubts(act: Act) -> Iterator[str]:
    introduced, agenda = ("introduced", act.introduced_on), ("on the agenda", act.agenda_on)
    voted = ("voted on", act.acted_on)
    final, enacted = ("final action", act.final_on), ("enacted", act.enacted_on)
    for stations in ((introduced, agenda, voted), (voted, final), (voted, enacted)):
        known = [(name, on) for name, on in stations if on is not None]
        for (name, on), (later, later_on) in pairwise(known):
            if on > later_on:
                yield (
                    f"The dates are not in order: {name} on {adoption.long_date(on)}, "
                    f"{later} on {adoption.long_date(later_on)}."
                )


def _form_doubts(act: Act) -> Iterator[str]:
    if act.instrument != Act.Instrument.ORDINANCE and act.party.agreement.kind in BINDING:
        yield (
            f"This agreement binds money or duty and the act is a {act.instrument}. Councils have "
            "used an ordinance for such agreements; ask the city attorney whether one is needed."
        )
