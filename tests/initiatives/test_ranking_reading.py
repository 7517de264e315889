"""What a published file may not say: each refusal names the place and what was expected."""

import copy
import hashlib
import json
from decimal import Decimal
from fractions import Fraction

import pytest

from collaborative.documents import BadDocument
from initiatives import ranking
from initiatives.ranking import Criterion, Review, Round, Settings, Terms

GOOD = {
    "criteria": [
        {
            "key": "savings",
            "weight": "62.5",
            "min": 0,
            "max": 5,
            "kind": "scored",
            "threshold": "2",
        },
        {"key": "service", "weight": "37.5", "min": -1, "max": 4, "kind": "scored"},
        {"key": "lawful", "kind": "gate"},
    ],
    "cities": ["independence", "raytown"],
    "quorum": 2,
    "proposals": ["P-1", "P-2"],
    "reviews": [
        {
            "proposal": "P-1",
            "city": "raytown",
            "evaluator": "e1",
            "recused": False,
            "marks": {"savings": 4, "lawful": True},
        },
        {"proposal": "P-2", "city": "raytown", "evaluator": "e1", "recused": True, "marks": {}},
    ],
    "settings": {"seed": 7, "draws": 50, "top": 2},
}
ROUND = Round(
    Terms(
        criteria=(
            Criterion("savings", Fraction("62.5"), 0, 5, Fraction(2)),
            Criterion("service", Fraction("37.5"), -1, 4),
        ),
        gates=("lawful",),
        cities=("independence", "raytown"),
        quorum=2,
        proposals=("P-1", "P-2"),
        settings=Settings(seed=7, draws=50, top=2),
    ),
    (
        Review(
            proposal="P-1",
            city="raytown",
            evaluator="e1",
            marks={"savings": 4},
            answers={"lawful": True},
        ),
        Review(proposal="P-2", city="raytown", evaluator="e1", recused=True),
    ),
)
MISSING = object()


def changed(path, value):
    """The good file with one place changed, added or (MISSING) taken away."""
    document = copy.deepcopy(GOOD)
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return document


def test_a_good_file_is_read_whole_and_written_back_as_it_was():
    assert ranking.parse(GOOD) == ROUND
    assert ranking.to_input(ROUND) == GOOD


def test_recused_may_be_left_out_and_so_may_a_recused_review_s_marks():
    document = copy.deepcopy(GOOD)
    del document["reviews"][0]["recused"]
    del document["reviews"][1]["marks"]
    assert ranking.parse(document) == ROUND


def test_settings_may_be_left_out_whole_or_in_part():
    assert ranking.parse(changed(["settings"], MISSING)).terms.settings == Settings(1, 10_000, 3)
    assert ranking.parse(changed(["settings"], {"top": 1})).terms.settings == Settings(1, 10_000, 1)


def test_a_weight_may_be_written_as_a_number():
    document = changed(["criteria", 0, "weight"], Decimal("62.5"))
    assert ranking.parse(document) == ROUND
    whole = changed(["criteria"], [{**GOOD["criteria"][0], "weight": 100}])
    whole["reviews"] = []
    assert ranking.parse(whole).terms.criteria == (
        Criterion("savings", Fraction(100), 0, 5, Fraction(2)),
    )


def test_a_threshold_may_lie_at_either_end_of_the_scale():
    for threshold in ("0", "5"):
        criteria = ranking.parse(changed(["criteria", 0, "threshold"], threshold)).terms.criteria
        assert criteria[0].threshold == Fraction(threshold)


@pytest.mark.parametrize(("low", "high"), [(4, 1000), (-1000, 4)])
def test_a_mark_may_lie_at_either_end_of_its_scale(low, high):
    document = changed(["criteria", 0], {**GOOD["criteria"][0], "min": low, "max": high})
    del document["criteria"][0]["threshold"]
    assert ranking.parse(document).reviews[0].marks == {"savings": 4}


