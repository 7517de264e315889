"""What a round weighs and who weighs it: entries, and the evaluators assigned to them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cities.models import City, Office
from collaborative.models import Actor, Event
from collaborative.roles import Role
from initiatives.events import ProposalEvent, ReviewEvent
from initiatives.lifecycle import PROPOSAL, REVIEW
from initiatives.models import Entry, Proposal, Review, Round, Withdrawal
from initiatives.operations.proposals import enter_round
from initiatives.operations.rounds import hold
from initiatives.rules import assigning
from initiatives.rules import rounds as rules
from initiatives.rules.sponsorships import why_too_few


@transaction.atomic
def enter(round_: Round, *, proposal: Proposal, by: Actor, at: datetime) -> Entry:
    """Put an accepted or parked proposal into a round in preparation.

    Raises StaleState when the proposal has moved on meanwhile, PermissionDenied when it has
    fewer co-sponsor cities than the round needs.
    """
    held = hold(round_)
    if reason := rules.why_not_change(by, held):
        raise PermissionDenied(reason)
    enter_round(proposal, round_title=round_.title, by=by, at=at)
    entered = Proposal.objects.select_related("city").get(pk=proposal.pk)  # held by its step
    if reason := why_too_few(held, entered):
        raise PermissionDenied(reason)
    return Entry.objects.create(round=round_, proposal=proposal)


@transaction.atomic
def enter_together(
    round_: Round, *, proposals: Iterable[Proposal], by: Actor, at: datetime
) -> list[Entry]:
    """Put several proposals into a round, all of them or none."""
    return [enter(round_, proposal=proposal, by=by, at=at) for proposal in proposals]


@transaction.atomic
def leave(entry: Entry, *, by: Actor, at: datetime) -> None:
    """Take a proposal out of a round in preparation; it is accepted as before."""
    if reason := rules.why_not_change(by, hold(entry.round)):
        raise PermissionDenied(reason)
    PROPOSAL.advance(
        entry.proposal, ProposalEvent.LEFT, by=by, at=at, detail={"round": entry.round.title}
    )
    _remove(entry, by=by, at=at)


def take_out(entry: Entry, *, by: Actor, at: datetime) -> None:
    """Take a withdrawn proposal out of a round that the caller holds.

    While the round is in preparation the entry goes; in an open round it stays on record.
    """
    if entry.round.state == Round.State.PREPARING:
        _remove(entry, by=by, at=at)
    else:
        Withdrawal(entry=entry, by=by.user, at=at).save()


def _remove(entry: Entry, *, by: Actor, at: datetime) -> None:
    take_back(_loaded(entry.reviews.all()), by=by, at=at)
    entry.delete()


@transaction.atomic
def assign(entry: Entry, *, office: Office, by: Actor, at: datetime) -> Review:
    """Ask one evaluator, by the office held, for a review; a second time gives the same review."""
    hold(entry.round)
    bars = assigning.bars_of(entry.round)
    if reason := assigning.why_not_assign(by, entry, office, bars=bars):
        raise PermissionDenied(reason)
    asked = entry.reviews.filter(evaluator=office.person).first()
    return asked or ask([(entry, office)], by=by, at=at)[0]


@transaction.atomic
def assign_everyone(round_: Round, *, by: Actor, at: datetime) -> int:
    """Ask every evaluator in office about every entry the rules allow; return how many are new."""
    held = hold(round_)
    if reason := assigning.why_not_arrange(by, held):
        raise PermissionDenied(reason)
    entries = held.entries.select_related("proposal__city")
    pairs = possible_pairs(held, entries=entries, by=by, at=at)
    return len(ask(_new(held, pairs), by=by, at=at))


@transaction.atomic
def rearrange(
    round_: Round,
    *,
    entries: Collection[Entry],
    wanted: Collection[tuple[int, int]],
    by: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Bring the assignments of some entries in line with a grid; return how many came and went.

    `wanted` are pairs of entry and office. What the rules do not allow is left out; what its
    evaluator has begun stays.
    """
    held = hold(round_)
    if reason := assigning.why_not_arrange(by, held):
        raise PermissionDenied(reason)
    possible = list(possible_pairs(held, entries=entries, by=by, at=at))
    new = [(entry, office) for entry, office in possible if (entry.pk, office.pk) in wanted]
    people = {(entry.pk, office.person_id) for entry, office in new}
    asked = _loaded(Review.objects.filter(entry__in=entries, state=Review.State.ASSIGNED))
    gone = [review for review in asked if (review.entry_id, review.evaluator_id) not in people]
    take_back(gone, by=by, at=at)
    return len(ask(_new(held, new), by=by, at=at)), len(gone)


@transaction.atomic
def unassign(review: Review, *, by: Actor, at: datetime) -> None:
    """Take back a review that its evaluator has not begun."""
    hold(review.entry.round)
    if reason := assigning.why_not_unassign(by, review):
        raise PermissionDenied(reason)
    take_back([review], by=by, at=at)


def possible_pairs(
    round_: Round, *, entries: Iterable[Entry], by: Actor, at: datetime
) -> Iterator[tuple[Entry, Office]]:
    """Yield every entry with every evaluator's office that may be asked about it."""
    offices = list(evaluators_in_office(at=at))
    bars = assigning.bars_of(round_)
    for entry in entries:
        for office in offices:
            if not assigning.why_not_assign(by, entry, office, bars=bars):
                yield entry, office


def evaluators_in_office(*, at: datetime) -> Iterable[Office]:
    """Return the evaluators' offices held today, by city."""
    held = Office.objects.held_on(timezone.localdate(at)).in_role(Role.EVALUATOR)
    return held.select_related("person", "organisation").order_by("organisation__name", "pk")


def _new(round_: Round, pairs: Iterable[tuple[Entry, Office]]) -> Iterator[tuple[Entry, Office]]:
    """Leave out whoever is asked already, also by another office."""
    asked = set(Review.objects.filter(entry__round=round_).values_list("entry_id", "evaluator_id"))
    for entry, office in pairs:
        if (entry.pk, office.person_id) not in asked:
            asked.add((entry.pk, office.person_id))
            yield entry, office


def ask(pairs: Iterable[tuple[Entry, Office]], *, by: Actor, at: datetime) -> list[Review]:
    """Ask for the reviews, in a transaction in which the rules were asked and the round is held."""
    cities = City.objects.in_bulk()
    reviews = Review.objects.bulk_create(
        Review(
            state=REVIEW.start,
            entry=entry,
            evaluator=office.person,
            city=cities[office.organisation_id],
            assigned_at=at,
        )
        for entry, office in pairs
    )
    Event.objects.record_all(ReviewEvent.ASSIGNED, reviews, by=by, at=at)
    return reviews


def _loaded(reviews: QuerySet[Review]) -> list[Review]:
    """Read reviews with all that their name is made of."""
    return list(reviews.select_related("city", "entry__proposal"))


def take_back(reviews: Collection[Review], *, by: Actor, at: datetime) -> None:
    """Take reviews back, loaded with their names, in a transaction like that of `ask`."""
    Event.objects.record_all(ReviewEvent.UNASSIGNED, reviews, by=by, at=at)
    Review.objects.filter(pk__in=[review.pk for review in reviews]).delete()
