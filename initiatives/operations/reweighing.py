"""Weights that are changed in the discussion: with a reason, and ranked at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor
from initiatives import results
from initiatives.events import RoundEvent
from initiatives.lifecycle import ROUND
from initiatives.models import Criterion, Ranking, Round, Weight
from initiatives.operations.rounds import add_ranking, hold
from initiatives.results.reweighing import Weighed
from initiatives.rules import reweighing as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What every scored criterion is to weigh, by key, why, and what the facilitator looked at.

    `seen` is the digest of the published file that the comparison was made from.
    """

    weights: Mapping[str, Weighed]
    reason: str
    seen: str


class StaleComparison(Exception):
    """Marks or weights changed since the comparison was made; nothing was written."""


@transaction.atomic
def weigh_again(round_: Round, *, change: Change, by: Actor, at: datetime) -> Ranking:
    """Put other weights and thresholds in force and rank the same marks by them.

    Marks that changed since the last ranking are ranked first by the old weights, so that the two
    rankings before and after differ by the weights alone. Raises StaleComparison.
    """
    held = hold(round_)
    scored = [criterion for criterion in held.criteria.all() if not criterion.is_gate]
    if refused := rules.why_not_weigh_again(by, held) or rules.why_not_this(
        scored, change.weights, change.reason
    ):
        raise PermissionDenied(refused)
    found = results.digest(held)
    if found != change.seen:
        raise StaleComparison
    if held.rankings.latest("number").input_sha256 != found:
        add_ranking(held, cause=Ranking.Cause.DISCUSSED, by=by, at=at)
    _put_in_force(scored, change.weights, number=held.rankings.count() + 1)
    ROUND.advance(round_, RoundEvent.WEIGHED, by=by, at=at, detail={"reason": change.reason})
    return add_ranking(held, cause=Ranking.Cause.WEIGHED, reason=change.reason, by=by, at=at)


def _put_in_force(scored: list[Criterion], weights: Mapping[str, Weighed], *, number: int) -> None:
    """Write the version down, and with the first of a round what stood before; then carry it."""
    if not Weight.objects.filter(criterion__in=scored).exists():
        _write(scored, number=1)
    for criterion in scored:
        criterion.weight, criterion.threshold = weights[criterion.key]
    _write(scored, number=number)
    Criterion.objects.bulk_update(scored, ["weight", "threshold"])


def _write(scored: list[Criterion], *, number: int) -> None:
    Weight.objects.bulk_create(
        Weight(
            criterion=criterion,
            number=number,
            weight=criterion.weight or Decimal(0),
            threshold=criterion.threshold,
        )
        for criterion in scored
    )
