"""The published file of a round, rebuilt from its rows, and the stored ranking as a document.

Nobody is named in either: evaluators are e1, e2 and so on, in an order that only the round's
salt explains and that stays the same through the round.
"""

import hmac
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from initiatives import ranking
from initiatives.models import Concord, Criterion, Mark, Placing, Ranking, Review, Round
from initiatives.ranking.publishing import Document
from initiatives.results.tallies import terms

AT_ONCE = 50
"""Proposals whose reviews are in memory at a time when a file is written."""


def published(round_: Round) -> Document:
    """Return the file from which `manage.py rank` recomputes the round's result."""
    return ranking.to_input(whole(round_))


def streamed(round_: Round) -> Iterator[bytes]:
    """Yield the same file in its canonical bytes, with only some proposals in memory at a time."""
    return ranking.streamed(terms(round_), _reviews(round_))


def whole(round_: Round) -> ranking.Round:
    """Return the round with every single mark that counts."""
    return ranking.Round(terms=terms(round_), reviews=tuple(_reviews(round_)))


def _reviews(round_: Round) -> Iterator[ranking.Review]:
    """Yield every review with its marks, proposal by proposal. Two queries for each AT_ONCE."""
    aliases, criteria = _aliases(round_), list(round_.criteria.all())
    entered = round_.entries.standing().values_list("proposal__reference", "pk")
    waiting = iter(sorted(entered.order_by()))
    while some := [pk for _, pk in islice(waiting, AT_ONCE)]:
        marks, answers = _given(criteria, some)
        rows = (
            Review.objects.standing()
            .filter(entry__in=some)
            .values_list("pk", "entry__proposal__reference", "city__slug", "evaluator_id", "state")
        )
        for pk, proposal, city, evaluator, state in sorted(
            rows.order_by(), key=lambda row: (row[1], row[2], aliases[row[3]])
        ):
            yield ranking.Review(
                proposal=proposal,
                city=city,
                evaluator=f"e{aliases[evaluator]}",
                recused=state == Review.State.RECUSED,
                marks=marks.get(pk, {}),
                answers=answers.get(pk, {}),
            )


def stored(round_: Round) -> Document:
    """Return the stored ranking in the form in which `manage.py rank` prints it."""
    standing = Ranking.objects.standing(round_).first()
    return {
        "results": [_line(placing) for placing in Placing.objects.of(round_)],
        "agreement": {
            concord.criterion.key: {"alpha": _text(concord.alpha), "n": concord.n}
            for concord in Concord.objects.of(round_)
        },
        "input_sha256": standing.input_sha256 if standing else "",
    }


def _given(
    criteria: Collection[Criterion], entries: Collection[int]
) -> tuple[Mapping[int, dict[str, int]], Mapping[int, dict[str, bool]]]:
    """Return {review: {criterion: mark}} and {review: {gate: answer}} of submitted reviews."""
    keys = {criterion.pk: criterion.key for criterion in criteria}
    gates = {criterion.pk for criterion in criteria if criterion.is_gate}
    marks: dict[int, dict[str, int]] = defaultdict(dict)
    answers: dict[int, dict[str, bool]] = defaultdict(dict)
    rows = (
        Mark.objects.standing()
        .filter(review__entry__in=entries, review__state=Review.State.SUBMITTED)
        .order_by()
        .values_list("review_id", "criterion_id", "value")
    )
    for review, criterion, value in rows:
        if criterion in gates:
            answers[review][keys[criterion]] = bool(value)
        elif value is not None:
            marks[review][keys[criterion]] = value
    return marks, answers


def _aliases(round_: Round) -> dict[int, int]:
    """Return a number from 1 for each evaluator, in an order that tells nothing."""
    evaluators = (
        Review.objects.filter(entry__round=round_)
        .order_by()
        .values_list("evaluator_id", flat=True)
        .distinct()
    )
    shuffled = sorted(evaluators, key=lambda key: _digest(round_.salt, key))
    return {key: number for number, key in enumerate(shuffled, start=1)}


def _digest(salt: str, key: int) -> bytes:
    return hmac.digest(salt.encode(), str(key).encode(), "sha256")


def _line(placing: Placing) -> Document:
    interval = None
    if placing.rank_low is not None:
        interval = [placing.rank_low, placing.rank_high]
    return {
        "proposal": placing.entry.proposal.reference,
        "rank": placing.rank,
        "score": _text(placing.score),
        "raw_score": _text(placing.raw_score),
        "coverage": _text(placing.coverage),
        "cities": placing.cities,
        "reasons": placing.reasons,
        "rank_interval": interval,
        "top_share": _text(placing.top_share),
        "leave_one_out": dict(sorted(placing.leave_one_out.items())),
        "adjusted_score": _text(placing.adjusted_score),
    }


def _text(number: object) -> str | None:
    return None if number is None else str(number)
