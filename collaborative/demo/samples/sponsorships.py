"""Which cities the samples' authors asked to co-sponsor, and what those answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from collaborative.demo.samples.days import Days, Step
from collaborative.demo.samples.proposals import Desk
from collaborative.models import Actor
from initiatives.models import Proposal, Sponsorship
from initiatives.operations import sponsorships, writing
from initiatives.operations.sponsorships import Reply

Sample = Mapping[str, Any]
ASKED, ANSWERED, CHANGED = 12, 13, 10
"""The hours at which it is done: asked before it is answered, answered before it is sent in."""


def steps(desk: Desk, sample: Sample, *, days: Days) -> Iterator[Step]:
    """Yield the questions and answers about one proposal, and a change of its text."""
    yield Step(days.moment(sample["asked"], hour=ASKED), partial(_ask, desk, sample))
    for slug, answers in sample["cities"].items():
        for said in answers:
            act = partial(_answer, desk, sample, slug, said)
            yield Step(days.moment(said["ago"], hour=ANSWERED), act)
    if changed := sample.get("changed"):
        act = partial(_change, desk, sample)
        yield Step(days.moment(changed["ago"], hour=CHANGED), act)


def _ask(desk: Desk, sample: Sample, at: datetime) -> None:
    proposal = desk.proposal(sample["proposal"])
    cities = [desk.cast.cities[slug] for slug in sample["cities"]]
    sponsorships.ask(proposal, cities=cities, by=_author(desk, proposal), at=at)


def _answer(desk: Desk, sample: Sample, slug: str, said: Sample, at: datetime) -> None:
    """Answer as the city's liaison, or take the question back as its author."""
    proposal = desk.proposal(sample["proposal"])
    sponsorship = Sponsorship.objects.get(proposal=proposal, city__slug=slug)
    if said["reply"] == Sponsorship.State.TAKEN_BACK:
        sponsorships.take_back(sponsorship, by=_author(desk, proposal), at=at)
        return
    sponsorships.answer(
        sponsorship,
        reply=Reply(state=said["reply"], words=said.get("words", "")),
        version=proposal.version,
        turn=sponsorship.turn,
        by=desk.cast.actors[f"liaison-{slug}"],
        at=at,
    )


def _change(desk: Desk, sample: Sample, at: datetime) -> None:
    proposal = desk.proposal(sample["proposal"])
    writing.save(
        proposal,
        answers=sample["changed"]["answers"],
        base=proposal.version,
        by=_author(desk, proposal),
        at=at,
    )


def _author(desk: Desk, proposal: Proposal) -> Actor:
    return next(actor for actor in desk.cast.actors.values() if actor.user == proposal.author)
