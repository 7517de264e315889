"""What a round's criteria ask, and what their weights sum to."""

from decimal import Decimal

from django.db.models import Sum

from initiatives.models import Criterion, Round
from initiatives.rubrics import WHOLE, Question, plain

__all__ = ["WHOLE", "plain", "questions_of", "weights_sum"]


def weights_sum(round_: Round) -> Decimal:
    """Return the sum of the weights of the scored criteria, 0 when there are none."""
    scored = round_.criteria.filter(kind=Criterion.Kind.SCORED)
    total: Decimal | None = scored.aggregate(total=Sum("weight"))["total"]
    return total or Decimal(0)


def questions_of(round_: Round) -> list[Question]:
    """Return what a round asks, as data, in its order. Two queries."""
    return [one.question for one in round_.criteria.prefetch_related("anchors")]
