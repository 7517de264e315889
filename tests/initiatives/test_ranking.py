"""The ranking, worked by hand."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from initiatives import ranking
from initiatives.ranking import Answers, Criterion, Marks, Review, Round, Tally
from tests.initiatives.rounds import marked, one_criterion, review, terms

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "ranking.md"


def test_the_documented_example_gives_the_documented_result():
    given, expected = (
        json.loads(block)
        for block in re.findall(r"```json\n(.*?)```", DOCUMENTATION.read_text("utf-8"), re.DOTALL)
    )
    assert ranking.recompute(given) == expected


def test_a_city_of_nine_evaluators_weighs_as_much_as_a_city_of_one():
    tally = marked(10, raytown=(45, 9), grandview=(0, 1))
    [standing] = ranking.standings(
        terms(Criterion("savings", Fraction(100), 0, 5), proposals=("A",)), {"A": tally}
    )
    assert (standing.score, standing.raw_score) == (50, 90)


def test_a_criterion_without_marks_leaves_its_weight_to_the_others():
    found = ranking.assess(terms(), marked(raytown=(4, 1)))
    assert (found.score, found.means) == (80, {"savings": 4})


def test_a_scale_may_begin_above_or_below_zero():
    criteria = (
        Criterion("a", Fraction(50), 1, 5),
        Criterion("b", Fraction(50), -2, 2),
    )
    marks = {"a": {"raytown": Marks(5, 2)}, "b": {"raytown": Marks(-3, 2)}}
    [standing] = ranking.standings(
        terms(*criteria, proposals=("A",)), {"A": Tally(reviews=2, marks=marks)}
    )
    assert standing.score == 25
    assert standing.criterion_scores == {"a": Fraction(3, 8), "b": Fraction(1, 8)}


def test_a_criterion_that_only_the_city_left_out_has_marked_is_left_out_with_it():
    marks = {"savings": {"raytown": Marks(5, 1)}, "service": {"grandview": Marks(3, 1)}}
    tally = Tally(reviews=2, marks=marks)
    assert ranking.assess(terms(), tally).score == 80
    assert ranking.assess(terms(), tally, without="grandview").score == 100
    assert ranking.assess(terms(), tally, without="raytown").score == 50


def test_a_criterion_that_nobody_has_marked_may_be_there_empty():
    tally = Tally(reviews=1, marks={"savings": {"raytown": Marks(4, 1)}, "service": {}})
    [standing] = ranking.standings(terms(proposals=("A",)), {"A": tally})
    assert (standing.score, standing.raw_score) == (80, 80)


def test_the_cities_left_out_are_listed_by_key():
    [standing] = ranking.standings(terms(proposals=("A",), cities=("raytown", "grandview")), {})
    assert list(standing.leave_one_out) == ["grandview", "raytown"]


def test_weights_are_exact_to_the_last_decimal():
    criteria = (
        Criterion("a", Fraction("33.333333"), 0, 3),
        Criterion("b", Fraction("66.666667"), 0, 7),
    )
    marks = {"a": {"raytown": Marks(1, 1)}, "b": {"raytown": Marks(1, 1)}}
    found = ranking.assess(terms(*criteria), Tally(reviews=1, marks=marks))
    assert found.score == Fraction("33.333333") / 3 + Fraction("66.666667") / 7


def test_coverage_counts_the_marks_given_out_of_those_asked_for():
    [standing] = ranking.standings(
        terms(proposals=("A",)), {"A": marked(3, raytown=(4, 2), grandview=(5, 1))}
    )
    assert standing.coverage == Fraction(3, 6)


def test_a_proposal_without_reviews_has_no_figures_and_is_below_the_quorum():
    [standing] = ranking.rank(
        terms(
            Criterion("savings", Fraction(100), 0, 5, threshold=Fraction(0)),
            gates=("lawful",),
            proposals=("A",),
        ),
        {},
    )
    assert standing == ranking.Standing(
        proposal="A",
        rank=None,
        score=None,
        raw_score=None,
        coverage=None,
        cities=0,
        reasons=("quorum", "gate:lawful", "threshold:savings"),
        criterion_scores={},
        leave_one_out={"grandview": None, "raytown": None},
        rank_interval=None,
        top_share=None,
    )


@pytest.mark.parametrize(("quorum", "reasons"), [(1, ()), (2, ()), (3, ("quorum",))])
def test_the_quorum_counts_cities_with_a_scored_mark(quorum, reasons):
    answered = {"lawful": {"blue-springs": Answers(1, 0)}}
    tally = Tally(reviews=3, marks=marked(raytown=(4, 1), grandview=(4, 1)).marks, answers=answered)
    found = ranking.assess(terms(quorum=quorum), tally)
    assert (found.cities, found.reasons) == (2, reasons)


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({"raytown": Answers(1, 0)}, ()),
        ({"raytown": Answers(2, 1)}, ()),
        ({"raytown": Answers(0, 1)}, ("gate:lawful",)),
        ({"raytown": Answers(1, 1)}, ("gate:lawful",)),
        ({"raytown": Answers(9, 0), "grandview": Answers(0, 1)}, ("gate:lawful",)),
        ({"raytown": Answers(1, 0), "grandview": Answers(3, 3)}, ()),
        ({"raytown": Answers(1, 0), "grandview": Answers(1, 0), "x": Answers(0, 5)}, ()),
        ({}, ("gate:lawful",)),
    ],
)
def test_a_gate_is_open_when_more_cities_say_yes_than_no(answers, reasons):
    tally = Tally(marks=marked(raytown=(4, 1)).marks, answers={"lawful": answers})
    assert ranking.assess(terms(gates=("lawful",)), tally).reasons == reasons


@pytest.mark.parametrize(
    ("threshold", "reasons"), [("2.5", ()), ("2.500001", ("threshold:savings",))]
)
def test_a_threshold_must_be_reached_by_the_mean_of_the_city_means(threshold, reasons):
    tally = marked(raytown=(4, 4), grandview=(4, 1))
    assert ranking.assess(one_criterion(threshold=Fraction(threshold)), tally).reasons == reasons


def test_reasons_are_listed_quorum_first_then_gates_then_thresholds_by_key():
    criteria = (
        Criterion("savings", Fraction(50), 0, 5, threshold=Fraction(3)),
        Criterion("ease", Fraction(50), 0, 5, threshold=Fraction(3)),
    )
    found = ranking.assess(
        terms(*criteria, gates=("lawful", "funded"), quorum=2), marked(raytown=(1, 1))
    )
    assert found.reasons == (
        "quorum",
        "gate:funded",
        "gate:lawful",
        "threshold:ease",
        "threshold:savings",
    )


def test_equal_scores_share_a_rank_and_the_next_rank_counts_them():
    tallies = {
        key: marked(raytown=(mark, 1)) for key, mark in zip("EDCBA", (5, 4, 4, 3, 4), strict=True)
    }
    found = ranking.standings(terms(proposals=tuple("ABCDE")), tallies)
    assert [(one.rank, one.proposal) for one in found] == [
        (1, "E"),
        (2, "A"),
        (2, "C"),
        (2, "D"),
        (5, "B"),
    ]


def test_scores_that_look_alike_after_rounding_do_not_share_a_rank():
    criterion = Criterion("savings", Fraction(100), 0, 1000)
    tallies = {
        "A": Tally(reviews=1, marks={"savings": {"raytown": Marks(99999, 300)}}),
        "B": Tally(reviews=1, marks={"savings": {"raytown": Marks(100000, 300)}}),
    }
    found = ranking.standings(terms(criterion), tallies)
    assert [(one.proposal, one.rank, ranking.two_places(one.score)) for one in found] == [
        ("B", 1, "33.33"),
        ("A", 2, "33.33"),
    ]


def test_unranked_proposals_follow_the_ranked_by_key():
    tallies = {"B": marked(raytown=(1, 1)), "C": marked(raytown=(2, 1))}
    found = ranking.rank(terms(proposals=("D", "C", "B", "A")), tallies)
    assert [one.proposal for one in found] == ["C", "B", "A", "D"]


def test_leaving_a_city_out_lowers_the_quorum_and_may_turn_the_order():
    tallies = {
        "A": marked(raytown=(5, 1), grandview=(1, 1)),
        "B": marked(raytown=(2, 1), grandview=(3, 1)),
        "C": marked(raytown=(4, 1)),
    }
    found = ranking.standings(terms(proposals=("A", "B", "C"), quorum=2), tallies)
    assert {one.proposal: (one.rank, one.leave_one_out) for one in found} == {
        "A": (1, {"grandview": 1, "raytown": 2}),
        "B": (2, {"grandview": 3, "raytown": 1}),
        "C": (None, {"grandview": 2, "raytown": None}),
    }


def test_with_a_single_city_nothing_is_left_when_it_is_left_out():
    [standing] = ranking.standings(
        terms(proposals=("A",), cities=("raytown",)), {"A": marked(raytown=(4, 1))}
    )
    assert (standing.rank, standing.leave_one_out) == (1, {"raytown": None})


def test_a_city_s_own_score_of_a_proposal_is_shown_beside_the_others():
    marks = {
        "savings": {"raytown": Marks(9, 2)},
        "service": {"raytown": Marks(5, 1), "grandview": Marks(3, 1)},
    }
    found = ranking.city_scores(
        terms(cities=("grandview", "lees-summit", "raytown")), Tally(reviews=3, marks=marks)
    )
    assert found == {"grandview": 50, "lees-summit": None, "raytown": 94}


def test_a_recused_review_counts_for_nothing():
    recused = Review(proposal="A", city="grandview", evaluator="e2", recused=True)
    round_ = Round(one_criterion(), (review("A", "e1", 4), recused))
    assert ranking.tally(round_) == {"A": marked(1, raytown=(4, 1)), "B": Tally()}


def test_a_tally_adds_up_marks_and_answers_by_city():
    reviews = [
        Review(proposal="A", city="raytown", evaluator=key, marks=marks, answers={"lawful": yes})
        for key, marks, yes in [
            ("e1", {"savings": 4, "service": 1}, True),
            ("e2", {"savings": 5}, False),
        ]
    ]
    assert ranking.tally(Round(terms(proposals=("A",)), tuple(reviews))) == {
        "A": Tally(
            reviews=2,
            marks={"savings": {"raytown": Marks(9, 2)}, "service": {"raytown": Marks(1, 1)}},
            answers={"lawful": {"raytown": Answers(1, 1)}},
        )
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (Fraction(0), "0.00"),
        (Fraction(1, 8), "0.13"),
        (Fraction(-1, 8), "-0.13"),
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 300), "0.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Fraction(16334, 200), "81.67"),
        (Fraction(100), "100.00"),
        (Fraction(12499999, 100000000), "0.12"),
    ],
)
def test_figures_are_rounded_half_up_to_two_places(value, text):
    assert ranking.two_places(value) == text
