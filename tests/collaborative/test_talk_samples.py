"""What the samples' people say keeps its order on whatever weekday the samples are loaded."""

import json
from datetime import date, timedelta

import pytest

from collaborative.demo.samples import story
from collaborative.demo.samples.days import Days
from collaborative.demo.samples.proposals import _HOURS

THREADS = json.loads((story.HERE / "talk.json").read_text(encoding="utf-8"))
LIVES = {
    sample["key"]: sample["life"]
    for sample in json.loads((story.HERE / "proposals.json").read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("thread", THREADS, ids=lambda one: f"{one['proposal']} {one['section']}")
def test_nothing_is_said_before_its_time(weekday, thread):
    days = Days(date(2026, 11, 16) + timedelta(days=weekday))
    first = thread["said"][0]["ago"]
    lived = [
        days.moment(step["ago"], hour=_HOURS.get(step["step"], 16))
        for step in LIVES[thread["proposal"]]
        if step["ago"] >= first
    ]
    said = []
    for words in thread["said"]:
        said.append(words)
        said += [words["edited"]] if "edited" in words else []
    said += [thread["resolved"]] if "resolved" in thread else []
    times = lived + [days.moment(one["ago"], hour=one["hour"], minute=30) for one in said]
    assert times == sorted(set(times))
