"""The adoption matrix against a second program that lives through every day."""

import inspect
import types
from datetime import date

import pytest

from agreements.adoption import Act, ActResult, CellState, adoption, reckoning
from tests.agreements.adoption_oracle import TEXT, History, live_through

HISTORIES = 10_000


def as_plain(outcome) -> dict:
    return {
        "cells": {
            party: (cell.state, cell.on, cell.act.reference if cell.act else None)
            for party, cell in outcome.cells.items()
        },
        "required": outcome.required,
        "in_force_on": outcome.in_force_on,
    }


def differs(ask, seed: int) -> bool:
    history = History(seed)
    try:
        found = as_plain(ask(TEXT, **history.terms()))
    except (LookupError, TypeError):
        return True
    return found != live_through(history)


def test_ten_thousand_histories_come_out_alike_day_by_day():
    assert [seed for seed in range(HISTORIES) if differs(adoption, seed)] == []


def test_the_histories_hold_what_is_hard():
    """Else the agreement above would say little."""
    ends = [live_through(History(seed)) for seed in range(1000)]
    states = {state for end in ends for state, _, _ in end["cells"].values()}
    assert len(states) == 11
    in_force = sum(end["in_force_on"] is not None for end in ends)
    assert 100 < in_force < 900


def test_a_record_whose_days_cannot_be_leaves_the_matrix_standing():
    """Taken back before it was adopted, says a council's record, after an older adoption."""
    old = Act("raytown", ActResult.PASSED, date(2026, 3, 20), TEXT)
    odd = Act("raytown", ActResult.RESCINDED, date(2026, 3, 19), TEXT, adopted_on=date(2026, 3, 22))
    outcome = adoption(TEXT, parties=["raytown"], acts=[old, odd])
    assert (outcome.cells["raytown"].state, outcome.in_force_on) == (CellState.RESCINDED, None)


BREAKS = [
    ("running < max(needed, 1)", "running <= max(needed, 1)"),
    ("running += sum(change for _, change in changes)", "running += 1"),
    ("            since = None\n        elif", "            pass\n        elif"),
    ("        elif since is None:\n", "        else:\n"),
    ("for span in spans if span.until is not None]", "for span in spans if False]"),
    ("act.text_sha256 == text_sha256 and (until", "(until"),
    ("(until is None or since < until)", "True"),
    ("taken_back = None if", "taken_back = None if True or"),
    ("for day in (next_one, taken_back) if", "for day in (taken_back,) if"),
    ("last if last and last.result is ActResult.PASSED else None", "last"),
    ("adoptions[-1][1] if adoptions", "adoptions[0][1] if adoptions"),
    ("needed -= sum(not spans[party] for party in left)", "needed -= len(left)"),
    ("needed -= sum(not spans[party] for party in left)", "pass"),
    ("if required is None:\n        needed -=", "if True:\n        needed -="),
    ("last.text_sha256 not in earlier", "True"),
    ("same = last.text_sha256 == text_sha256", "same = True"),
    ("key=lambda act: act.on or date.max", "key=lambda act: act.on or date.min"),
    ("after[-1].result", "after[0].result"),
    ("for party, day in left.items()\n", "for party, day in ()\n"),
    ("len(parties) if required is None else required", "len(parties)"),
]


@pytest.mark.parametrize("change", BREAKS, ids=[f"{number}" for number in range(len(BREAKS))])
def test_a_deliberate_break_is_caught(change):
    source = inspect.getsource(reckoning)
    assert change[0] in source, "the code has another form now: break it anew"
    broken = types.ModuleType("broken")
    exec(compile(source.replace(*change), "broken", "exec"), broken.__dict__)
    assert any(differs(broken.adoption, seed) for seed in range(HISTORIES))
