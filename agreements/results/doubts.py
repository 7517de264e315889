"""What a reader should look at again in an act, though it stands as recorded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, pairwise

from agreements import adoption
from agreements.models import Act, Agreement, Vote
from cities.majority import Reckoning

BINDING = frozenset(Agreement.Kind.values) - {Agreement.Kind.STATEMENT.value}
"""Kinds of agreement that bind money or duty."""


def doubts(act: Act, votes: Sequence[Vote], reckoning: Reckoning | None = None) -> list[str]:
    """What a reader should look at again in an act; it stands as recorded all the same.

    Needs the act's agreement loaded. `reckoning`: what the roll call comes to, where that is known.
    """
    return list(
        chain(
            _count_doubts(act, votes),
            _majority_doubts(act, reckoning),
            _date_doubts(act),
            _form_doubts(act),
        )
    )


def _count_doubts(act: Act, votes: Sequence[Vote]) -> Iterator[str]:
    if not votes:
        return
    counts = Counter(vote.value for vote in votes)
    ayes, nays = counts[Vote.Value.AYE], counts[Vote.Value.NAY]
    said = [int(number) for number in re.findall(r"\d{1,4}", act.tally)[:2]]
    members = Counter(vote.value for vote in votes if not vote.is_mayor)
    # A tally counts the members, and with them or without the mayor who broke a tie.
    counted = ([ayes, nays], [members[Vote.Value.AYE], members[Vote.Value.NAY]])
    if said and all(said != both[: len(said)] for both in counted):
        yield (
            f"The tally says {act.tally}, but the roll call counts {ayes} aye and {nays} nay. "
            "Both stand as recorded."
        )
    if act.result == Act.Result.PASSED and nays >= ayes:
        yield f"The act is recorded as passed, with {ayes} aye and {nays} nay."
    for voter, times in Counter(vote.voter for vote in votes).items():
        if times > 1:
            yield f"{voter} stands {times} times in the roll call."
    for vote in votes:
        if not vote.value:
            yield f'{vote.voter} has "{vote.word}", a word that is not known as a vote.'


def _majority_doubts(act: Act, reckoning: Reckoning | None) -> Iterator[str]:
    """A contract between municipalities takes a majority of the members (RSMo 70.300)."""
    if reckoning is None or act.result != Act.Result.PASSED or reckoning.carried:
        return
    yield reckoning.sentence


def _date_doubts(act: Act) -> Iterator[str]:
    stations: list[tuple[str, date | None]] = [
        ("introduced", act.introduced_on),
        ("on the agenda", act.agenda_on),
        ("voted on", act.acted_on),
    ]
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
