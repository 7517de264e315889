"""What must hold of every ranking, over random rounds."""

import copy
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import krippendorff
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from initiatives import ranking
from tests.initiatives.rounds import documents

UNHURRIED = settings(deadline=None)  # a busy machine is no failure


def mean(values):
    return sum(values, Fraction(0)) / len(values) if values else None


def naive(document):
    """Recompute a round straight from the words of the documentation, review by review."""
    scored = [one for one in document["criteria"] if one["kind"] == "scored"]
    gates = [one["key"] for one in document["criteria"] if one["kind"] == "gate"]
    return {
        proposal: naive_proposal(document, scored, gates, proposal)
        for proposal in document["proposals"]
    }


def naive_proposal(document, scored, gates, proposal):
    reviews = [
        one for one in document["reviews"] if one["proposal"] == proposal and not one["recused"]
    ]
    by_city = {}
    for one in reviews:
        by_city.setdefault(one["city"], []).append(one["marks"])
    city_means, evaluator_means = {}, {}
    for one in scored:
        key = one["key"]
        means = [mean([Fraction(m[key]) for m in given if key in m]) for given in by_city.values()]
        city_means[key] = mean([value for value in means if value is not None])
        evaluator_means[key] = mean(
            [Fraction(r["marks"][key]) for r in reviews if key in r["marks"]]
        )
    keys = {one["key"] for one in scored}
    cities = [city for city, given in by_city.items() if any(keys & set(m) for m in given)]
    reasons = ["quorum"] if len(cities) < max(document["quorum"], 1) else []
    for gate in sorted(gates):
        votes = [[m[gate] for m in given if gate in m] for given in by_city.values()]
        yes = sum(1 for city in votes if city.count(True) > city.count(False))
        no = sum(1 for city in votes if city.count(True) < city.count(False))
        reasons += [] if yes > no else [f"gate:{gate}"]
    for one in sorted(scored, key=lambda one: one["key"]):
        reached = city_means[one["key"]]
        if "threshold" in one and (reached is None or reached < Fraction(one["threshold"])):
            reasons.append(f"threshold:{one['key']}")
    asked = len(reviews) * len(scored)
    given = sum(len(keys & set(one["marks"])) for one in reviews)
    return {
        "score": naive_score(scored, city_means),
        "raw_score": naive_score(scored, evaluator_means),
        "coverage": Fraction(given, asked) if asked else None,
        "cities": len(cities),
        "reasons": reasons,
    }


def naive_score(scored, means):
    points, weights = Fraction(0), Fraction(0)
    for one in scored:
        if means[one["key"]] is not None:
            share = (means[one["key"]] - one["min"]) / (one["max"] - one["min"])
            points += Fraction(one["weight"]) * share
            weights += Fraction(one["weight"])
    return 100 * points / weights if weights else None


def naive_ranks(results):
    ranked = {key: one["score"] for key, one in results.items() if not one["reasons"]}
    return {
        key: 1 + sum(other > ranked[key] for other in ranked.values()) if key in ranked else None
        for key in results
    }


def without(document, city):
    left = [one for one in document["reviews"] if one["city"] != city]
    return {**document, "reviews": left, "quorum": document["quorum"] - 1}


def written(value):
    if value is None:
        return None
    places = Decimal("0.01")
    return str((Decimal(value.numerator) / value.denominator).quantize(places, ROUND_HALF_UP))


def results(document):
    return {one["proposal"]: one for one in ranking.recompute(document)["results"]}


@UNHURRIED
@given(documents())
def test_every_exact_figure_equals_an_independent_recomputation(document):
    own = naive(document)
    ranks = naive_ranks(own)
    left_out = {city: naive_ranks(naive(without(document, city))) for city in document["cities"]}
    expected = [
        {
            "proposal": key,
            "rank": ranks[key],
            "score": written(one["score"]),
            "raw_score": written(one["raw_score"]),
            "coverage": written(one["coverage"]),
            "cities": one["cities"],
            "reasons": one["reasons"],
            "leave_one_out": {city: those[key] for city, those in left_out.items()},
        }
        for key, one in sorted(own.items(), key=lambda pair: (ranks[pair[0]] or 99, pair[0]))
    ]
    found = ranking.recompute(document)["results"]
    drawn = ("rank_interval", "top_share", "adjusted_score")
    assert [{key: one[key] for key in one if key not in drawn} for one in found] == expected


