"""The sample agreements and what the sample councils did with them, beside one real record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings

from agreements.legistar.words import vote_value
from agreements.models import Act, Agreement, Party
from agreements.operations import acts, documents, drafting, records
from agreements.operations.facts import Ballot, Facts
from agreements.operations.facts import Step as Deed
from cities.models import City
from collaborative.demo.samples import papers
from collaborative.demo.samples.days import Days, Step
from collaborative.demo.samples.proposals import Desk
from collaborative.models import PORTAL, Actor

Sample = Mapping[str, Any]
TEXTS = Path(__file__).parent / "texts"
RECORD = Path(settings.BASE_DIR) / "agreements" / "records" / "lees-summit-res-21-08.json"
READ_AGO = 325
"""When the real record was read in: so long ago that nobody is written to about it."""
MEMBERS = {"City Council": "Councilmember", "Board of Aldermen": "Alderman"}


@dataclass(frozen=True, slots=True)
class Promise:
    """One sample agreement with all it needs."""

    desk: Desk
    sample: Sample
    days: Days

    @property
    def text(self) -> str:
        """The words put before the councils."""
        return (TEXTS / str(self.sample["text"])).read_text(encoding="utf-8")

    def agreement(self) -> Agreement:
        """The agreement as it stands now."""
        return Agreement.objects.get(title=self.sample["title"], is_sample=True)


def steps(promise: Promise) -> Iterator[Step]:
    """Yield the steps of one agreement, as far as it has come."""
    sample, days = promise.sample, promise.days
    yield Step(days.moment(sample["drafted"], hour=11), partial(_draft, promise))
    if "circulated" in sample:
        yield Step(days.moment(sample["circulated"], hour=11), partial(_circulate, promise))
    if "paper" in sample:
        yield Step(days.moment(sample["paper"]["ago"], hour=14), partial(_add_paper, promise))
    for act in sample["acts"]:
        done = act.get("acted", act["introduced"])
        yield Step(days.morning_after(done), partial(_record, promise, act))
        for turn in act.get("after", ()):
            yield Step(days.morning_after(turn["ago"]), partial(_follow, promise, act, turn))


def read_record(desk: Desk, *, days: Days) -> Step:
    """Return the step that takes the real record of Lee's Summit's council in."""
    city = desk.cast.cities["lees-summit"]
    read = partial(records.import_record, RECORD.read_bytes(), city=city, by=PORTAL)
    return Step(days.moment(READ_AGO), lambda at: read(at=at))


def _draft(promise: Promise, at: datetime) -> None:
    sample, cast = promise.sample, promise.desk.cast
    terms = drafting.Terms(
        title=sample["title"],
        kind=sample["kind"],
        purpose=sample["purpose"],
        text=promise.text,
        parties=[cast.cities[slug] for slug in sample["parties"]],
        required_adoptions=sample.get("required"),
        is_sample=True,
    )
    proposal = promise.desk.proposal(sample["proposal"]) if "proposal" in sample else None
    drafting.draft(terms, proposal=proposal, by=cast.facilitator, at=at)


def _circulate(promise: Promise, at: datetime) -> None:
    drafting.circulate(promise.agreement(), by=promise.desk.cast.facilitator, at=at)


def _add_paper(promise: Promise, at: datetime) -> None:
    documents.add_document(
        promise.agreement(),
        upload=papers.upload(promise.sample["paper"]),
        by=promise.desk.cast.facilitator,
        at=at,
    )


def _record(promise: Promise, act: Sample, at: datetime) -> None:
    """Record one council's act, as the city's clerk does on the day after."""
    city = promise.desk.cast.cities[act["city"]]
    party = Party.objects.select_related("agreement", "organisation").get(
        agreement=promise.agreement(), organisation=city
    )
    acts.record_act(party, facts=_facts(promise, act, city), by=_clerk(promise, city), at=at)


def _follow(promise: Promise, act: Sample, turn: Sample, at: datetime) -> None:
    """Record what came after a council's decision."""
    city = promise.desk.cast.cities[act["city"]]
    recorded = Act.objects.select_related("party__agreement", "party__organisation").get(
        party__organisation=city, file_number=_number(promise, act)
    )
    step = _step(promise, turn, city)
    acts.add_action(recorded, step=step, by=_clerk(promise, city), at=at)


def _clerk(promise: Promise, city: City) -> Actor:
    return promise.desk.cast.actors[f"clerk-{city.slug}"]


def _number(promise: Promise, act: Sample) -> str:
    return f"SAMPLE {promise.days.day(act['introduced']):%y}-{act['number']:03}"


def _facts(promise: Promise, act: Sample, city: City) -> Facts:
    facts = {
        "instrument": act["instrument"],
        "file_number": _number(promise, act),
        "title": f"Approving “{promise.sample['title']}”",
        "body": city.council,
        "introduced_on": promise.days.day(act["introduced"]),
        "result": act["result"],
        "other_text": promise.text.replace(*act["changed"]) if "changed" in act else "",
        "actions": tuple(_step(promise, turn, city) for turn in act.get("steps", ())),
    }
    if act["result"] == Act.Result.PENDING:
        return Facts(**facts)
    return Facts(**facts, **_vote(promise, act, city))


def _step(promise: Promise, turn: Sample, city: City) -> Deed:
    """Return one step of a matter beside the decision; a committee has no seats of its own."""
    votes = turn.get("votes", {})
    return Deed(
        kind=turn["kind"],
        on=promise.days.day(turn["ago"]),
        body=turn.get("body", city.council),
        passed=True if votes else None,
        tally=_tally(votes),
        postponed_to=promise.days.day(turn["until"]) if "until" in turn else None,
        votes=tuple(_ballots(votes, member=MEMBERS[city.council])),
    )


def _vote(promise: Promise, act: Sample, city: City) -> dict[str, Any]:
    """Return the day, the roll call by seats, and the tally; seat 1 moves, seat 2 seconds."""
    acted_on = promise.days.day(act["acted"])
    ballots = tuple(_ballots(act["votes"], member=MEMBERS[city.council]))
    return {
        "agenda_on": acted_on,
        "acted_on": acted_on,
        "mover": ballots[0].voter,
        "seconder": ballots[1].voter,
        "votes": ballots + tuple(_mayor(act)),
        "tally": _tally(act["votes"]),
    }


def _tally(votes: Mapping[str, int]) -> str:
    return ", ".join(f"{word} {number}" for word, number in votes.items())


def _ballots(votes: Mapping[str, int], *, member: str) -> Iterator[Ballot]:
    """Give each vote a seat, from seat 1 on, since nobody is invented."""
    seats = count(1)
    for word, number in votes.items():
        for _ in range(number):
            yield Ballot(f"{member}, seat {next(seats)} (sample)", _value(word), word)


def _mayor(act: Sample) -> Iterator[Ballot]:
    """Give the mayor's vote where a tie was broken."""
    if "mayor" in act:
        yield Ballot("Mayor (sample)", _value(act["mayor"]), act["mayor"], is_mayor=True)


def _value(word: str) -> str:
    value = vote_value(word)
    assert value is not None
    return value.value
