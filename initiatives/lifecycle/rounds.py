"""The lives of a round and of a review, all on one screen."""

from collaborative.lifecycle import Lifecycle, Step
from initiatives.events import ReviewEvent, RoundEvent
from initiatives.models import Review, Round

ROUND = Lifecycle(
    Round.State.PREPARING,
    {
        RoundEvent.CHANGED: Step(frozenset({Round.State.PREPARING}), Round.State.PREPARING),
        RoundEvent.ANNOUNCED: Step(frozenset({Round.State.PREPARING}), Round.State.PREPARING),
        RoundEvent.EXTENDED: Step(frozenset({Round.State.OPEN}), Round.State.OPEN),
        RoundEvent.OPENED: Step(frozenset({Round.State.PREPARING}), Round.State.OPEN),
        RoundEvent.CLOSED: Step(frozenset({Round.State.OPEN}), Round.State.CLOSED),
        RoundEvent.RELEASED: Step(frozenset({Round.State.CLOSED}), Round.State.RELEASED),
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
