"""The decisions of a round as a list: every proposal that stands in it, by reference."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from initiatives.models import Decision, Entry, Placing, Round
from initiatives.models.proposals import TEXTS


def decided_lines(round_: Round) -> QuerySet[Entry]:
    """Return the standing entries as ranked, those without a decision first, with `rank`.

    Three queries, however many they are; the texts of the proposals are left out.
    """
    placed = Placing.objects.of(round_).order_by().filter(entry=OuterRef("pk"))
    decided = Decision.objects.filter(entry=OuterRef("pk"))
    return (
        round_.entries.standing()
        .select_related("proposal__city")
        .defer(*(f"proposal__{text}" for text in TEXTS))
        .prefetch_related("decisions__merge_into")
        .annotate(
            is_decided=Exists(decided),
            rank=Subquery(placed.values("rank")),
            position=Subquery(placed.values("position")),
        )
        .order_by("is_decided", "position", "pk")
    )
