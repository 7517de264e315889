"""What goes into a digest: each thing once, under the heading where it matters most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from agreements.adoption import MISSING
from agreements.models import Agreement, Party
from agreements.results import STATIONS, Standing, durations, standings
from collaborative.wording import day, moment
from initiatives.models import Proposal, Review, Round, Sponsorship
from notifications.operations.blocks import one_line
from notifications.operations.digests.items import (
    Item,
    Key,
    Reader,
    Window,
    of_agreement,
    of_proposals,
    of_round,
)
from notifications.operations.digests.news import news
from notifications.operations.letters import absolute

DUE_WITHIN = timedelta(days=14)
"""How near a deadline must be to be told although nothing is asked of the reader's cities."""


@dataclass(frozen=True, slots=True)
class Digest:
    """All that a digest tells, each thing under one heading only.

    `standing` is for the reader's orientation: alone it makes no digest.
    """

    since: datetime
    waiting: tuple[Item, ...]
    due: tuple[Item, ...]
    new: tuple[Item, ...]
    standing: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything, in the order of the letter."""
        return (*self.waiting, *self.due, *self.new, *self.standing)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new, waiting or due."""
        return not (self.waiting or self.due or self.new)

    @property
    def deadline(self) -> datetime | None:
        """The nearest deadline of all items."""
        return min((item.deadline for item in self.items if item.deadline), default=None)


@dataclass(slots=True)
class _Once:
    """Passes on each thing the first time it comes."""

    seen: set[Key] = field(default_factory=set)

    def of(self, items: Iterable[Item]) -> tuple[Item, ...]:
        fresh = {item.key: item for item in items if item.key not in self.seen}
        self.seen |= fresh.keys()
        return tuple(fresh.values())


def gather(reader: Reader, window: Window, *, at: datetime) -> Digest:
    """Gather a digest as the reader may see things at that time.

    Costs about a dozen queries, however much there is.
    """
    councils = _councils(reader)
    once = _Once()
    return Digest(
        since=window.since,
        waiting=once.of(
            [
                *_before_council(reader, councils),
                *_asked(reader, at=at),
                *_reviews(reader, at=at),
                *_returned(reader),
            ]
        ),
        due=once.of([*_closing(reader, at=at), *_coming(reader, at=at)]),
        new=once.of(news(reader, window)),
        standing=once.of(_elsewhere(councils)),
    )


def _councils(reader: Reader) -> list[Standing]:
    """Where the cities' agreements stand that are before the councils."""
    agreements = Agreement.objects.visible_to(reader.actor).filter(
        state=Agreement.State.CIRCULATED,
        pk__in=Party.objects.filter(organisation__in=reader.keys).values("agreement"),
    )
    return standings(agreements.order_by("title", "pk"))


def _before_council(reader: Reader, councils: Iterable[Standing]) -> Iterator[Item]:
    """Agreements on which a council of the reader's cities has not decided."""
    for standing in councils:
        squares = [standing.of(city.pk) for city in reader.cities]
        undecided = [
            square.sentence for square in squares if square and square.cell.state in MISSING
        ]
        if undecided:
            words = " ".join([*undecided, standing.summary])
            yield of_agreement(standing.agreement, words)


def _asked(reader: Reader, *, at: datetime) -> Iterator[Item]:
    """Proposals that the reader's cities are asked to co-sponsor."""
    put = Sponsorship.objects.put_to(reader.actor).waiting(at=at).with_proposals()
    for asked in put:
        lead, since = asked.proposal.city, day(asked.state_since)
        words = f"{lead} asks {asked.city} to co-sponsor it, since {since}."
        if asked.asked_again_at:
            words = f"Its text changed on {since}: {asked.city} is asked again to co-sponsor it."
        yield Item(
            ("proposal", asked.proposal.pk),
            one_line(str(asked.proposal)),
            words,
            f"{absolute(asked)}?city={asked.city.slug}",
        )


def _elsewhere(councils: Iterable[Standing]) -> Iterator[Item]:
    """Agreements that wait for other cities' councils."""
    for standing in councils:
        yield of_agreement(standing.agreement, standing.summary)


def _reviews(reader: Reader, *, at: datetime) -> Iterator[Item]:
    """Open rounds in which evaluators of the reader's cities have reviews to do."""
    rounds = _open_rounds(reader, at=at)
    counts = (
        Review.objects.unfinished()
        .filter(city__in=reader.keys, entry__round__in=rounds.values("pk"))
        .order_by("city__name")
        .values_list("entry__round", "city__name")
        .annotate(Count("pk"))
    )
    by_round: dict[int, list[str]] = defaultdict(list)
    for round_key, city, count in counts:
        reviews = "review" if count == 1 else "reviews"
        by_round[round_key].append(f"{count} {reviews} by evaluators of {city}")
    for round_ in rounds.filter(pk__in=by_round):
        missing = " and ".join(by_round[round_.pk])
        yield of_round(round_, f"Not in yet: {missing}. {_closes(round_)}")


def _closing(reader: Reader, *, at: datetime) -> Iterator[Item]:
    """Rounds that close soon."""
    for round_ in _open_rounds(reader, at=at).filter(closes_at__lte=at + DUE_WITHIN):
        yield of_round(round_, _closes(round_))


def _coming(reader: Reader, *, at: datetime) -> Iterator[Item]:
    """Agreements of the reader's cities with a date that comes soon by their own terms."""
    on = timezone.localdate(at)
    own = Agreement.objects.visible_to(reader.actor).filter(
        pk__in=Party.objects.filter(organisation__in=reader.keys, left_on=None).values("agreement"),
        state=Agreement.State.IN_FORCE,
        versions__term__isnull=False,
    )
    for found in durations(own.distinct().order_by("title", "pk"), on=on):
        dates = found.coming(since=on, until=on + DUE_WITHIN)
        if dates:
            words = [f"{STATIONS[date.what]}: {day(date.on)}." for date in dates]
            yield of_agreement(found.agreement, " ".join(words))


def _open_rounds(reader: Reader, *, at: datetime) -> QuerySet[Round]:
    return (
        Round.objects.visible_to(reader.actor)
        .filter(state=Round.State.SCORING, closes_at__gt=at)
        .order_by("closes_at", "pk")
    )


def _closes(round_: Round) -> str:
    return f"The round closes on {moment(round_.closes_at)}."


def _returned(reader: Reader) -> Iterator[Item]:
    """Proposals of the reader's cities that wait for their authors."""
    returned = Proposal.objects.listed_for(reader.actor).filter(
        city__in=reader.keys, state=Proposal.State.RETURNED
    )
    yield from of_proposals(
        reader,
        returned.order_by("state_since", "pk"),
        lambda proposal: (
            f"Returned on {day(proposal.state_since)}; its authors can send it in again."
        ),
    )
