"""Rounds, criteria, entries, reviews, places and decisions."""

from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from initiatives.models import (
    Anchor,
    Concord,
    Criterion,
    Decision,
    Entry,
    KeptReview,
    Mark,
    Placing,
    Ranking,
    Remark,
    Review,
    Round,
    Weight,
    Withdrawal,
)
from tests.factories.cities import CityFactory
from tests.factories.people import UserFactory
from tests.factories.proposals import ProposalFactory

OPENING = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CLOSING = datetime(2026, 3, 13, 22, 0, tzinfo=UTC)


class RoundFactory(DjangoModelFactory):
    """A round in preparation, March 2 to March 13, 2026; few draws, so that tests are quick."""

    class Meta:
        model = Round

    class Params:
        opened = factory.Trait(state=Round.State.SCORING, opened_at=OPENING)

    state = Round.State.PREPARING
    slug = factory.Sequence(lambda n: f"round-{n}")
    title = factory.Sequence(lambda n: f"Round {n}")
    opens_at = OPENING
    closes_at = CLOSING
    quorum = 2
    draws = 100
    salt = "0123456789abcdef0123456789abcdef"


class CriterionFactory(DjangoModelFactory):
    """A scored criterion with all the weight."""

    class Meta:
        model = Criterion

    class Params:
        gate = factory.Trait(
            kind=Criterion.Kind.GATE,
            weight=None,
            minimum=0,
            maximum=1,
            key="lawful",
            label="Lawful",
        )

    round = factory.SubFactory(RoundFactory)
    position = factory.LazyAttribute(lambda criterion: criterion.round.criteria.count() + 1)
    key = "savings"
    label = factory.LazyAttribute(lambda criterion: criterion.key.capitalize())
    weight = Decimal(100)


class AnchorFactory(DjangoModelFactory):
    """What the highest mark means."""

    class Meta:
        model = Anchor

    criterion = factory.SubFactory(CriterionFactory)
    mark = 5
    text = "A large saving"


class EntryFactory(DjangoModelFactory):
    """A proposal in a round in preparation."""

    class Meta:
        model = Entry

    round = factory.SubFactory(RoundFactory)
    proposal = factory.SubFactory(ProposalFactory, state="in_round")


class ReviewFactory(DjangoModelFactory):
    """A review that its evaluator has not begun."""

    class Meta:
        model = Review

    state = Review.State.ASSIGNED
    entry = factory.SubFactory(EntryFactory)
    evaluator = factory.SubFactory(UserFactory)
    city = factory.SubFactory(CityFactory)
    assigned_at = OPENING


class MarkFactory(DjangoModelFactory):
    """A mark in the middle of the scale."""

    class Meta:
        model = Mark

    review = factory.SubFactory(ReviewFactory, state="declared", declared_at=OPENING)
    criterion = factory.SubFactory(CriterionFactory)
    value = 3
    at = OPENING


class RemarkFactory(DjangoModelFactory):
    """A remark about one criterion."""

    class Meta:
        model = Remark

    review = factory.SubFactory(ReviewFactory, state="declared", declared_at=OPENING)
    criterion = factory.SubFactory(CriterionFactory)
    text = "A remark"
    at = OPENING


class RankingFactory(DjangoModelFactory):
    """The ranking at the close of scoring; its round is in discussion."""

    class Meta:
        model = Ranking

    round = factory.SubFactory(
        RoundFactory, state=Round.State.DISCUSSION, opened_at=OPENING, closed_at=CLOSING
    )
    number = 1
    cause = Ranking.Cause.SCORED
    at = CLOSING
    input_sha256 = "0" * 64


class PlacingFactory(DjangoModelFactory):
    """The first place."""

    class Meta:
        model = Placing

    ranking = factory.SubFactory(RankingFactory)
    entry = factory.SubFactory(EntryFactory)
    position = 1
    rank = 1
    score = Decimal("60.00")
    cities = 2


class ConcordFactory(DjangoModelFactory):
    """Agreement that is not defined."""

    class Meta:
        model = Concord

    ranking = factory.SubFactory(RankingFactory)
    criterion = factory.SubFactory(CriterionFactory)
    n = 0


class DecisionFactory(DjangoModelFactory):
    """A decision for a proposal; its results have to be frozen."""

    class Meta:
        model = Decision

    entry = factory.SubFactory(EntryFactory)
    outcome = Decision.Outcome.RECOMMENDED
    rationale = "It ranks first"
    decided_by = factory.SubFactory(UserFactory)
    office = "Facilitator, Mid-America Regional Council"
    decided_at = CLOSING
    ranking = factory.LazyAttribute(lambda made: Ranking.objects.standing(made.entry.round).first())


class WithdrawalFactory(DjangoModelFactory):
    """A proposal that its authors took out of an open round."""

    class Meta:
        model = Withdrawal

    entry = factory.SubFactory(EntryFactory)
    by = factory.SubFactory(UserFactory)
    at = OPENING


class KeptReviewFactory(DjangoModelFactory):
    """Marks that came too late."""

    class Meta:
        model = KeptReview

    review = factory.SubFactory(ReviewFactory, state="declared", declared_at=OPENING)
    by = factory.SelfAttribute("review.evaluator")
    marks = factory.LazyFunction(lambda: {"savings": 4})
    at = CLOSING


class WeightFactory(DjangoModelFactory):
    """What a criterion weighs from the second ranking on; its round has to be in discussion."""

    class Meta:
        model = Weight

    criterion = factory.SubFactory(CriterionFactory)
    number = 2
    weight = Decimal(100)
