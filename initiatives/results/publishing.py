"""The published file of a round, rebuilt from its rows, and the stored ranking as a document.

Nobody is named in either: evaluators are e1, e2 and so on, in an order that only the round's
salt explains and that stays the same through the round.
"""

import hmac
from collections import defaultdict
from collections.abc import Mapping

from initiatives import ranking
from initiatives.models import Concord, Mark, Placing, Ranking, Review, Round
from initiatives.ranking.publishing import Document
from initiatives.results.tallies import terms


def published(round_: Round) -> Document:
    """Return the file from which `manage.py rank` recomputes the round's result."""
    return ranking.to_input(whole(round_))


def whole(round_: Round) -> ranking.Round:
    """Return the round with every single mark that counts; a handful of queries."""
    marks, answers = _given(round_)
    aliases = _aliases(round_)
    rows = (
        Review.objects.standing()
        .filter(entry__round=round_)
        .values_list("pk", "entry__proposal__reference", "city__slug", "evaluator_id", "state")
    )
    reviews = [
        ranking.Review(
            proposal=proposal,
            city=city,
            evaluator=f"e{aliases[evaluator]}",
            recused=state == Review.State.RECUSED,
            marks=marks.get(pk, {}),
            answers=answers.get(pk, {}),
        )
        for pk, proposal, city, evaluator, state in sorted(
            rows.order_by(), key=lambda row: (row[1], row[2], aliases[row[3]])
        )
    ]
    return ranking.Round(terms=terms(round_), reviews=tuple(reviews))


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


def _given(round_: Round) -> tuple[Mapping[int, dict[str, int]], Mapping[int, dict[str, bool]]]:
    """Return {review: {criterion: mark}} and {review: {gate: answer}} of submitted reviews."""
    keys = dict(round_.criteria.values_list("pk", "key"))
    gates = {criterion.pk for criterion in round_.criteria.all() if criterion.is_gate}
    marks: dict[int, dict[str, int]] = defaultdict(dict)
    answers: dict[int, dict[str, bool]] = defaultdict(dict)
    rows = (
        Mark.objects.standing()
        .filter(review__entry__round=round_, review__state=Review.State.SUBMITTED)
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
