"""How far the evaluators have come."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from initiatives.models import Review, Round

_DONE = Q(state__in=[Review.State.SUBMITTED, Review.State.RECUSED])


@dataclass(frozen=True, slots=True)
class Progress:
    """So many reviews asked for, so many done; a recusal is done."""

    of: str
    asked: int
    done: int
    recused: int

    @property
    def left(self) -> int:
        """How many still wait."""
        return self.asked - self.done


def progress_by_round(reviews: QuerySet[Review]) -> list[Progress]:
    """Count reviews by round, the earliest deadline first; one query."""
    return _counted(reviews, "entry__round__title", "entry__round__closes_at", "entry__round")


def progress_by_city(round_: Round) -> list[Progress]:
    """Count a round's reviews by city, in the order of their names; one query."""
    reviews = Review.objects.standing().filter(entry__round=round_)
    return _counted(reviews, "city__name")


def _counted(reviews: QuerySet[Review], name: str, *order: str) -> list[Progress]:
    rows: Iterable[dict[str, Any]] = (
        reviews.order_by()
        .values(name, *order)
        .annotate(
            asked=Count("pk"),
            done=Count("pk", filter=_DONE),
            recused=Count("pk", filter=Q(state=Review.State.RECUSED)),
        )
        .order_by(*order, name)
    )
    return [
        Progress(of=row[name], asked=row["asked"], done=row["done"], recused=row["recused"])
        for row in rows
    ]
