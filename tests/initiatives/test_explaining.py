"""Every number of a proposal's place opens to sentences; two proposals are told apart."""

import re
from datetime import timedelta

import pytest

from initiatives.models import Placing, Ranking
from initiatives.operations import reviews, rounds
from initiatives.operations.reviews import Opinion
from initiatives.results.behind import behind
from initiatives.results.comparing import raw_rank_in_words, without_in_words
from initiatives.results.reckoning import reckon
from initiatives.results.separating import moved, separate, signed
from tests.initiatives.scenes import AFTER, marked, opened, review_of
from tests.initiatives.weighed import weighed

pytestmark = pytest.mark.django_db

LATER = AFTER + timedelta(hours=1)
"""In the discussion."""


@pytest.fixture
def closed(evaluator_of):
    return weighed(evaluator_of)


@pytest.fixture
def client(facilitator, client_for):
    return client_for(facilitator)


def placed(round_, reference):
    return Placing.objects.of(round_).get(entry__proposal__reference=reference)


def opened_up(round_, reference):
    """What stands behind the numbers, by the key of its section."""
    reckoned = reckon(round_)
    found = behind(
        placed(round_, reference),
        round_,
        terms=reckoned.terms,
        tally=reckoned.tally(reference),
        names=reckoned.cities,
        criteria=reckoned.criteria,
    )
    return {one.key: one.sentences for one in found}


def said(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_number_of_a_ranked_proposal_opens(closed):
    assert opened_up(closed, "EJC-2026-001") == {
        "raw": (
            (
                "Savings: the mean of all 3 marks is 4.67, which is 93.33 per cent of the scale; "
                "times the weight of 60, that is 56.00 points."
            ),
            (
                "Service: the mean of all 3 marks is 2.33, which is 46.67 per cent of the scale; "
                "times the weight of 40, that is 18.67 points."
            ),
            (
                "The points sum to 74.67; times 100, divided by the 100 that the criteria with "
                "marks weigh, that is 74.67."
            ),
            "With every evaluator alike the rank would be the same, 2.",
        ),
        "own": (
            (
                "By its own marks alone each city comes to: Blue Springs 84.00, Independence "
                "64.00, Raytown 76.00."
            ),
        ),
        "coverage": (
            (
                "3 evaluators who did not step back, times 2 scored criteria, makes 6 marks asked "
                "for. 6 were given, which is 100.00 per cent."
            ),
        ),
        "bounds": (
            (
                "It holds within ranks 1 to 3. The weights were drawn 100 times around those of "
                "the round; the middle 95 of 100 draws lie within these bounds, and so do the "
                "ranks without each city."
            ),
            "To rank 1 it comes by other weights alone.",
            "It would have rank 3 without the marks of Blue Springs.",
        ),
        "top": (
            (
                "In 100% of the 100 draws of the weights its rank is 3 or better. The draws begin "
                "from the number 1, so whoever repeats them with the results file gets the same "
                "share."
            ),
        ),
    }


def test_what_was_not_given_is_told_and_a_proposal_that_is_not_ranked_has_no_bounds(closed):
    found = opened_up(closed, "EJC-2026-004")
    assert found["own"][-1] == "No marks came from Blue Springs and Independence."
    assert found["coverage"] == (
        (
            "3 evaluators who did not step back, times 2 scored criteria, makes 6 marks asked "
            "for. 2 were given, which is 33.33 per cent."
        ),
        "What was not given is left out of the score; it does not count as 0.",
    )
    assert set(found) == {"raw", "own", "coverage"}


def test_a_proposal_without_marks_has_nothing_to_open(evaluator_of):
    round_ = opened(evaluator_of("raytown"))
    rounds.close_due(at=AFTER)
    assert set(opened_up(round_, "EJC-2026-001")) == {"own", "coverage"}


def test_many_evaluators_of_one_city_move_the_raw_rank_alone(evaluator_of):
    raytown = [evaluator_of("raytown") for _ in range(4)]
    independence = evaluator_of("independence")
    round_ = opened(*raytown, independence, proposals=2)
    for actor in raytown:
        marked(actor, round_, "EJC-2026-001", savings=5, service=5, lawful=1)
        marked(actor, round_, "EJC-2026-002", savings=4, service=4, lawful=1)
    marked(independence, round_, "EJC-2026-001", savings=1, service=1, lawful=1)
    marked(independence, round_, "EJC-2026-002", savings=3, service=3, lawful=1)
    rounds.close_due(at=AFTER)
    first, second = placed(round_, "EJC-2026-002"), placed(round_, "EJC-2026-001")
    assert [(one.rank, one.raw_rank) for one in (first, second)] == [(1, 2), (2, 1)]
    assert raw_rank_in_words(first) == "rank 2, 1 place lower"
    assert opened_up(round_, "EJC-2026-001")["raw"][-1] == (
        "With every evaluator alike it would have rank 1, 1 place higher: a city with more "
        "evaluators then weighs more."
    )


def test_why_mine_is_second_is_said_criterion_by_criterion(closed, client):
    page = client.get(f"/rounds/{closed.slug}/ranking/EJC-2026-001/")
    assert "Why it does not stand before “Idea 2”" in said(page)
    found = page.context["account"].separation
    assert found.sentence == (
        "It has 74.67 points and rank 2; “Idea 2” (EJC-2026-002) has 76.00 points and rank 1. "
        "That is 1.33 points fewer."
    )
    assert [line.sentence for line in found.lines] == [
        "Service: 21.33 points fewer, 18.67 against 40.00.",
        "Savings: 20.00 points more, 56.00 against 36.00.",
    ]
    assert [(line.one, line.other, line.difference) for line in found.lines] == [
        ("18.67", "40.00", "−21.33"),
        ("56.00", "36.00", "+20.00"),
    ]
    assert found.total == "−1.33"


def test_the_first_is_compared_with_the_next_and_any_with_any_other(closed, client):
    first = client.get(f"/rounds/{closed.slug}/ranking/EJC-2026-002/")
    assert "Why it stands before “Idea 1”" in said(first)
    third = client.get(f"/rounds/{closed.slug}/ranking/EJC-2026-003/", {"beside": "EJC-2026-002"})
    assert "Why it does not stand before “Idea 2”" in said(third)
    nonsense = client.get(f"/rounds/{closed.slug}/ranking/EJC-2026-003/", {"beside": "nowhere"})
    assert "Why it does not stand before “Idea 1”" in said(nonsense)
    unranked = client.get(f"/rounds/{closed.slug}/ranking/EJC-2026-004/")
    assert unranked.context["account"].separation is None


def test_equal_scores_share_their_rank_and_nothing_parts_them(evaluator_of):
    actor = evaluator_of("raytown")
    round_ = opened(actor, proposals=2, quorum=1)
    marked(actor, round_, "EJC-2026-001", savings=2, service=3, lawful=1)
    marked(actor, round_, "EJC-2026-002", savings=4, lawful=1)
    rounds.close_due(at=AFTER)
    reckoned = reckon(round_)
    ones = (placed(round_, "EJC-2026-001"), placed(round_, "EJC-2026-001"))
    same = separate(
        *ones, terms=reckoned.terms, tallies=reckoned.tallies, criteria=reckoned.criteria
    )
    assert (
        same.sentence == "It has exactly the score of “Idea 1” (EJC-2026-001): they share rank 2."
    )
    assert [line.sentence for line in same.lines] == [
        "Savings: both have 24.00 points.",
        "Service: both have 24.00 points.",
    ]
    other = separate(
        ones[0],
        placed(round_, "EJC-2026-002"),
        terms=reckoned.terms,
        tallies=reckoned.tallies,
        criteria=reckoned.criteria,
    )
    assert other.lines[1].sentence == (
        "Service: nobody marked one of them, whose other criteria carry the weight."
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (2, 2, "unchanged"),
        (3, 2, "1 place higher"),
        (2, 4, "2 places lower"),
        (None, 1, "newly ranked"),
        (1, None, "no longer ranked"),
        (None, None, "unchanged"),
    ],
)
def test_a_move_is_said_in_places(before, after, expected):
    assert moved(before, after) == expected


