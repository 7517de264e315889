"""What is new: the events of a time, told by the things they happened to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from agreements.events import ActEvent
from agreements.models import Act, Agreement
from cities.models import City
from collaborative.models import Event
from collaborative.wording import day
from initiatives.models import Comment, Proposal, Round, Sponsorship
from notifications.catalogue import NOTICES
from notifications.models import Message
from notifications.models.ledger import GATHERED
from notifications.operations import muting
from notifications.operations.digests.items import (
    Item,
    Key,
    Reader,
    Window,
    of_agreement,
    of_assessment,
    of_city,
    of_cohort,
    of_proposals,
    of_request,
    of_round,
    of_sponsorship,
)
from training.models import Assessment, Cohort, SeatRequest

WORDS: Mapping[str, str] = MappingProxyType(
    {str(kind): notice.news for kind, notice in NOTICES.items() if notice.news}
)
"""What a digest says of a thing to which an event of this kind happened."""

ACT = Act._meta.label_lower
COMMENT = Comment._meta.label_lower
SPONSORSHIP = Sponsorship._meta.label_lower
State = Sponsorship.State
_EVENT_KEY = Cast(KT("context__event"), BigIntegerField())
_KINDS = MappingProxyType(
    {
        "cities.city": "city",
        "initiatives.proposal": "proposal",
        "initiatives.round": "round",
        "agreements.agreement": "agreement",
        "training.assessment": "assessment",
        "training.cohort": "cohort",
        "training.seatrequest": "seatrequest",
    }
)
_VOTES = frozenset({ActEvent.RECORDED, ActEvent.COMPLETED, ActEvent.IMPORTED})
_VOTED: Mapping[str, str] = MappingProxyType(
    {
        Act.Result.PASSED: "passed it",
        Act.Result.FAILED: "did not pass it",
        Act.Result.PENDING: "took it up",
    }
)


@dataclass(frozen=True, slots=True)
class News:
    """What happened: each thing once, the one to which something happened last first.

    `councils` says what the councils did of each agreement that they dealt with, by its key.
    """

    items: tuple[Item, ...]
    councils: Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class _Vote:
    """An act of a council: of which agreement, and the day of the vote where there was one."""

    key: Key
    on: date | None


def news(reader: Reader, window: Window) -> News:
    """Tell what happened in the window to things the reader may see.

    Left out: what the reader did or muted, and what a letter of its own has told the reader, or is
    told among what the reader chose to have in the digest.
    """
    happened = list(_events(reader, window))
    votes = _votes(_keys(happened, ACT))
    by_thing = _by_thing(reader, happened, votes)
    for key in _muted(reader):
        by_thing.pop(key, None)
    councils = {key: said for key, events in by_thing.items() if (said := _acts(events, votes))}
    words = {key: _words(events, councils.get(key, "")) for key, events in by_thing.items()}
    items = {item.key: item for item in _items(reader, words)}
    latest_first = sorted(by_thing, key=lambda key: by_thing[key][-1].pk, reverse=True)
    return News(tuple(items[key] for key in latest_first if key in items), councils)


def _events(reader: Reader, window: Window) -> QuerySet[Event]:
    """The events worth telling, oldest first."""
    person = reader.actor.user
    own = Message.objects.filter(recipient=person).exclude(context__event=None)
    told = own.filter(Q(state=Message.State.SENT) | Q(reason=GATHERED))
    return (
        Event.objects.filter(kind__in=WORDS, at__gt=window.since, at__lte=window.until)
        .exclude(by=person)
        .exclude(pk__in=told.annotate(told=_EVENT_KEY).values("told"))
        .order_by("at", "pk")
    )


def _muted(reader: Reader) -> Iterator[Key]:
    """The things that the reader muted."""
    keys = muting.keys(reader.actor.user) if reader.actor.user else ()
    for about, key in keys:
        if about in _KINDS:
            yield _KINDS[about], int(key)


def _by_thing(
    reader: Reader, events: Iterable[Event], votes: Mapping[int, _Vote]
) -> dict[Key, list[Event]]:
    """Sort the events by what they are about.

    A council's act is about its agreement; a city's word on a proposal and a comment, as far as
    the reader may know of it, about the proposal.
    """
    found = list(events)
    wholes: Mapping[str, Mapping[int, Key]] = {
        ACT: {act: vote.key for act, vote in votes.items()},
        SPONSORSHIP: _proposals(reader, _keys(found, SPONSORSHIP)),
        COMMENT: _talked_of(reader, _keys(found, COMMENT)),
    }
    sorted_: dict[Key, list[Event]] = defaultdict(list)
    for event in found:
        key = int(event.about_key)
        if event.about_type not in wholes:
            sorted_[_KINDS[event.about_type], key].append(event)
        elif key in wholes[event.about_type]:
            sorted_[wholes[event.about_type][key]].append(event)
    return sorted_


def _keys(events: Iterable[Event], about: str) -> list[int]:
    return [int(event.about_key) for event in events if event.about_type == about]


def _votes(acts: list[int]) -> dict[int, _Vote]:
    rows = Act.objects.filter(pk__in=acts).values_list("pk", "party__agreement", "acted_on")
    return {act: _Vote(("agreement", agreement), on) for act, agreement, on in rows}


def _proposals(reader: Reader, sponsorships: list[int]) -> dict[int, Key]:
    """The proposals of what the reader may know; a lead city's liaison knows of all who are asked.

    A city that is no longer asked is told so, and no more of the proposal.
    """
    known = Sponsorship.objects.visible_to(reader.actor) | Sponsorship.objects.filter(
        proposal__city__in=reader.keys
    )
    let_go = Sponsorship.objects.filter(city__in=reader.keys, state=State.TAKEN_BACK)
    keys: dict[int, Key] = {
        key: ("sponsorship", key)
        for key in let_go.filter(pk__in=sponsorships).values_list("pk", flat=True)
    }
    rows = known.filter(pk__in=sponsorships).values_list("pk", "proposal")
    return keys | {key: ("proposal", proposal) for key, proposal in rows}


def _talked_of(reader: Reader, comments: list[int]) -> dict[int, Key]:
    """The proposals of the comments that the reader may read; of others nothing is said."""
    readable = Comment.objects.visible_to(reader.actor).filter(pk__in=comments)
    return {key: ("proposal", proposal) for key, proposal in readable.values_list("pk", "proposal")}


def _words(events: Iterable[Event], councils: str) -> str:
    """Say what happened, each thing with its last day; what councils did first."""
    days = {_said(event): day(event.at) for event in events if event.about_type != ACT}
    said = "; ".join(f"{words} on {on}" for words, on in days.items())
    others = f"{said[0].upper()}{said[1:]}." if said else ""
    return " ".join(filter(None, [councils, others]))


def _acts(events: Iterable[Event], votes: Mapping[int, _Vote]) -> str:
    """Say what councils did, a sentence each, the latest first; "" where they did nothing."""
    days = {
        _said(event): day(_voted_on(event, votes) or event.at)
        for event in events
        if event.about_type == ACT
    }
    said = [f"{words[0].upper()}{words[1:]} on {on}." for words, on in days.items()]
    return " ".join(reversed(said))


def _voted_on(event: Event, votes: Mapping[int, _Vote]) -> date | None:
    """The day of the vote that an event tells of; None where it tells of something else."""
    return votes[int(event.about_key)].on if event.kind in _VOTES else None


def _said(event: Event) -> str:
    told = event.detail
    return WORDS[event.kind].format(
        city=told.get("city", ""),
        council=told.get("party", ""),
        voted=_VOTED.get(told.get("result", ""), ""),
    )


def _items(reader: Reader, words: Mapping[Key, str]) -> Iterator[Item]:
    """The things that the reader may see, of those."""
    keys: dict[str, list[int]] = defaultdict(list)
    for kind, key in words:
        keys[kind].append(key)
    for city in City.objects.filter(pk__in=keys["city"]):
        yield of_city(city, words["city", city.pk])
    for round_ in Round.objects.visible_to(reader.actor).filter(pk__in=keys["round"]):
        yield of_round(round_, words["round", round_.pk])
    yield from of_proposals(
        reader,
        Proposal.objects.listed_for(reader.actor).filter(pk__in=keys["proposal"]),
        lambda proposal: words["proposal", proposal.pk],
    )
    let_go = Sponsorship.objects.filter(pk__in=keys["sponsorship"])
    for sponsorship in let_go.select_related("city", "proposal__city"):
        yield of_sponsorship(sponsorship, words["sponsorship", sponsorship.pk])
    visible = Agreement.objects.visible_to(reader.actor).filter(pk__in=keys["agreement"])
    for agreement in visible:
        yield of_agreement(agreement, words["agreement", agreement.pk])
    theirs = Cohort.objects.visible_to(reader.actor).filter(
        pk__in=keys["cohort"], seats__city__in=reader.keys
    )
    for cohort in theirs.distinct():
        yield of_cohort(cohort, words["cohort", cohort.pk])
    asked = Assessment.objects.visible_to(reader.actor).filter(pk__in=keys["assessment"])
    for assessment in asked:
        yield of_assessment(assessment, words["assessment", assessment.pk])
    wishes = SeatRequest.objects.visible_to(reader.actor).filter(pk__in=keys["seatrequest"])
    for wish in wishes.select_related("city", "topic", "course"):
        yield of_request(wish, words["seatrequest", wish.pk])
