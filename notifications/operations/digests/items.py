"""The parts of a digest: whom it is for, which time it covers, and one thing in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from agreements.models import Agreement
from cities.models import City
from collaborative.models import Actor
from collaborative.wording import moment
from initiatives.models import Proposal, Round, Sponsorship
from notifications.operations.blocks import one_line
from notifications.operations.letters import absolute, link
from training.models import Assessment, Cohort, SeatRequest

Key = tuple[str, int]
"""A thing, by kind and key, so that it is told once."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a digest is for: the actor of the day, and the cities whose liaison it is, if any."""

    actor: Actor
    cities: tuple[City, ...]

    @property
    def keys(self) -> frozenset[int]:
        """The cities' keys."""
        return frozenset(city.pk for city in self.cities)

    @property
    def names(self) -> str:
        """The cities, as in "Grandview and Raytown"; "" for somebody who is no liaison."""
        *first, last = [city.name for city in self.cities] or [""]
        return f"{', '.join(first)} and {last}" if first else last

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the first city, or the portal's own."""
        return ZoneInfo(self.cities[0].time_zone if self.cities else settings.TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Window:
    """What is new: what happened after `since`, up to and with `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a digest: what it is, what to say of it, and where it is found.

    `url` is "" where the reader may know of the thing but not read it. `deadline` is when it is
    too late; `day` is how people say it where that is a whole day.
    """

    key: Key
    title: str
    words: str
    url: str = ""
    deadline: datetime | None = None
    day: str = ""

    @property
    def due(self) -> str:
        """The deadline as people say it; "" where there is none."""
        return self.day or (moment(self.deadline) if self.deadline else "")


def of_agreement(agreement: Agreement, words: str) -> Item:
    """An agreement, and what to say of it."""
    return Item(("agreement", agreement.pk), one_line(agreement.title), words, absolute(agreement))


def of_round(round_: Round, words: str) -> Item:
    """A round, and what to say of it; its close is a deadline while it is open."""
    deadline = round_.closes_at if round_.state == Round.State.SCORING else None
    return Item(("round", round_.pk), one_line(round_.title), words, absolute(round_), deadline)


def of_proposals(
    reader: Reader, proposals: Iterable[Proposal], words: Callable[[Proposal], str]
) -> Iterator[Item]:
    """Proposals, and what to say of each; no link where the reader may only know of it.

    Costs two queries.
    """
    found = list(proposals)
    visible = Proposal.objects.visible_to(reader.actor)
    readable = set(visible.filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True))
    for proposal in found:
        url = absolute(proposal) if proposal.pk in readable else ""
        yield Item(("proposal", proposal.pk), one_line(str(proposal)), words(proposal), url)


def of_sponsorship(sponsorship: Sponsorship, words: str) -> Item:
    """What a city is no longer asked about, without a word of the proposal, and what to say."""
    proposal = sponsorship.proposal
    title = f"{proposal.reference}, a proposal of {proposal.city}"
    return Item(("sponsorship", sponsorship.pk), title, words)


def of_city(city: City, words: str) -> Item:
    """A city, and what to say of it."""
    return Item(("city", city.pk), city.name, words, absolute(city))


def of_assessment(assessment: Assessment, words: str) -> Item:
    """Training questions, and what to say of them; their close is a deadline while open."""
    is_open = assessment.state == Assessment.State.OPEN
    return Item(
        ("assessment", assessment.pk),
        one_line(assessment.title),
        words,
        absolute(assessment),
        assessment.closes_at if is_open else None,
    )


def of_cohort(cohort: Cohort, words: str) -> Item:
    """A course that is held, and what to say of it."""
    return Item(("cohort", cohort.pk), one_line(cohort.title), words, absolute(cohort))


def of_request(request: SeatRequest, words: str) -> Item:
    """Seats that a city asked for, and what to say of them."""
    title = f"Seats asked for: {one_line(str(request))}"
    return Item(("seatrequest", request.pk), title, words, link("training:requests"))
