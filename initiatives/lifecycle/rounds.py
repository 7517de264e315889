"""The lives of a round and of a review, all on one screen."""

from collaborative.lifecycle import Lifecycle, Step
from initiatives.events import ReviewEvent, RoundEvent
from initiatives.models import Review, Round

ROUND = Lifecycle(
    Round.State.PREPARING,
    {
        RoundEvent.CHANGED: Step(frozenset({Round.State.PREPARING}), Round.State.PREPARING),
        RoundEvent.ANNOUNCED: Step(frozenset({Round.State.PREPARING}), Round.State.PREPARING),
        RoundEvent.DECLARING: Step(frozenset({Round.State.PREPARING}), Round.State.DECLARATIONS),
        RoundEvent.OPENED: Step(
            frozenset({Round.State.PREPARING, Round.State.DECLARATIONS}), Round.State.SCORING
        ),
        RoundEvent.EXTENDED: Step(frozenset({Round.State.SCORING}), Round.State.SCORING),
        RoundEvent.CLOSED: Step(frozenset({Round.State.SCORING}), Round.State.DISCUSSION),
        RoundEvent.WEIGHED: Step(frozenset({Round.State.DISCUSSION}), Round.State.DISCUSSION),
        RoundEvent.FROZEN: Step(frozenset({Round.State.DISCUSSION}), Round.State.DECIDED),
        RoundEvent.RELEASED: Step(frozenset({Round.State.DECIDED}), Round.State.RELEASED),
    },
)

REVIEW = Lifecycle(
    Review.State.ASSIGNED,
    {
        ReviewEvent.DECLARED: Step(frozenset({Review.State.ASSIGNED}), Review.State.DECLARED),
        ReviewEvent.SAVED: Step(frozenset({Review.State.DECLARED}), Review.State.DECLARED),
        ReviewEvent.SUBMITTED: Step(
            frozenset({Review.State.DECLARED, Review.State.SUBMITTED}), Review.State.SUBMITTED
        ),
        ReviewEvent.RECUSED: Step(
            frozenset({Review.State.ASSIGNED, Review.State.DECLARED, Review.State.SUBMITTED}),
            Review.State.RECUSED,
        ),
    },
)