def test_the_digest_is_that_of_the_canonical_text_whatever_the_layout():
    document = {"b": ["é", True, None], "a": Decimal("62.5")}
    canonical = '{"a":62.5,"b":["é",true,null]}'.encode()
    assert ranking.digest(document) == hashlib.sha256(canonical).hexdigest()
    assert ranking.recompute(GOOD)["input_sha256"] == ranking.digest(json.loads(json.dumps(GOOD)))


CRITERION = ["criteria", 0]
REVIEW = ["reviews", 0]
ONLY = "is not expected here, only"
NO_NUMBER = 'is not a number such as "12.50" with at most 9 digits and 6 decimals'
REFUSALS = [
    (["criteria"], MISSING, '"criteria" is missing'),
    (["cities"], MISSING, '"cities" is missing'),
    (["quorum"], MISSING, '"quorum" is missing'),
    (["proposals"], MISSING, '"proposals" is missing'),
    (["reviews"], MISSING, '"reviews" is missing'),
    (
        ["decisions"],
        [],
        f'"decisions" {ONLY} criteria, cities, quorum, proposals, reviews, settings',
    ),
    (["criteria"], {}, "criteria: an object in braces is not a list"),
    (["criteria"], [], "criteria: the weights of the scored criteria sum to 0, expected 100"),
    (CRITERION, "savings", 'criteria[0]: "savings" is not an object in braces'),
    ([*CRITERION, "kind"], MISSING, 'criteria[0]: "kind" is missing'),
    ([*CRITERION, "kind"], "scoring", 'criteria[0].kind: "scoring" is not one of scored, gate'),
    ([*CRITERION, "key"], MISSING, 'criteria[0]: "key" is missing'),
    (
        [*CRITERION, "key"],
        "",
        'criteria[0].key: "" is not a text of 1 to 200 printable characters',
    ),
    ([*CRITERION, "key"], "service", 'criteria[1].key: "service" is there twice'),
    ([*CRITERION, "key"], "lawful", 'criteria[2].key: "lawful" is there twice'),
    (["criteria", 2, "key"], "savings", 'criteria[2].key: "savings" is there twice'),
    ([*CRITERION, "weight"], MISSING, 'criteria[0]: "weight" is missing'),
    (
        [*CRITERION, "weight"],
        "62.4",
        "criteria: the weights of the scored criteria sum to 99.9, expected 100",
    ),
    (
        [*CRITERION, "weight"],
        "62.499999",
        "criteria: the weights of the scored criteria sum to 99.999999, expected 100",
    ),
    (
        [*CRITERION, "weight"],
        "137.5",
        "criteria: the weights of the scored criteria sum to 175, expected 100",
    ),
    ([*CRITERION, "weight"], "0", 'criteria[0].weight: "0" is not more than 0'),
    ([*CRITERION, "weight"], "-62.5", 'criteria[0].weight: "-62.5" is not more than 0'),
    (
        [*CRITERION, "weight"],
        62.5,
        f"criteria[0].weight: 62.5 {NO_NUMBER}",
    ),
    (
        [*CRITERION, "weight"],
        True,
        f"criteria[0].weight: true {NO_NUMBER}",
    ),
    ([*CRITERION, "min"], MISSING, 'criteria[0]: "min" is missing'),
    ([*CRITERION, "max"], MISSING, 'criteria[0]: "max" is missing'),
    ([*CRITERION, "min"], 5, "criteria[0].max: 5 is not more than the min, 5"),
    ([*CRITERION, "min"], -1001, "criteria[0].min: -1001 is outside -1000 to 1000"),
    ([*CRITERION, "max"], 1001, "criteria[0].max: 1001 is outside -1000 to 1000"),
    (
        [*CRITERION, "max"],
        True,
        "criteria[0].max: true is not a whole number from -1000 to 1000",
    ),
    ([*CRITERION, "threshold"], "5.1", 'criteria[0].threshold: "5.1" is outside 0 to 5'),
    ([*CRITERION, "threshold"], "-0.1", 'criteria[0].threshold: "-0.1" is outside 0 to 5'),
    (
        [*CRITERION, "treshold"],
        "2",
        'criteria[0]: "treshold" is not expected here, only key, kind, weight, min, max, threshold',
    ),
    (
        ["criteria", 2, "weight"],
        "5",
        'criteria[2]: "weight" is not expected here, only key, kind',
    ),
    (["cities"], [], "cities: the list is empty, expected at least one"),
    (["cities"], ["raytown", "raytown"], 'cities[1]: "raytown" is there twice'),
    (["cities", 0], 7, "cities[0]: 7 is not a text in quotes"),
    (["proposals"], [], "proposals: the list is empty, expected at least one"),
    (["proposals", 1], "P-1", 'proposals[1]: "P-1" is there twice'),
    (["quorum"], 0, "quorum: 0 is outside 1 to 1000"),
    (["quorum"], "2", 'quorum: "2" is not a whole number from 1 to 1000'),
    (["reviews"], {}, "reviews: an object in braces is not a list"),
    ([*REVIEW, "proposal"], "P-9", 'reviews[0].proposal: "P-9" is not one of the proposals'),
    ([*REVIEW, "proposal"], MISSING, 'reviews[0]: "proposal" is missing'),
    ([*REVIEW, "city"], "Raytown", 'reviews[0].city: "Raytown" is not one of the cities'),
    ([*REVIEW, "evaluator"], 1, "reviews[0].evaluator: 1 is not a text in quotes"),
    ([*REVIEW, "recused"], "no", 'reviews[0].recused: "no" is not true or false'),
    (
        [*REVIEW, "recused"],
        True,
        "reviews[0].marks: a recused review carries no marks, expected none",
    ),
    ([*REVIEW, "marks"], MISSING, 'reviews[0]: "marks" is missing'),
    ([*REVIEW, "marks"], None, "reviews[0].marks: null is not an object in braces"),
    (
        [*REVIEW, "marks", "saving"],
        4,
        'reviews[0].marks: "saving" is not one of the criteria',
    ),
    ([*REVIEW, "marks", "savings"], 6, "reviews[0].marks.savings: 6 is outside 0 to 5"),
    ([*REVIEW, "marks", "savings"], -1, "reviews[0].marks.savings: -1 is outside 0 to 5"),
    (
        [*REVIEW, "marks", "savings"],
        True,
        "reviews[0].marks.savings: true is not a whole number from 0 to 5",
    ),
    (
        [*REVIEW, "marks", "savings"],
        Decimal("4.5"),
        "reviews[0].marks.savings: 4.5 is not a whole number from 0 to 5",
    ),
    (
        [*REVIEW, "marks", "savings"],
        None,
        "reviews[0].marks.savings: null is not a whole number from 0 to 5",
    ),
    ([*REVIEW, "marks", "lawful"], 1, "reviews[0].marks.lawful: 1 is not true or false"),
    (
        [*REVIEW, "comment"],
        "",
        f'reviews[0]: "comment" {ONLY} proposal, city, evaluator, recused, marks',
    ),
    (
        ["reviews", 1],
        GOOD["reviews"][0],
        'reviews[1]: "e1" of "raytown" already reviews "P-1" in reviews[0]',
    ),
    (["settings", "seed"], -1, "settings.seed: -1 is outside 0 to 9007199254740991"),
    (["settings", "draws"], 0, "settings.draws: 0 is outside 1 to 1000000"),
    (["settings", "draws"], 1_000_001, "settings.draws: 1000001 is outside 1 to 1000000"),
    (["settings", "top"], 0, "settings.top: 0 is outside 1 to 1000000"),
    (["settings", "tops"], 3, 'settings: "tops" is not expected here, only seed, draws, top'),
    (["settings"], None, "settings: null is not an object in braces"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), REFUSALS)
def test_what_is_wrong_is_refused_with_its_place(path, value, sentence):
    with pytest.raises(BadDocument) as refusal:
        ranking.parse(changed(path, value))
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("document", [None, [], "round", 7])
def test_a_file_that_is_no_object_is_refused(document):
    with pytest.raises(BadDocument, match="is not an object in braces"):
        ranking.parse(document)
