"""Who may change the weights of a round that was scored, and why not."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from collaborative.models import Actor
from collaborative.wording import moment
from initiatives.models import Criterion, Round
from initiatives.phases import Right
from initiatives.results.reweighing import Weighed
from initiatives.rubrics import WHOLE, plain
from initiatives.rules.rounds import why_not_run


def why_not_weigh_again(actor: Actor, round_: Round) -> str | None:
    """Weights change between the close of scoring and the freezing of the results."""
    if reason := why_not_run(actor):
        return reason
    if round_.allows(Right.RANK):
        return None
    if round_.frozen_at is not None:
        return (
            f"The results were frozen on {moment(round_.frozen_at)}. Nothing of them changes any "
            "more."
        )
    if round_.allows(Right.PREPARE):
        return "This round is in preparation: change its criteria on their own page."
    return (
        "What this round asks is fixed until scoring has closed. Weights can then be changed in "
        "the discussion, with a reason."
    )


def why_not_this(
    scored: Sequence[Criterion], weights: Mapping[str, Weighed], reason: str
) -> str | None:
    """Every scored criterion weighs something, all of them 100; a change has its reason."""
    return next(_faults(scored, weights, reason), None)


def _faults(
    scored: Sequence[Criterion], weights: Mapping[str, Weighed], reason: str
) -> Iterator[str]:
    if not reason.strip():
        yield "Say why the weights change; it stays on record with both rankings."
    for one in scored:
        weight, threshold = weights[one.key]
        if weight <= 0:
            yield f"“{one}”: a scored criterion needs a weight of more than 0."
        if threshold is not None and not one.minimum <= threshold <= one.maximum:
            yield (
                f"“{one}”: the least mean mark must lie on the scale of {one.minimum} to "
                f"{one.maximum}."
            )
    total = sum((weights[one.key].weight for one in scored), Decimal(0))
    if total != WHOLE:
        yield f"The weights sum to {plain(total)}; they must sum to 100."
    if all(weights[one.key] == (one.weight, one.threshold) for one in scored):
        yield "These are the weights that are in force; nothing would change."
