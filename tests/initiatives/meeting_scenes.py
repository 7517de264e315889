"""A round in discussion and a meeting about it, as far as a test needs them."""

from datetime import UTC, datetime, timedelta

from cities.models import City
from initiatives.models import Entry, Meeting, Review, Round
from initiatives.operations import meetings, reviews, rounds
from initiatives.operations.reviews import Opinion
from initiatives.results.meetings import taking_part
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import OPENING, EntryFactory
from tests.initiatives.scenes import AFTER, DURING, ask, prepared

BEGIN = datetime(2026, 3, 17, 14, 0, tzinfo=UTC)
"""Tuesday, March 17, 2026, 9 in the morning in the cities."""
LEADS = ("raytown", "grandview", "independence")
"""Who leads the three proposals, in the order of their references."""


def minutes_later(number: int) -> datetime:
    return BEGIN + timedelta(minutes=number)


def discussed(facilitator, *evaluators, **fields) -> Round:
    """A round of three proposals in discussion; each evaluator scored what the city may score.

    Savings is marked 5, 4 and 3, so that they rank in the order of their references.
    """
    round_ = prepared(proposals=0, has_discussion=True, title="Spring 2026", **fields)
    for number, slug in enumerate(LEADS, start=1):
        add_entry(round_, slug, number=number)
    assigned = [
        (ask(entry, actor), actor, 5 - number)
        for actor in evaluators
        for number, entry in enumerate(round_.entries.select_related("proposal"))
        if entry.proposal.city_id != actor.offices[0].organisation_id
    ]
    Round.objects.filter(pk=round_.pk).update(state="scoring", opened_at=OPENING)
    for review, actor, savings in assigned:
        mark(review, actor, savings=savings, lawful=1)
    round_.refresh_from_db()
    rounds.close(round_, by=facilitator, at=AFTER)
    return round_


def add_entry(round_: Round, slug: str, *, number: int) -> Entry:
    """Put a proposal of a city into a round in preparation."""
    proposal = ProposalFactory(
        state="in_round",
        city=City.objects.get(slug=slug),
        reference=f"EJC-2026-{number:03}",
        title=f"Idea {number}",
    )
    return EntryFactory(round=round_, proposal=proposal)


def mark(review: Review, actor, **marks) -> None:
    """Give marks to one review and send it in."""
    review = Review.objects.select_related("entry__round", "entry__proposal", "city").get(
        pk=review.pk
    )
    reviews.declare(review, by=actor, at=DURING)
    reviews.submit(review, opinion=Opinion(marks=marks), version=0, by=actor, at=DURING)


def invitation(**changes) -> meetings.Invitation:
    given = {"begins_at": BEGIN, "place": "Council room, Raytown City Hall", "quorum": 2}
    return meetings.Invitation(**(given | changes))


def seats(*cities: str):
    """Everybody who takes part, or those of some cities."""
    wanted = set(City.objects.filter(slug__in=cities).values_list("pk", flat=True))
    everybody = taking_part(on=BEGIN.date())
    return [seat for seat in everybody if not cities or seat.organisations & wanted]


def planned(round_: Round, facilitator) -> Meeting:
    return meetings.plan(round_, invitation=invitation(), seats=seats(), by=facilitator, at=AFTER)


def begun(round_: Round, facilitator) -> Meeting:
    """A meeting in session with everybody there, before its first item."""
    meeting = planned(round_, facilitator)
    meetings.attend(meeting, seats=seats(), by=facilitator, at=BEGIN)
    meetings.start(meeting, by=facilitator, at=BEGIN)
    return stored(meeting)


def take_up(meeting: Meeting, reference: str, facilitator, *, at: datetime = BEGIN):
    """Go on to the item of a proposal; return it as stored."""
    current = meetings.current_item(meeting)
    item = item_of(meeting, reference)
    after = current.position if current else 0
    meetings.take_up(item, after=after, by=facilitator, at=at)
    return item_of(meeting, reference)


def item_of(meeting: Meeting, reference: str):
    found = meeting.items.select_related("meeting__round", "entry__proposal__city")
    return found.filter(entry__proposal__reference=reference).latest("position")


def stored(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("round").get(pk=meeting.pk)


def order_of(meeting: Meeting) -> list[str]:
    items = meeting.items.order_by("position").select_related("entry__proposal")
    return [item.entry.proposal.reference for item in items]
