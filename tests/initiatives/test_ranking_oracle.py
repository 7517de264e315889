"""`rank` equals a second computation in exact fractions, on ten thousand random rounds."""

from collections import Counter

import pytest

from initiatives import ranking
from tests.initiatives import oracle
from tests.initiatives.rounds import invented

ROUNDS = 10_000
AT_ONCE = 500
KINDS = (
    "quorum",
    "gate",
    "threshold",
    "a tie",
    "a gap",
    "a recusal",
    "unequal teams",
    "a team of nine",
    "a raw score of its own",
    "another rank without a city",
    "another rank with other weights",
    "an adjusted score",
    "no adjusted score",
    "an alpha below nought",
    "no alpha",
    "nobody ranked",
)


@pytest.mark.parametrize("first", range(0, ROUNDS, AT_ONCE))
def test_every_figure_of_every_round_equals_the_second_computation(first):
    rounds = ((number, invented(number)) for number in range(first, first + AT_ONCE))
    differing = [
        number for number, one in rounds if ranking.recompute(one) != oracle.recompute(one)
    ]
    assert differing == []


def kinds(document):
    """Name what a round shows, so that it is known what all of them together prove."""
    found = oracle.recompute(document)
    results, reviews = found["results"], document["reviews"]
    ranks = [one["rank"] for one in results if one["rank"]]
    people = {(one["city"], one["evaluator"]) for one in reviews}
    teams = Counter(city for city, _ in people)
    scored = {one["key"] for one in oracle.of_kind(document, "scored")}
    alphas = [one["alpha"] for one in found["agreement"].values()]
    shown = {
        "a tie": len(set(ranks)) < len(ranks),
        "a gap": any(scored - set(one["marks"]) for one in reviews if not one["recused"]),
        "a recusal": any(one["recused"] for one in reviews),
        "unequal teams": len(set(teams.values())) > 1,
        "a team of nine": 9 in teams.values(),
        "a raw score of its own": any(one["score"] != one["raw_score"] for one in results),
        "another rank without a city": any(
            one["rank"] not in {None, *one["leave_one_out"].values()} for one in results
        ),
        "another rank with other weights": any(
            one["top_share"] not in {None, "0.00", "1.00"} for one in results
        ),
        "an adjusted score": any(
            one["adjusted_score"] not in {None, one["score"]} for one in results
        ),
        "no adjusted score": any(one["score"] and not one["adjusted_score"] for one in results),
        "an alpha below nought": any(alpha and alpha < "0" for alpha in alphas),
        "no alpha": None in alphas,
        "nobody ranked": not ranks,
    }
    reasons = {reason.partition(":")[0] for one in results for reason in one["reasons"]}
    return reasons | {name for name, is_shown in shown.items() if is_shown}


def test_the_rounds_hold_everything_that_a_round_may_hold():
    counted = Counter(name for number in range(AT_ONCE) for name in kinds(invented(number)))
    assert {name: counted[name] for name in KINDS if counted[name] < AT_ONCE // 50} == {}
