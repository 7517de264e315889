"""From marks to need and what to do about it: the numbers of docs/needs.md."""

from fractions import Fraction

import pytest

from training.disclosure import Place
from training.gaps import (
    DECISIONS,
    Base,
    Counted,
    Shown,
    Tally,
    Verdict,
    account,
    cause_in_words,
    decide,
    decision_in_words,
    figure,
    level,
    score,
    seats_in_words,
)

CREWS = Place("staff", 1, 1, "field")
HEADS = Place("heads", 1, None, "head")


def sample(*, named=(1, 0, 1, 0, 0), rule=(6, (24, 12))):
    """Six people of a crew, and the five heads of the city's departments."""
    crew = {
        # importance 5 5 4 5 4 4, performance 2 2 3 1 3 4
        Base.GAP: Tally(6, (27, 15, 5)),
        Base.CAUSE: Tally(6, (4, *named)),
        Base.RULE: Tally(*rule),  # difficulty 4 each, frequency 2 each
        Base.URGENCY: Tally(6, (24,)),
        Base.MANDATED: Tally(6, (3,)),
    }
    heads = {
        Base.GAP: Tally(5, (23, 11, 5)),
        Base.CAUSE: Tally(5, (4, 0, 1, 0, 0, 0)),
        Base.RULE: Tally(5, (20, 10)),
        Base.PEOPLE: Tally(5, (44,)),
    }
    return Shown([Counted(CREWS, crew), Counted(HEADS, heads)])


def test_the_worked_example_by_hand():
    city = figure(sample(), Place(city=1))
    assert (city.people, city.importance, city.performance) == (
        11,
        Fraction(50, 11),
        Fraction(26, 11),
    )
    assert (city.weight, city.gap) == (Fraction(39, 44), Fraction(29, 44))
    assert city.need_of_each == Fraction(39 * 29, 44 * 44)
    assert (city.heads, city.concerned, score(city.need)) == (5, 44, "25.70")
    assert city.level.words == "Very high"
    assert city.verdict is Verdict.RETRAIN
    assert (city.calling, city.to_train) == (10, 40)


def test_the_account_says_every_step():
    city = figure(sample(), Place(city=1))
    assert account(city) == [
        "11 people marked how important it is and how well it is done today.",
        (
            "Importance is 4.55 of 5 on average. From 1, the least, to 5, the most, that is "
            "(4.55 − 1) ÷ 4 = 0.89 of the way."
        ),
        "How well it is done today is 2.36 of 5 on average. The gap is (5 − 2.36) ÷ 4 = 0.66.",
        "The need of each person is 0.89 × 0.66 = 0.58.",
        "It concerns 44 people, as 5 heads of departments said.",
        (
            "The need is 0.58 × 44 = 25.70: as much as that many people for whom nothing matters "
            "more and nothing is done worse."
        ),
    ]
    assert decision_in_words(city) == (
        "Difficulty is 4.00 (hard), importance 4.55 (important) and frequency 2.00 (seldom); 3.50 "
        "or more counts as hard, important and often. Train, and again regularly: it is hard and "
        "matters, and is forgotten between times."
    )
    assert cause_in_words(city) == [
        "Equipment or tools are missing: 1 of 11 (9 %).",
        "There are too few people: 1 of 11 (9 %).",
        "There is no time for it: 1 of 11 (9 %).",
        "8 people of 11 named no cause beside skill.",
        "No single cause is named by more than 50 %.",
    ]
    assert seats_in_words(city) == (
        "10 of 11 marked importance with 4 or more and how well it is done with 3 or less. That "
        "share of 44 people is 40 to train."
    )


def test_where_too_few_heads_say_whom_it_concerns_those_who_answered_stand_for_them():
    crew = figure(sample(), CREWS)
    assert (crew.heads, crew.concerned, crew.people) == (None, 6, 6)
    assert account(crew)[4] == (
        "Fewer than five heads of departments said how many people it concerns, so the 6 who "
        "marked it stand for them."
    )


def test_a_cause_that_more_than_half_name_sets_the_topic_apart_and_trains_nobody():
    half, most = (figure(sample(named=(n, 0, 0, 0, 0)), CREWS) for n in (3, 4))
    assert (half.prevailing, half.to_train) == ((), 5)
    assert ([cause.key for cause in most.prevailing], most.to_train) == (["equipment"], 0)
    assert cause_in_words(most)[-1] == (
        "Training alone will not mend this, most people say: equipment or tools are missing."
    )
    assert seats_in_words(most) == (
        "Nobody is counted as to be trained before the cause is removed."
    )


@pytest.mark.parametrize(
    ("marks", "verdict"),
    [
        (("3.5", "3.5", "3.49"), Verdict.RETRAIN),
        (("3.5", "3.5", "3.5"), Verdict.TRAIN),
        (("3.5", "3.49", "3.5"), Verdict.TRAIN),
        (("3.5", "3.49", "3.49"), Verdict.JOB_AID),
        (("3.49", "3.5", "3.49"), Verdict.JOB_AID),
        (("3.49", "3.5", "3.5"), Verdict.NONE),
        (("3.49", "3.49", "3.5"), Verdict.NONE),
        (("3.49", "3.49", "3.49"), Verdict.NONE),
    ],
)
def test_the_rule_decides_every_case_at_its_bounds(marks, verdict):
    difficulty, importance, frequency = map(Fraction, marks)
    found = decide(difficulty=difficulty, importance=importance, frequency=frequency)
    assert found.verdict is verdict
    assert len(DECISIONS) == len({one[:3] for one in DECISIONS}) == 8


def test_a_rule_that_says_otherwise_trains_nobody_and_one_that_cannot_say_does_not_hinder():
    easy = figure(sample(rule=(6, (12, 24))), CREWS)
    silent = figure(sample(rule=(4, (16, 8))), CREWS)
    assert (easy.verdict, easy.to_train) == (Verdict.NONE, 0)
    assert (silent.verdict, silent.to_train) == (None, 5)
    assert decision_in_words(silent) == (
        "Too few people said how hard it is and how often it is done for the rule to say."
    )
    assert seats_in_words(easy) == (
        "Nobody is counted as to be trained, because the rule says otherwise."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ("1", "Very high"),
        ("0.45", "Very high"),
        ("0.44", "High"),
        ("0.15", "Some"),
        ("0", "Little"),
    ],
)
def test_the_steps_of_the_heat_grid(share, words):
    assert level(Fraction(share)).words == words
