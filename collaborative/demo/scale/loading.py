"""The steps of the load, in the order in which a collaborative takes them."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from django.db import connection, transaction

from cities.management.commands.load_cities import FILE
from cities.models import City
from cities.operations import records
from collaborative.demo.scale import rows
from collaborative.demo.scale.cast import Cast, appoint_everybody
from collaborative.demo.scale.sizes import (
    CannotLoad,
    Size,
    why_not_beside,
    why_not_reviews,
    why_not_size,
)
from initiatives.models import Proposal, Round
from initiatives.operations import criteria, rounds
from initiatives.phases import GRACE
from initiatives.rubrics import Question

WRITTEN, ENTERED, OPENED, SENT_IN, CLOSED = (timedelta(days=days) for days in (120, 75, 70, 45, 30))
"""How long before the load each step was taken: long enough that no letter is due."""
STAYS_OPEN = timedelta(days=30)
"""How long after the load a round that is left open closes."""
QUORUM = 3  # cities


@transaction.atomic
def load(size: Size, *, at: datetime, leave_open: bool = False) -> Round:
    """Make the collaborative as if it had worked for months until `at`; return its round.

    With `leave_open` all reviews are sent in and the round is not closed. Raises CannotLoad,
    and then nothing is written.
    """
    if reason := why_not_size(size) or why_not_beside(Proposal.objects.count()):
        raise CannotLoad(reason)
    records.load(json.loads(FILE.read_text(encoding="utf-8")))
    cities = list(City.objects.order_by("pk"))
    if reason := why_not_reviews(size, cities=len(cities)):
        raise CannotLoad(reason)
    _execute("SET CONSTRAINTS ALL IMMEDIATE")  # else one long commit checks all foreign keys
    cast = appoint_everybody(size.evaluators, cities=cities, at=at - WRITTEN)
    closes_at = at + STAYS_OPEN if leave_open else at - CLOSED
    round_ = _evaluate(size, cast, at=at, closes_at=closes_at)
    _gather_statistics()
    if not leave_open:
        rounds.close(round_, by=cast.facilitator, at=closes_at + GRACE)
    return round_


def _evaluate(size: Size, cast: Cast, *, at: datetime, closes_at: datetime) -> Round:
    """Bring a round with all its rows to where it waits for its close."""
    chance = Random(size.seed)  # noqa: S311 - repeatable, not secret
    proposals = rows.write_proposals(size.proposals, cast=cast, chance=chance, at=at - WRITTEN)
    round_ = _prepare(size, cast, at=at, closes_at=closes_at)
    entries = rows.enter(round_, proposals=proposals, cast=cast, at=at - ENTERED)
    reviews = rows.assign(size.reviews, entries=entries, cast=cast, chance=chance, at=at - ENTERED)
    rounds.open_round(round_, by=cast.facilitator, at=at - OPENED)
    _gather_statistics()
    asked = list(round_.criteria.all())
    rows.send_in(reviews, criteria=asked, cast=cast, chance=chance, at=at - SENT_IN)
    return round_


def _prepare(size: Size, cast: Cast, *, at: datetime, closes_at: datetime) -> Round:
    """Begin the round and say what it asks: criteria whose weights are as even as can be."""
    plan = rounds.Plan(
        title="Sample round of a large collaborative",
        opens_at=at - OPENED,
        closes_at=closes_at,
        quorum=min(QUORUM, size.reviews),
        draws=size.draws,
        seed=size.seed,
    )
    round_ = rounds.prepare(plan, by=cast.facilitator, at=at - ENTERED)
    weight, left_over = divmod(100, size.criteria)
    for number in range(1, size.criteria + 1):
        question = Question(
            label=f"Sample criterion {number}",
            guidance="How much of it would the cities gain?",
            weight=Decimal(weight + (number <= left_over)),
            anchors={0: "Nothing", 5: "As much as can be hoped for"},
        )
        criteria.add_criterion(round_, question=question, by=cast.facilitator, at=at - ENTERED)
    return round_


def _gather_statistics() -> None:
    """Tell the planner of the new rows, of which it would otherwise learn a minute later.

    The triggers would read whole tables for every mark.
    """
    _execute("ANALYZE")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
