"""What goes into a digest: each thing once, under the heading where it matters most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, QuerySet

from agreements.adoption import MISSING
from agreements.models import Agreement, Party
from agreements.results import Standing, standings
from collaborative.wording import day, moment
from initiatives.models import Proposal, Review, Round, Sponsorship
from notifications.operations.blocks import one_line
from notifications.operations.digests import training
from notifications.operations.digests.deadlines import DUE_WITHIN, Owings, dated, items, owings
from notifications.operations.digests.items import (
    Item,
    Key,
    Reader,
    Window,
    of_agreement,
    of_proposals,
    of_round,
)
from notifications.operations.digests.news import News, news
from notifications.operations.letters import absolute


@dataclass(frozen=True, slots=True)
class Digest:
    """All that a digest tells as things stand `at` a time, each thing under one heading only.

    `acted` is what councils did, `chosen` what the reader chose to be told here in place of
    letters. `standing` and `seats` are for the reader's orientation: alone they make no digest.
    """

    since: datetime
    at: datetime
    waiting: tuple[Item, ...] = ()
    due: tuple[Item, ...] = ()
    chosen: tuple[Item, ...] = ()
    acted: tuple[Item, ...] = ()
    new: tuple[Item, ...] = ()
    standing: tuple[Item, ...] = ()
    seats: tuple[Item, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything, in the order of the letter."""
        told = (*self.waiting, *self.due, *self.chosen, *self.acted, *self.new)
        return (*told, *self.standing, *self.seats)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new, waiting or due."""
        return not (self.waiting or self.due or self.chosen or self.acted or self.new)

    @property
    def deadline(self) -> str:
        """The nearest deadline to come of all items, as people say it; "" where there is none."""
        ahead = [(item.deadline, item) for item in self.items if item.deadline]
        to_come = [pair for pair in ahead if pair[0] > self.at]
        return min(to_come, key=lambda pair: pair[0])[1].due if to_come else ""


@dataclass(slots=True)
class _Once:
    """Passes on each thing the first time it comes, with what the reader is to do about it."""

    owed: Owings
    at: datetime
    seen: set[Key] = field(default_factory=set)

    def of(self, things: Iterable[Item]) -> tuple[Item, ...]:
        fresh = {item.key: item for item in things if item.key not in self.seen}
        self.seen |= fresh.keys()
        return tuple(dated(item, self.owed, at=self.at) for item in fresh.values())

    def left(self) -> list[Item]:
        """What the reader is to do about things that were not passed on so far."""
        fresh = {key: rows for key, rows in self.owed.items() if key not in self.seen}
        self.seen |= fresh.keys()
        return list(items(fresh, at=self.at))


def gather(reader: Reader, window: Window, *, at: datetime, owed: Owings | None = None) -> Digest:
    """Gather a digest as the reader may see things at that time.

    `owed` is what the reader is to do, where it is known already. Costs the same queries, however
    much there is.
    """
    councils = _councils(reader)
    told = news(reader, window)
    once = _Once(owings(reader.actor.user, at=at) if owed is None else owed, at)
    waiting = once.of(_waiting(reader, councils, told, at=at))
    due = [
        *once.of([*_closing(reader, at=at), *training.due(reader, at=at)]),
        *once.left(),
    ]
    return Digest(
        since=window.since,
        at=at,
        waiting=waiting,
        due=tuple(sorted(due, key=lambda item: item.deadline or at)),
        acted=once.of(item for item in told.items if item.key in told.councils),
        new=once.of(told.items),
        standing=once.of(_elsewhere(councils)),
        seats=once.of(training.seats(reader, at=at)),
    )


def _waiting(
    reader: Reader, councils: Iterable[Standing], told: News, *, at: datetime
) -> Iterator[Item]:
    """All that waits for the reader's cities."""
    yield from _before_council(reader, councils, told)
    yield from _asked(reader, at=at)
    yield from _reviews(reader, at=at)
    yield from training.questions(reader, at=at)
    yield from _returned(reader)


def _councils(reader: Reader) -> list[Standing]:
    """Where the cities' agreements stand that are before the councils."""
    agreements = Agreement.objects.visible_to(reader.actor).filter(
        state=Agreement.State.CIRCULATED,
        pk__in=Party.objects.filter(organisation__in=reader.keys).values("agreement"),
    )
    return standings(agreements.order_by("title", "pk"))


def _before_council(reader: Reader, councils: Iterable[Standing], told: News) -> Iterator[Item]:
    """Agreements on which a council of the reader's cities has not decided, and what others did."""
    for standing in councils:
        squares = [standing.of(city.pk) for city in reader.cities]
        undecided = [
            square.sentence for square in squares if square and square.cell.state in MISSING
        ]
        if undecided:
            others = told.councils.get(("agreement", standing.agreement.pk), "")
            words = " ".join(filter(None, [*undecided, standing.summary, others]))
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
    """Agreements that wait for other cities' councils, the one acted on last first."""
    for standing in sorted(councils, key=_last_acted_on, reverse=True):
        yield of_agreement(standing.agreement, standing.summary)


def _last_acted_on(standing: Standing) -> date:
    return max((square.cell.on for square in standing.squares if square.cell.on), default=date.min)


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
