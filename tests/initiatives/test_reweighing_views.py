"""The pages on which weights are changed, and on which every change stays."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from initiatives import results
from initiatives.models import Ranking, Weight
from initiatives.operations import reviews, rounds
from initiatives.operations.reviews import Opinion
from tests.initiatives.discussed import BECAUSE, discussed, weigh_again, weights
from tests.initiatives.scenes import AFTER, opened, review_of

pytestmark = pytest.mark.django_db
TYPED = {
    "weight_savings": "30",
    "weight_service": "70",
    "threshold_savings": "",
    "threshold_service": "",
    "reason": BECAUSE,
}


@pytest.fixture(autouse=True)
def _after_the_close():
    with time_machine.travel(AFTER + timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def evaluators(evaluator_of):
    return [evaluator_of(slug) for slug in ("raytown", "independence")]


@pytest.fixture
def round_(evaluators):
    return discussed(*evaluators)


@pytest.fixture
def client(facilitator, client_for) -> Client:
    return client_for(facilitator)


def text(response):
    return response.content.decode()


def cells(page):
    """The cells of the last table, row by row, without their markup."""
    table = page[page.rindex("<tbody>") : page.rindex("</tbody>")]
    return [
        [re.sub(r"<[^>]+>", " ", cell).split() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    ]


def test_both_rankings_are_shown_side_by_side_before_anything_is_written(client, round_):
    page = text(client.post(f"/rounds/{round_.slug}/weights/change/", {**TYPED, "act": "compare"}))
    assert "Of 2 proposals 2 have another rank." in page
    assert [row[1:] for row in cells(page)] == [
        [["2"], ["1"], ["up", "1"], ["64.00"], ["82.00"]],
        [["1"], ["2"], ["down", "1"], ["68.00"], ["44.00"]],
    ]
    assert f'name="seen" value="{results.digest(round_)}"' in page
    assert BECAUSE in page
    assert (Weight.objects.count(), Ranking.objects.count()) == (0, 1)


def test_the_change_is_recorded_and_stays_for_everybody_once_released(client, round_, facilitator):
    address = f"/rounds/{round_.slug}/weights/"
    seen = results.digest(round_)
    done = client.post(f"{address}change/", {**TYPED, "act": "record", "seen": seen})
    assert done.url == address
    page = text(client.get(address))
    assert (BECAUSE in page, facilitator.title in page) == (True, True)
    assert [row[1:3] for row in cells(page)] == [[["2"], ["1"]], [["1"], ["2"]]]
    assert Client().get(address).status_code == 302
    rounds.freeze(round_, by=facilitator, at=AFTER + timedelta(hours=2))
    type(round_).objects.filter(pk=round_.pk).update(
        state="released", released_at=AFTER + timedelta(hours=3)
    )
    public = Client().get(address)
    assert (public.status_code, BECAUSE in text(public)) == (200, True)
    assert "Change the weights</a>" not in text(public)


def test_nothing_is_recorded_without_the_comparison(client, round_):
    response = client.post(f"/rounds/{round_.slug}/weights/change/", {**TYPED, "act": "record"})
    assert (response.status_code, Ranking.objects.count()) == (409, 1)
    assert "Nothing was written. This is how it stands now" in text(response)


def test_a_comparison_that_is_out_of_date_is_shown_anew_with_what_was_typed(
    client, round_, evaluators
):
    seen = results.digest(round_)
    review = review_of(evaluators[0], round_, "EJC-2026-002")
    reviews.submit(
        review,
        opinion=Opinion(marks={"savings": 5, "service": 5, "lawful": 1}),
        version=review.version,
        by=evaluators[0],
        at=AFTER + timedelta(minutes=5),
    )
    address = f"/rounds/{round_.slug}/weights/change/"
    refused = client.post(address, {**TYPED, "act": "record", "seen": seen})
    assert (refused.status_code, BECAUSE in text(refused)) == (409, True)
    again = re.search(r'name="seen" value="(\w+)"', text(refused))[1]
    assert client.post(address, {**TYPED, "act": "record", "seen": again}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"weight_service": "60"}, "The weights sum to 90; they must sum to 100."),
        ({"weight_savings": "60", "weight_service": "40"}, "nothing would change"),
        ({"reason": ""}, "Why do the weights change: fill this in."),
        ({"threshold_savings": "7"}, "less than or equal to 5"),
        ({"weight_savings": ""}, "Savings: weight: fill this in."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_compared(client, round_, typed, sentence):
    response = client.post(f"/rounds/{round_.slug}/weights/change/", {**TYPED, **typed})
    assert response.status_code == 200
    assert sentence in text(response)
    assert "Put these weights in force" not in text(response)


def test_a_round_that_is_scored_has_no_weights_to_change(client):
    round_ = opened(proposals=0)
    response = client.get(f"/rounds/{round_.slug}/weights/change/")
    assert response.status_code == 403
    assert "What this round asks is fixed until scoring has closed." in text(response)


def test_the_ranking_and_the_round_lead_to_the_changes(client, round_, facilitator):
    ranking, page = (f"/rounds/{round_.slug}/{part}" for part in ("ranking/", ""))
    change = f'href="/rounds/{round_.slug}/weights/change/"'
    changes = f'href="/rounds/{round_.slug}/weights/"'
    assert [change in text(client.get(each)) for each in (ranking, page)] == [False, True]
    assert changes not in text(client.get(ranking))
    weigh_again(round_, facilitator, weights("30", "70"))
    assert changes in text(client.get(ranking))
    assert "Weights were changed" in text(client.get(page))


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_of_changes_asks_the_database_as_often_however_many(
    client, round_, facilitator, times, django_assert_num_queries
):
    for number in range(times):
        weigh_again(round_, facilitator, weights(str(30 + number), str(70 - number)))
    client.get(f"/rounds/{round_.slug}/weights/")
    with django_assert_num_queries(8):
        client.get(f"/rounds/{round_.slug}/weights/")
