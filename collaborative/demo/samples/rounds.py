"""The sample rounds: prepared, reviewed city by city, closed, decided, released."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from collaborative.demo.samples.days import Days, Step
from collaborative.demo.samples.proposals import Desk
from collaborative.models import Actor
from initiatives import results
from initiatives.models import CriteriaSet, Criterion, Decision, Entry, Review, Round
from initiatives.operations import criteria, decisions, declaring, entries, reviews, rounds
from initiatives.operations.declaring import Word
from initiatives.operations.marking import Opinion
from initiatives.operations.reweighing import Change, weigh_again
from initiatives.phases import GRACE
from initiatives.results.reweighing import Weighed

Sample = Mapping[str, Any]
CLOSING_HOUR = 17
MINUTES_A_REVIEW = 12
GATE = {"y": 1, "n": 0}
NOT_JUDGED = "-"
STARTING_POINT = "starting-point"


@dataclass(frozen=True, slots=True)
class Table:
    """One sample round with all it needs: whose desk the proposals come from, and which days."""

    desk: Desk
    sample: Sample
    days: Days

    def round(self) -> Round:
        """The round as it stands now."""
        return Round.objects.get(title=self.sample["title"])

    def entry(self, key: str) -> Entry:
        """A proposal's entry, by the sample's key."""
        found = Entry.objects.select_related("round", "proposal__city")
        return found.get(round__title=self.sample["title"], proposal=self.desk.written[key])

    def review(self, key: str, by: Actor) -> Review:
        """An evaluator's review of a proposal, by the sample's key."""
        found = Review.objects.select_related("city", "entry__round", "entry__proposal__city")
        return found.get(
            entry__round__title=self.sample["title"],
            entry__proposal=self.desk.written[key],
            evaluator=by.user,
        )


def steps(table: Table) -> Iterator[Step]:
    """Yield the steps of one round, as far as it has come."""
    sample, days = table.sample, table.days
    yield Step(days.moment(sample["prepared"]), partial(_prepare, table))
    if "announced" in sample:
        yield Step(days.moment(sample["announced"], hour=10), partial(_announce, table))
    if "declared" in sample:
        yield Step(days.moment(sample["declared"], hour=9), partial(_take_declarations, table))
    for city, said in sample.get("declarations", {}).items():
        by = table.desk.cast.actors[f"evaluator-{city}"]
        yield Step(days.moment(said["ago"], hour=14), partial(_say, table, said, by))
    if "opened" in sample:
        yield Step(days.moment(sample["opened"], hour=9), partial(_open, table))
    for city, ago in sample["sittings"].items():
        yield from _sitting(table, city, ago=ago)
    if sample["closes"] > 0:
        yield from _after_scoring(table)


def _after_scoring(table: Table) -> Iterator[Step]:
    """Yield how scoring closes, and what follows as far as it has come."""
    sample, days = table.sample, table.days
    closes_at = days.moment(sample["closes"], hour=CLOSING_HOUR)
    yield Step(closes_at + GRACE, lambda at: rounds.close_due(at=at))
    if "decided" in sample:
        if "discussion" in sample:
            yield from _discussion(table)
        yield Step(days.moment(sample["decided"], hour=15), partial(_decide, table))
    if "decided_again" in sample:
        yield Step(days.moment(sample["decided_again"], hour=15), partial(_decide_again, table))
    if "released" in sample:
        yield Step(days.moment(sample["released"], hour=11), partial(_release, table))


def _prepare(table: Table, at: datetime) -> None:
    """Set the terms, take a criteria set (the starting point, unless another is named), enter."""
    sample, by = table.sample, table.desk.cast.facilitator
    opens = sample["opened"] if "opened" in sample else sample["opens"]
    until = sample.get("proposals")
    plan = rounds.Plan(
        proposals_until=None if until is None else table.days.moment(until, hour=CLOSING_HOUR),
        title=sample["title"],
        opens_at=table.days.moment(opens, hour=9),
        closes_at=table.days.moment(sample["closes"], hour=CLOSING_HOUR),
        quorum=sample["quorum"],
        sponsors_needed=sample.get("sponsors_needed", 0),
        top=sample["top"],
        has_discussion="discussion" in sample,
        draws=sample["draws"],
    )
    round_ = rounds.prepare(plan, by=by, at=at)
    offered = CriteriaSet.objects.filter(slug=sample.get("criteria", STARTING_POINT))
    criteria.take_set(round_, taken=offered.latest("version"), by=by, at=at)
    for entry in sample["entries"]:
        entries.enter(round_, proposal=table.desk.proposal(entry["proposal"]), by=by, at=at)


def _announce(table: Table, at: datetime) -> None:
    rounds.announce(table.round(), by=table.desk.cast.facilitator, at=at)


def _take_declarations(table: Table, at: datetime) -> None:
    rounds.begin_declarations(table.round(), by=table.desk.cast.facilitator, at=at)


def _say(table: Table, said: Sample, by: Actor, at: datetime) -> None:
    """Say what an evaluator knows, wishes, and must keep out of, by the samples' keys."""
    declaring.know(said["knows"], by=by, at=at)
    words = {
        table.entry(key).pk: Word(
            is_conflict=bool(word.get("conflict")),
            reason=word.get("conflict", ""),
            would_like=word.get("would_like"),
        )
        for key, word in said["titles"].items()
    }
    declaring.declare(table.round(), words=words, by=by, at=at)


