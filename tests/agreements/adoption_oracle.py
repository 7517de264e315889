"""Adoption reckoned a second time, slowly: every day is lived through, council by council.

Nothing here is taken from `agreements.adoption` but the words for results and states.
"""

from datetime import date, timedelta
from random import Random

from agreements.adoption import Act, ActResult, CellState

TEXT, EARLIER, OTHER = "a" * 64, "b" * 64, "c" * 64
FIRST_DAY = date(2026, 1, 1)
DAYS = 14
TAKEN_BACK = (ActResult.RESCINDED, ActResult.FAILED, ActResult.PENDING, ActResult.POSTPONED)
STATE = {
    ActResult.FAILED: CellState.FAILED,
    ActResult.PENDING: CellState.BEFORE_COUNCIL,
    ActResult.POSTPONED: CellState.POSTPONED,
    ActResult.SHORT: CellState.SHORT,
    ActResult.VETOED: CellState.VETOED,
    ActResult.RESCINDED: CellState.RESCINDED,
}


class History:
    """A random history of some councils with one text."""

    def __init__(self, seed: int) -> None:
        chance = Random(seed)
        self.parties = [f"city-{number}" for number in range(chance.randint(1, 6))]
        self.required = chance.choice([None, chance.randint(1, len(self.parties))])
        self.earlier = {EARLIER} if chance.random() < 0.5 else set()
        count = chance.randint(0, 3 * len(self.parties))
        self.acts = [_act(chance, self.parties, number) for number in range(count)]
        self.withdrawn = {
            party: FIRST_DAY + timedelta(days=chance.randrange(DAYS))
            for party in self.parties
            if chance.random() < 0.1
        }

    def terms(self) -> dict:
        """What `adoption` is asked with."""
        return {
            "parties": self.parties,
            "acts": self.acts,
            "required": self.required,
            "earlier": self.earlier,
            "withdrawn": self.withdrawn,
        }


def _act(chance: Random, parties: list[str], number: int) -> Act:
    result = chance.choice([*ActResult, ActResult.PASSED, ActResult.PASSED, ActResult.RESCINDED])
    on = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    stood = None
    if result is ActResult.RESCINDED or (result in TAKEN_BACK and chance.random() < 0.3):
        stood = FIRST_DAY + timedelta(days=chance.randint(0, (on - FIRST_DAY).days))
    undated = result is ActResult.PENDING and stood is None and chance.random() < 0.3
    text = chance.choice([TEXT, TEXT, TEXT, EARLIER, OTHER, None])
    return Act(chance.choice(parties), result, None if undated else on, text, number, stood)


def live_through(history: History) -> dict:
    """What the matrix must say at the end of all days."""
    standing: dict[str, Act | None] = dict.fromkeys(history.parties)
    ever: set[str] = set()
    enough_since: list[tuple[date, dict[str, Act | None]]] = []
    for number in range(DAYS):
        today = FIRST_DAY + timedelta(days=number)
        for act in history.acts:
            began = act.on if act.result is ActResult.PASSED else act.adopted_on
            if began == today:
                standing[act.party] = act
        for act in history.acts:
            if act.adopted_on and act.on == today and standing[act.party] is act:
                standing[act.party] = None
        enough_since.append((today, dict(standing)))
        ever |= {party for party, act in standing.items() if act and act.text_sha256 == TEXT}
    needed = history.required
    if needed is None:
        needed = len(history.parties) - len(set(history.withdrawn) - ever)
    since = None
    for today, councils in enough_since:
        count = sum(act is not None and act.text_sha256 == TEXT for act in councils.values())
        enough = count >= max(needed, 1)
        since = (since or today) if enough else None
    cells = {party: _cell(history, party, standing[party]) for party in history.parties}
    return {"cells": cells, "required": needed, "in_force_on": since}


def _cell(history: History, party: str, standing: Act | None) -> tuple:
    state, on, reference = _of_its_acts(history, party, standing)
    if party in history.withdrawn:
        return (CellState.WITHDRAWN, history.withdrawn[party], reference)
    return (state, on, reference)


def _of_its_acts(history: History, party: str, standing: Act | None) -> tuple:
    if standing and standing.text_sha256 not in history.earlier:
        same = standing.text_sha256 == TEXT
        state = CellState.ADOPTED if same else CellState.ADOPTED_OTHER_TEXT
        return (state, standing.on, standing.reference)
    last = None
    for act in history.acts:
        if act.party != party or act is standing or act.result is ActResult.PASSED:
            continue
        if standing and not _is_later(act, standing):
            continue
        if last is None or _day(act) >= _day(last):
            last = act
    if last:
        return (STATE[last.result], last.on, last.reference)
    if standing:
        return (CellState.ADOPTED_EARLIER, standing.on, standing.reference)
    return (CellState.NO_RECORD, None, None)


def _is_later(act: Act, than: Act) -> bool:
    """Acts are numbered as they were given; of one day the later given is the later one."""
    return (_day(act), act.reference) > (_day(than), than.reference)


def _day(act: Act) -> date:
    return act.on or date.max
