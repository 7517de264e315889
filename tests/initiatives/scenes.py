"""Rounds as far as a test needs them: prepared, opened, marked."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cities.models import City
from initiatives.models import Entry, Review, Round
from initiatives.operations import reviews
from initiatives.operations.reviews import Opinion
from tests.factories.cities import CityFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import (
    CLOSING,
    OPENING,
    AnchorFactory,
    CriterionFactory,
    EntryFactory,
    ReviewFactory,
    RoundFactory,
)

DURING = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
"""Tuesday, March 3, 2026, nine in the morning in the cities: the round is open."""
AFTER = CLOSING + timedelta(minutes=11)


def prepared(*evaluators, proposals=1, **fields) -> Round:
    """A round in preparation: savings weighs 60, service 40, lawful is a gate.

    Every evaluator is asked about every proposal; Grandview leads them all.
    """
    round_ = RoundFactory(**fields)
    savings = CriterionFactory(round=round_, key="savings", weight=Decimal(60))
    AnchorFactory(criterion=savings, mark=5, text="A large saving")
    CriterionFactory(round=round_, key="service", weight=Decimal(40))
    CriterionFactory(round=round_, gate=True)
    lead = CityFactory(slug="grandview", name="Grandview")
    for number in range(proposals):
        proposal = ProposalFactory(
            state="in_round",
            city=lead,
            reference=f"EJC-2026-{number + 1:03}",
            title=f"Idea {number + 1}",
        )
        entry = EntryFactory(round=round_, proposal=proposal)
        for actor in evaluators:
            ask(entry, actor)
    return round_


def ask(entry: Entry, actor, **fields) -> Review:
    """Assign an evaluator, for the city of the first office held."""
    city = City.objects.get(pk=actor.offices[0].organisation_id)
    return ReviewFactory(entry=entry, evaluator=actor.user, city=city, **fields)


def opened(*evaluators, **fields) -> Round:
    """The same round, open."""
    round_ = prepared(*evaluators, **fields)
    Round.objects.filter(pk=round_.pk).update(state="scoring", opened_at=OPENING)
    round_.refresh_from_db()
    return round_


def review_of(actor, round_: Round, reference="EJC-2026-001") -> Review:
    """One evaluator's review, with what the pages load."""
    return Review.objects.select_related("city", "entry__round", "entry__proposal__city").get(
        evaluator=actor.user, entry__round=round_, entry__proposal__reference=reference
    )


def declared(actor, round_: Round, reference="EJC-2026-001") -> Review:
    """One evaluator's review after the declaration that there is no conflict."""
    review = review_of(actor, round_, reference)
    reviews.declare(review, by=actor, at=DURING)
    return review


def marked(actor, round_: Round, reference="EJC-2026-001", comment="", **marks) -> Review:
    """One evaluator's review, sent in: `marked(actor, round_, savings=4, lawful=1)`."""
    review = declared(actor, round_, reference)
    reviews.submit(
        review, opinion=Opinion(marks=marks, comment=comment), version=0, by=actor, at=DURING
    )
    return review