def test_a_difference_has_its_sign_even_where_it_is_rounded_away():
    assert [signed(each) for each in (0, 2, -2)] == ["0.00", "+2.00", "−2.00"]


def test_ranks_without_one_city_are_given_as_a_span():
    placing = Placing(rank=2, leave_one_out={"raytown": 1, "grandview": 3})
    assert without_in_words(placing) == "1 to 3"
    placing.leave_one_out["independence"] = None
    assert without_in_words(placing) == "1 to 3 or –"
    assert without_in_words(Placing(rank=None, leave_one_out={"raytown": 1})) == "–"


def test_a_change_in_the_discussion_is_told_and_both_rankings_are_shown(
    evaluator_of, facilitator, client
):
    raytown, independence = evaluator_of("raytown"), evaluator_of("independence")
    round_ = opened(raytown, independence, proposals=2, has_discussion=True)
    for actor in (raytown, independence):
        marked(actor, round_, "EJC-2026-001", savings=4, service=4, lawful=1)
        marked(actor, round_, "EJC-2026-002", savings=3, service=3, lawful=1)
    rounds.close_due(at=AFTER)
    round_.refresh_from_db()
    review = review_of(raytown, round_, "EJC-2026-001")
    changed = Opinion(marks={"savings": 0, "service": 4, "lawful": 1})
    reviews.submit(review, opinion=changed, version=review.version, by=raytown, at=LATER)
    page = client.get(f"/rounds/{round_.slug}/ranking/")
    assert "1 mark was changed after this ranking was computed." in said(page)
    rounds.freeze(round_, by=facilitator, at=LATER)
    page = client.get(f"/rounds/{round_.slug}/ranking/")
    assert page.context["changed_since"] == 0
    assert [(one.reference, one.ranks, one.change) for one in page.context["earlier"]] == [
        ("EJC-2026-002", (2, 1), "1 place higher"),
        ("EJC-2026-001", (1, 2), "1 place lower"),
    ]
    assert Ranking.objects.count() == 2
    account = client.get(f"/rounds/{round_.slug}/ranking/EJC-2026-001/")
    assert "Raytown changed a mark for “Savings” from 4 to 0." in said(account)