@UNHURRIED
@given(documents(), st.randoms())
def test_the_order_of_the_file_changes_nothing(document, shuffle):
    mixed = copy.deepcopy(document)
    for key in ("criteria", "cities", "proposals", "reviews"):
        shuffle.shuffle(mixed[key])
    found, expected = ranking.recompute(mixed), ranking.recompute(document)
    assert (found["results"], found["agreement"]) == (expected["results"], expected["agreement"])


@UNHURRIED
@given(documents(), st.permutations(["P-1", "P-2", "P-3", "P-4", "P-5"]), st.permutations("wxyz"))
def test_other_names_for_proposals_and_people_change_nothing_else(document, proposals, people):
    proposal = dict(zip(["P-1", "P-2", "P-3", "P-4", "P-5"], proposals, strict=True))
    person = dict(zip(["e1", "e2", "e3"], people, strict=False))
    renamed = copy.deepcopy(document)
    renamed["proposals"] = [proposal[key] for key in renamed["proposals"]]
    for review in renamed["reviews"]:
        review["proposal"] = proposal[review["proposal"]]
        review["evaluator"] = person[review["evaluator"]]
    found = results(renamed)
    assert {key: {**found[proposal[key]], "proposal": key} for key in document["proposals"]} == (
        results(document)
    )


@UNHURRIED
@given(documents(), st.data())
def test_a_better_mark_never_lowers_a_score_or_a_rank(document, data):
    highest = {one["key"]: one["max"] for one in document["criteria"] if one["kind"] == "scored"}
    places = [
        (at, key)
        for at, review in enumerate(document["reviews"])
        for key, mark in review["marks"].items()
        if key in highest and mark < highest[key]
    ]
    assume(places)
    at, key = data.draw(st.sampled_from(places))
    better = copy.deepcopy(document)
    better["reviews"][at]["marks"][key] += 1
    proposal = document["reviews"][at]["proposal"]
    terms = ranking.parse(document).terms
    before = {one.proposal: one for one in ranking.standings(terms, tallied(document))}[proposal]
    after = {one.proposal: one for one in ranking.standings(terms, tallied(better))}[proposal]
    assert (after.score > before.score, after.raw_score > before.raw_score) == (True, True)
    assert set(after.reasons) <= set(before.reasons)
    assert before.rank is None or after.rank <= before.rank


def tallied(document):
    return ranking.tally(ranking.parse(document))


@UNHURRIED
@given(documents())
def test_doubling_every_evaluator_changes_no_score_and_no_rank(document):
    doubled = copy.deepcopy(document)
    doubled["reviews"] += [
        {**review, "evaluator": f"{review['evaluator']} again"} for review in document["reviews"]
    ]
    terms = ranking.parse(document).terms
    assert ranking.rank(terms, tallied(doubled)) == ranking.rank(terms, tallied(document))


@UNHURRIED
@given(documents())
def test_intervals_and_shares_stay_within_what_is_possible(document):
    found = ranking.recompute(document)["results"]
    ranked = [one for one in found if one["rank"] is not None]
    for one in ranked:
        low, high = one["rank_interval"]
        held = [one["rank"], *(rank for rank in one["leave_one_out"].values() if rank is not None)]
        assert 1 <= low <= min(held) <= max(held) <= high <= len(document["proposals"])
        assert len(ranked) > 2 or one["top_share"] == "1.00"
    for one in found[len(ranked) :]:
        assert (one["rank_interval"], one["top_share"]) == (None, None)
        assert one["reasons"]


@UNHURRIED
@given(documents())
def test_the_published_file_of_a_round_reads_back_as_that_round(document):
    round_ = ranking.parse(document)
    assert ranking.parse(ranking.to_input(round_)) == round_


@UNHURRIED
@given(
    st.lists(
        st.lists(st.none() | st.integers(-3, 6), min_size=2, max_size=5),
        min_size=1,
        max_size=6,
    )
)
def test_alpha_equals_the_krippendorff_package(units):
    known = [[mark for mark in unit if mark is not None] for unit in units]
    spreads = [
        ranking.Spread(len(unit), sum(unit), sum(mark * mark for mark in unit)) for unit in known
    ]
    pairable = [mark for unit in known if len(unit) > 1 for mark in unit]
    found = ranking.alpha(spreads)
    assert found.n == len(pairable)
    if len(set(pairable)) < 2:
        assert found.alpha is None
        return
    width = max(len(unit) for unit in units)
    coders = [
        [float("nan") if at >= len(unit) or unit[at] is None else unit[at] for unit in units]
        for at in range(width)
    ]
    oracle = krippendorff.alpha(coders, level_of_measurement="interval")
    assert float(found.alpha) == pytest.approx(oracle, abs=1e-9)
