"""Other weights: the same marks weighed again, and nothing else changed."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from initiatives import ranking
from initiatives.ranking import Criterion, Marks, Tally
from tests.initiatives.rounds import documents, terms

SAVINGS = Criterion("savings", Fraction(60), 0, 5)
SERVICE = Criterion("service", Fraction(40), 0, 4)
TERMS = terms(SAVINGS, SERVICE, proposals=("P-1", "P-2", "P-3"))


def one(savings, service):
    marks = {"savings": {"raytown": Marks(savings, 1)}, "service": {"raytown": Marks(service, 1)}}
    return Tally(reviews=1, marks=marks)


ASSESSED = {
    "P-1": ranking.assess(TERMS, one(5, 1)),
    "P-2": ranking.assess(TERMS, one(3, 4)),
    "P-3": ranking.assess(TERMS, Tally()),
}


def test_a_round_is_weighed_anew():
    before = ranking.places(TERMS, ASSESSED)
    other = ranking.reweighed(TERMS, {"savings": Fraction(80), "service": Fraction(20)})
    after = ranking.places(other, ASSESSED)
    assert before == {"P-1": (2, 70), "P-2": (1, 76), "P-3": (None, None)}
    assert after == {"P-1": (1, 85), "P-2": (2, 68), "P-3": (None, None)}


def test_a_criterion_of_no_weight_counts_for_nothing():
    other = ranking.reweighed(TERMS, {"savings": Fraction(0), "service": Fraction(100)})
    only_savings = ranking.assess(
        TERMS, Tally(reviews=1, marks={"savings": {"raytown": Marks(5, 1)}})
    )
    assert ranking.places(other, {"P-1": only_savings}) == {"P-1": (None, None)}


@pytest.mark.parametrize(("savings", "service"), [(60, 50), (-10, 110), (0, 99)])
def test_weights_that_do_not_sum_to_100_are_refused(savings, service):
    with pytest.raises(ValueError, match="sum to 100"):
        ranking.reweighed(TERMS, {"savings": Fraction(savings), "service": Fraction(service)})


def test_the_others_are_scaled_when_one_weight_changes():
    found = ranking.with_weight(TERMS, "savings", Fraction(30))
    assert {each.key: each.weight for each in found.criteria} == {"savings": 30, "service": 70}


def test_a_criterion_with_all_the_weight_cannot_be_weighed_against_anything():
    alone = terms(Criterion("savings", Fraction(100), 0, 5))
    assert ranking.with_weight(alone, "savings", Fraction(50)) is None
    assert ranking.sensitivity(alone, {}, "savings") == {}


def test_a_weight_doubles_to_a_hundred_at_most():
    assert ranking.steps_of(TERMS, "savings") == (0, 30, 60, 90, 100)
    assert ranking.steps_of(TERMS, "service") == (0, 20, 40, 60, 80)


def test_ranks_move_as_one_weight_goes_from_nothing_to_double():
    assert ranking.sensitivity(TERMS, ASSESSED, "savings") == {
        "P-1": (2, 2, 2, 1, 1),
        "P-2": (1, 1, 1, 2, 2),
    }


@given(documents())
@settings(max_examples=200)
def test_the_weights_of_the_round_give_its_ranking(document):
    round_ = ranking.parse(document)
    tallies = ranking.tally(round_)
    assessed = {key: ranking.assess(round_.terms, own) for key, own in tallies.items()}
    found = ranking.places(round_.terms, assessed)
    expected = ranking.standings(round_.terms, tallies)
    assert found == {own.proposal: (own.rank, own.score) for own in expected}
    for criterion in round_.terms.criteria:
        for key, ranks in ranking.sensitivity(round_.terms, assessed, criterion.key).items():
            assert ranks[2] == found[key].rank
