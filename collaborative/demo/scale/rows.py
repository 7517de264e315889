"""The rows there are many of: proposals, entries, reviews and marks, written in bulk.

Each step brings its events, as if every person had taken it alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from random import Random
from typing import TypeVar

from django.db.models import F, Model, OuterRef, Subquery
from django.utils import timezone

from cities.models import City, Office
from collaborative.demo.scale.cast import Cast, actor
from collaborative.demo.scale.texts import COMMENTS, answers
from collaborative.models import Event
from initiatives.events import ProposalEvent, ReviewEvent
from initiatives.models import (
    Criterion,
    Entry,
    Mark,
    Numbering,
    Proposal,
    Review,
    Revision,
    Round,
    Submission,
)
from initiatives.models.numbering import PREFIX
from initiatives.questions import first_year_cost, first_year_saving, revised, wanted

Row = TypeVar("Row", bound=Model)
BATCH = 5_000
TEXTS = 500
"""Rows a statement, so that none comes near the time a statement may take; of whole texts, whose
words PostgreSQL gathers, fewer.
"""
QUALITY, LENIENCY, OPINION = (0.6, 0.15), (0.0, 0.08), (0.0, 0.15)
"""Mean and spread of what proposals earn, of how much evaluators add, and of chance, in scales."""


def write_proposals(number: int, *, cast: Cast, chance: Random, at: datetime) -> list[Proposal]:
    """Write proposals as their authors sent them in, led by the cities in turn."""
    proposals = [
        _proposal(reference, city, _answers(turn, city, cast, chance), cast=cast, at=at)
        for turn, reference in enumerate(_references(number, at=at))
        for city in [cast.cities[turn % len(cast.cities)]]
    ]
    _insert(Proposal, proposals, batch=TEXTS)
    _insert(Proposal.wanted_cities.through, _wanted(proposals, cast))
    revisions = _insert(Revision, (_revision(proposal) for proposal in proposals))
    _insert(Submission, (_submission(revision) for revision in revisions))
    for city in cast.cities:
        own = [proposal for proposal in proposals if proposal.city == city]
        for kind in (ProposalEvent.STARTED, ProposalEvent.SUBMITTED):
            Event.objects.record_all(kind, own, by=cast.authors[city.pk], at=at)
    Event.objects.record_all(ProposalEvent.ACCEPTED, proposals, by=cast.facilitator, at=at)
    return proposals


def enter(round_: Round, *, proposals: Sequence[Proposal], cast: Cast, at: datetime) -> list[Entry]:
    """Put accepted proposals into a round in preparation."""
    Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals]).update(
        state=Proposal.State.IN_ROUND, state_since=at
    )
    Event.objects.record_all(
        ProposalEvent.ENTERED, proposals, by=cast.facilitator, at=at, round=round_.title
    )
    return _insert(Entry, (Entry(round=round_, proposal=proposal) for proposal in proposals))


def assign(
    number: int, *, entries: Iterable[Entry], cast: Cast, chance: Random, at: datetime
) -> list[Review]:
    """Ask so many evaluators about each entry, none of its lead city."""
    cities = {city.pk: city for city in cast.cities}
    outside = {city.pk: cast.evaluators_outside(city) for city in cast.cities}
    reviews = _insert(
        Review,
        (
            _review(entry, office, cities[office.organisation_id], at=at)
            for entry in entries
            for office in chance.sample(outside[entry.proposal.city_id], number)
        ),
    )
    Event.objects.record_all(ReviewEvent.ASSIGNED, reviews, by=cast.facilitator, at=at)
    return reviews


def send_in(
    reviews: Sequence[Review],
    *,
    criteria: Sequence[Criterion],
    cast: Cast,
    chance: Random,
    at: datetime,
) -> None:
    """Mark every criterion in every review of an open round, and send the reviews in."""
    sent = Revision.objects.filter(proposal__entries=OuterRef("entry"))
    for turn, comment in enumerate(COMMENTS):
        Review.objects.filter(
            pk__in=[review.pk for review in reviews[turn :: len(COMMENTS)]]
        ).update(
            revision=Subquery(sent.values("pk")[:1]),
            state=Review.State.SUBMITTED,
            declared_at=at,
            saved_at=at,
            submitted_at=at,
            version=1,
            comment=comment,
        )
    _insert(Mark, _marks(reviews, criteria, chance, at=at))
    own: dict[int, list[Review]] = defaultdict(list)
    for review in reviews:
        own[review.evaluator_id].append(review)
    for office in cast.evaluators:
        by = actor(office, at=at)
        for kind in (ReviewEvent.DECLARED, ReviewEvent.SUBMITTED):
            Event.objects.record_all(kind, own[office.person_id], by=by, at=at)


def _references(number: int, *, at: datetime) -> Iterator[str]:
    """Take so many references of the year at once, as `Numbering` gives them out one by one."""
    year = timezone.localtime(at).year
    Numbering.objects.get_or_create(year=year)
    Numbering.objects.filter(year=year).update(last=F("last") + number)
    last = Numbering.objects.get(year=year).last
    return (f"{PREFIX}-{year}-{taken:03}" for taken in range(last - number + 1, last + 1))


def _answers(turn: int, city: City, cast: Cast, chance: Random) -> dict[str, str]:
    """Answer for a lead city that wants two others."""
    others = [other.slug for other in chance.sample(cast.cities_beside(city), 2)]
    return revised({}, answers(turn, chance, lead=city.slug, others=others))


def _proposal(
    reference: str, city: City, text: dict[str, str], *, cast: Cast, at: datetime
) -> Proposal:
    return Proposal(
        state=Proposal.State.ACCEPTED,
        state_since=at,
        reference=reference,
        city=city,
        author=cast.authors[city.pk].user,
        created_at=at,
        submitted_at=at,
        draft=text,
        answers=text,
        title=text["title"],
        category=text["category"],
        first_year_cost=first_year_cost(text),
        first_year_saving=first_year_saving(text),
    )


def _revision(proposal: Proposal) -> Revision:
    return Revision(
        proposal=proposal,
        number=proposal.version,
        changes=proposal.draft,
        by=proposal.author,
        office=f"Staff, {proposal.city}",
        at=proposal.created_at,
    )


def _submission(revision: Revision) -> Submission:
    return Submission(
        proposal=revision.proposal,
        revision=revision,
        by=revision.proposal.author,
        office=revision.office,
        at=revision.at,
    )


def _wanted(proposals: Iterable[Proposal], cast: Cast) -> Iterator[Model]:
    """Yield the cities that each proposal wants."""
    cities = {city.slug: city for city in cast.cities}
    for proposal in proposals:
        for slug in wanted(proposal.draft):
            yield Proposal.wanted_cities.through(proposal=proposal, city=cities[slug])


def _review(entry: Entry, office: Office, city: City, *, at: datetime) -> Review:
    return Review(
        state=Review.State.ASSIGNED,
        entry=entry,
        evaluator=office.person,
        city=city,
        assigned_at=at,
    )


def _marks(
    reviews: Iterable[Review], criteria: Sequence[Criterion], chance: Random, *, at: datetime
) -> Iterator[Mark]:
    """Yield marks in which good proposals, lenient evaluators and chance all show."""
    quality: dict[int, float] = defaultdict(lambda: chance.gauss(*QUALITY))
    leniency: dict[int, float] = defaultdict(lambda: chance.gauss(*LENIENCY))
    for review in reviews:
        given = quality[review.entry_id] + leniency[review.evaluator_id]
        for criterion in criteria:
            share = min(max(given + chance.gauss(*OPINION), 0.0), 1.0)
            width = criterion.maximum - criterion.minimum
            yield Mark(
                review=review,
                criterion=criterion,
                value=criterion.minimum + round(share * width),
                at=at,
            )


def _insert(model: type[Row], rows: Iterable[Row], *, batch: int = BATCH) -> list[Row]:
    """Write the rows in batches; return them with their keys."""
    waiting = iter(rows)
    written: list[Row] = []
    while some := list(islice(waiting, batch)):
        written += model._default_manager.bulk_create(some)
    return written