def _open(table: Table, at: datetime) -> None:
    round_, by = table.round(), table.desk.cast.facilitator
    entries.assign_everyone(round_, by=by, at=at)
    rounds.open_round(round_, by=by, at=at)


def _sitting(table: Table, city: str, *, ago: int) -> Iterator[Step]:
    """Yield what a city's evaluator does on the day set aside for reviews, one after the other."""
    by = table.desk.cast.actors[f"evaluator-{city}"]
    said = [entry for entry in table.sample["entries"] if city in entry["reviews"]]
    for number, entry in enumerate(said):
        begins, ends = (
            table.days.moment(ago, hour=13, minute=(number + part) * MINUTES_A_REVIEW)
            for part in (0, 1)
        )
        words = entry["reviews"][city]
        asked = partial(table.review, entry["proposal"], by)
        if "recused" in words:
            yield Step(begins, partial(_recuse, asked, words, by))
            continue
        yield Step(begins, partial(_declare, asked, by))
        yield Step(ends, partial(_give_opinion, asked, words, by))


def _recuse(asked: partial[Review], words: Sample, by: Actor, at: datetime) -> None:
    reviews.recuse(asked(), reason=words["recused"], by=by, at=at)


def _declare(asked: partial[Review], by: Actor, at: datetime) -> None:
    reviews.declare(asked(), by=by, at=at)


def _give_opinion(asked: partial[Review], words: Sample, by: Actor, at: datetime) -> None:
    """Send the review in, or only save it where it is still a draft."""
    review = asked()
    opinion = Opinion(
        marks=_marks(review, words["marks"]),
        remarks=words.get("why", {}),
        comment=words.get("comment", ""),
    )
    keep = reviews.save if words.get("is_draft") else reviews.submit
    keep(review, opinion=opinion, version=review.version, by=by, at=at)


def _marks(review: Review, line: str) -> dict[str, int]:
    """Read a line of marks in the order of the criteria: y or n for a gate, - for not judged."""
    keys = review.entry.round.criteria.order_by("position").values_list("key", flat=True)
    return {
        key: GATE[mark] if mark in GATE else int(mark)
        for key, mark in zip(keys, line.split(), strict=False)
        if mark != NOT_JUDGED
    }


def _discussion(table: Table) -> Iterator[Step]:
    """Yield how the weights are changed in the discussion, and how it ends."""
    talk, days = table.sample["discussion"], table.days
    yield Step(days.moment(talk["weighed"], hour=14), partial(_weigh_again, table))
    by = table.desk.cast.facilitator
    yield Step(
        days.moment(talk["frozen"], hour=16), lambda at: rounds.freeze(table.round(), by=by, at=at)
    )


def _weigh_again(table: Table, at: datetime) -> None:
    talk, round_ = table.sample["discussion"], table.round()
    weights = {
        one.key: Weighed(Decimal(talk["weights"].get(one.key, one.weight)), one.threshold)
        for one in round_.criteria.exclude(kind=Criterion.Kind.GATE)
    }
    change = Change(weights=weights, reason=talk["reason"], seen=results.digest(round_))
    weigh_again(round_, change=change, by=table.desk.cast.facilitator, at=at)


def _decide(table: Table, at: datetime) -> None:
    """Decide as far as it is decided: a round may still be worked on."""
    for entry in table.sample["entries"]:
        if "decision" in entry:
            decisions.decide(
                table.entry(entry["proposal"]),
                **entry["decision"],
                by=table.desk.cast.facilitator,
                at=at,
            )


def _decide_again(table: Table, at: datetime) -> None:
    """Let later decisions take the place of earlier ones."""
    for entry in table.sample["entries"]:
        if "later" in entry:
            later = dict(entry["later"])
            because = later.pop("because")
            earlier = Decision.objects.current().select_related("entry__round", "entry__proposal")
            decisions.supersede(
                earlier.get(entry=table.entry(entry["proposal"])),
                verdict=decisions.Verdict(**later),
                because=because,
                by=table.desk.cast.facilitator,
                at=at,
            )


def _release(table: Table, at: datetime) -> None:
    rounds.release(table.round(), by=table.desk.cast.facilitator, at=at)
