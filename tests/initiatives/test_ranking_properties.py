"""What must hold of every ranking, over random rounds."""

import copy
from fractions import Fraction
from unittest.mock import patch

import krippendorff
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from initiatives import ranking
from initiatives.ranking import Criterion, Review, Round, publishing
from tests.initiatives import oracle
from tests.initiatives.rounds import CITIES, EVALUATORS, PROPOSALS, documents, terms

UNHURRIED = settings(deadline=None)  # a busy machine is no failure


def results(document):
    return {one["proposal"]: one for one in ranking.recompute(document)["results"]}


@UNHURRIED
@given(documents())
def test_every_figure_equals_the_second_computation(document):
    assert ranking.recompute(document) == oracle.recompute(document)


@UNHURRIED
@given(documents(), st.randoms())
def test_the_order_of_the_file_changes_nothing(document, shuffle):
    mixed = copy.deepcopy(document)
    for key in ("criteria", "cities", "proposals", "reviews"):
        shuffle.shuffle(mixed[key])
    found, expected = ranking.recompute(mixed), ranking.recompute(document)
    assert (found["results"], found["agreement"]) == (expected["results"], expected["agreement"])


@UNHURRIED
@given(
    documents(),
    st.permutations(PROPOSALS),
    st.permutations(CITIES),
    st.permutations((*"wxyz", *EVALUATORS)),
)
def test_other_names_for_proposals_cities_and_people_change_nothing_else(
    document, proposals, cities, people
):
    proposal = dict(zip(PROPOSALS, proposals, strict=True))
    city = dict(zip(CITIES, cities, strict=True))
    person = dict(zip(EVALUATORS, people, strict=False))
    renamed = copy.deepcopy(document)
    renamed["proposals"] = [proposal[key] for key in renamed["proposals"]]
    renamed["cities"] = [city[key] for key in renamed["cities"]]
    for review in renamed["reviews"]:
        review["proposal"] = proposal[review["proposal"]]
        review["city"] = city[review["city"]]
        review["evaluator"] = person[review["evaluator"]]
    found, own = results(renamed), results(document)
    assert ranking.recompute(renamed)["agreement"] == ranking.recompute(document)["agreement"]
    assert found == {
        proposal[key]: {
            **one,
            "proposal": proposal[key],
            "leave_one_out": {city[left]: rank for left, rank in one["leave_one_out"].items()},
        }
        for key, one in own.items()
    }


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


@UNHURRIED
@given(documents(), st.data())
def test_a_yes_instead_of_a_no_never_lowers_a_rank(document, data):
    places = [
        (at, key)
        for at, review in enumerate(document["reviews"])
        for key, answer in review["marks"].items()
        if answer is False
    ]
    assume(places)
    at, key = data.draw(st.sampled_from(places))
    better = copy.deepcopy(document)
    better["reviews"][at]["marks"][key] = True
    proposal = document["reviews"][at]["proposal"]
    before, after = results(document)[proposal], results(better)[proposal]
    assert set(after["reasons"]) <= set(before["reasons"])
    assert before["rank"] is None or after["rank"] == before["rank"]


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


def panel(team, mark, others):
    """A proposal to which a team of Raytown gives one mark, and two other cities theirs."""
    given = [("raytown", f"e{at}", mark) for at in range(team)]
    given += zip(("grandview", "independence"), "ee", others, strict=True)
    criterion = Criterion("savings", Fraction(100), 0, 5)
    cities = ("grandview", "independence", "raytown")
    reviews = [
        Review(proposal="A", city=city, evaluator=evaluator, marks={"savings": one})
        for city, evaluator, one in given
    ]
    round_ = Round(terms(criterion, proposals=("A",), cities=cities), tuple(reviews))
    return ranking.standings(round_.terms, ranking.tally(round_))[0]


@UNHURRIED
@given(st.integers(0, 5), st.integers(0, 5), st.tuples(st.integers(0, 5), st.integers(0, 5)))
def test_a_city_with_nine_evaluators_moves_the_result_no_more_than_one_with_two(
    mark, other, others
):
    two, nine = ((panel(team, mark, others), panel(team, other, others)) for team in (2, 9))
    moved = Fraction(100 * (other - mark), 5 * 3)
    assert (two[1].score - two[0].score, nine[1].score - nine[0].score) == (moved, moved)
    # With every evaluator alike, nine do move it further: the comparison can fail.
    by_two, by_nine = (abs(one[1].raw_score - one[0].raw_score) for one in (two, nine))
    assert by_nine > by_two or mark == other


@UNHURRIED
@given(documents())
def test_an_unanswered_criterion_is_not_nought(document):
    """Where every mark that was given is the highest, the score is 100, however many are not."""
    scales = {one["key"]: one for one in document["criteria"] if one["kind"] == "scored"}
    with_gaps, with_noughts = copy.deepcopy(document), copy.deepcopy(document)
    for review, filled in zip(with_gaps["reviews"], with_noughts["reviews"], strict=True):
        answered = {key: scales[key]["max"] for key in review["marks"] if key in scales}
        review["marks"] = answered
        if not review["recused"]:
            filled["marks"] = {key: one["min"] for key, one in scales.items()} | answered
    found = {key: one for key, one in results(with_gaps).items() if one["score"] is not None}
    gaps = {key for key, one in found.items() if one["coverage"] != "1.00"}
    assert {one["score"] for one in found.values()} <= {"100.00"}
    assert all(results(with_noughts)[key]["score"] != "100.00" for key in gaps)


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
@given(documents(), st.integers(1, 30))
def test_a_file_that_is_written_part_by_part_has_the_same_bytes(document, at_once):
    round_ = ranking.parse(document)
    with patch.object(publishing, "AT_ONCE", at_once):
        parts = list(ranking.streamed(round_.terms, round_.reviews))
    assert b"".join(parts) == ranking.canonical(ranking.to_input(round_))
    assert len(parts) == 2 + -(-len(round_.reviews) // at_once)


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
