"""Councils' acts as the packet's document shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from agreements import typesetting
from agreements.models import Act, Action, Vote
from agreements.packets.bodies import name
from agreements.results import Compositions, Poll, reckoned
from collaborative.wording import day

_DID = {
    Act.Result.PASSED: "adopted",
    Act.Result.FAILED: "not adopted",
    Act.Result.PENDING: "before the council",
}


def act_name(act: Act) -> str:
    """An act by its kind and number: "Resolution RES. NO. 21-08"."""
    return f"{act.get_instrument_display()} {act.file_number}"


def act_facts(act: Act, councils: Compositions) -> typesetting.Act:
    """Return an act with its steps and roll calls. Reads its votes and actions."""
    steps = list(act.actions.all())
    pending = act.result == Act.Result.PENDING
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
        "action": act.action_word or _DID[Act.Result(act.result)],
        "result": "" if pending else act.result_word or act.get_result_display(),
        "mover": act.mover,
        "seconder": act.seconder,
        "tally": act.tally,
        "text_sha256": act.text.sha256 if act.text else "",
        "source": act.get_source_display() if act.source == Act.Source.IMPORTED else "",
        "before": [_step(step) for step in steps if not step.after],
        "after": [_step(step) for step in steps if step.after],
        "roll_calls": list(_roll_calls(act, steps, councils)),
    }


def _step(step: Action) -> typesetting.Step:
    put_off = f"Put off to {day(step.postponed_to)}." if step.postponed_to else ""
    said = (
        _named("Moved by", step.mover),
        _named("Seconded by", step.seconder),
        _named("Tally", step.tally),
        _named("Version", step.version),
        put_off,
        step.text,
    )
    return {
        "body": step.body,
        "action": step.label,
        "on": step.on,
        "result": step.outcome,
        "said": " ".join(part for part in said if part),
    }


def _named(what: str, said: str) -> str:
    return f"{what} {said}." if said else ""


def _roll_calls(
    act: Act, steps: Sequence[Action], councils: Compositions
) -> Iterator[typesetting.RollCall]:
    """Yield the roll calls in the order of the steps, that of the decision among them."""
    for step in steps:
        if not step.after:
            yield from _roll_call_of(step)
    if votes := list(act.votes.all()):
        reckoning = reckoned(act, Poll.of(votes), councils)
        yield {
            "title": _title("Decision", act.body),
            "on": act.acted_on,
            "totals": totals(votes),
            "tally": act.tally,
            "reckoning": reckoning.sentence if reckoning else "",
            "votes": [_vote(vote) for vote in votes],
        }
    for step in steps:
        if step.after:
            yield from _roll_call_of(step)


def _roll_call_of(step: Action) -> Iterator[typesetting.RollCall]:
    if votes := list(step.votes.all()):
        yield {
            "title": _title(step.label, step.body),
            "on": step.on,
            "totals": totals(votes),
            "tally": step.tally,
            "reckoning": "",
            "votes": [_vote(vote) for vote in votes],
        }


def _title(what: str, body: str) -> str:
    return ", ".join(part for part in (what, body) if part)


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
        "member": f"{vote.voter} (mayor)" if vote.is_mayor else vote.voter,
        "vote": vote.word or vote.get_value_display(),
        "meaning": vote.get_value_display(),
    }
