"""Councils' acts as the packet's document shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from agreements import typesetting
from agreements.models import Act, Vote
from agreements.packets.bodies import name

_DID = {
    Act.Result.PASSED: "adopted",
    Act.Result.FAILED: "not adopted",
    Act.Result.PENDING: "before the council",
}


def act_name(act: Act) -> str:
    """An act by its kind and number: "Resolution RES. NO. 21-08"."""
    return f"{act.get_instrument_display()} {act.file_number}"


def act_facts(act: Act) -> typesetting.Act:
    """Return an act with its steps and roll calls. Reads its votes."""
    return {
        "party": name(act.party.organisation),
        "body": act.body,
        "instrument": act.get_instrument_display(),
        "file_number": act.file_number,
        "enactment_number": act.enactment_number,
        "title": act.title,
        "introduced_on": act.introduced_on,
        "agenda_on": act.agenda_on,
        "on": act.acted_on,
        "action": _DID[Act.Result(act.result)],
        "result": "" if act.result == Act.Result.PENDING else act.get_result_display(),
        "mover": act.mover,
        "seconder": act.seconder,
        "tally": act.tally,
        "text_sha256": act.text.sha256 if act.text else "",
        "source": act.get_source_display() if act.source == Act.Source.IMPORTED else "",
        "before": [],
        "after": [],
        "roll_calls": _roll_calls(act),
    }


def _roll_calls(act: Act) -> list[typesetting.RollCall]:
    votes = list(act.votes.all())
    if not votes:
        return []
    return [
        {
            "title": ", ".join(part for part in ("Decision", act.body) if part),
            "on": act.acted_on,
            "totals": totals(votes),
            "tally": act.tally,
            "reckoning": "",
            "votes": [_vote(vote) for vote in votes],
        }
    ]


def totals(votes: Sequence[Vote]) -> str:
    """How many voted how, counted by what the words mean: "Aye 8, Nay 0, Absent 1"."""
    counts = Counter(vote.value for vote in votes)
    usual = (Vote.Value.AYE.value, Vote.Value.NAY.value)
    shown = [value for value in Vote.Value.values if counts[value] or value in usual]
    said = [f"{Vote.Value(value).label} {counts[value]}" for value in shown]
    unknown = [f"other words {counts['']}"] if counts[""] else []
    return ", ".join([*said, *unknown])


def _vote(vote: Vote) -> typesetting.Vote:
    return {
        "member": vote.voter,
        "vote": vote.word or vote.get_value_display(),
        "meaning": vote.get_value_display(),
    }
