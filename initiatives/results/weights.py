"""What the weights of a round's criteria sum to."""

from decimal import Decimal

from django.db.models import Sum

from initiatives.models import Criterion, Round

WHOLE = Decimal(100)
"""Per cent."""


def weights_sum(round_: Round) -> Decimal:
    """Return the sum of the weights of the scored criteria, 0 when there are none."""
    scored = round_.criteria.filter(kind=Criterion.Kind.SCORED)
    total: Decimal | None = scored.aggregate(total=Sum("weight"))["total"]
    return total or Decimal(0)


def plain(number: Decimal) -> str:
    """Write a number without zeros that say nothing: 95.00 is "95", 2.50 is "2.5"."""
    return f"{number.normalize():f}"
