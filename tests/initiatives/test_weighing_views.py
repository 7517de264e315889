"""The results of a round looked at in other ways: drawn, weighed otherwise, and to discuss."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from initiatives.models import Concord, Criterion, Placing, Ranking
from tests.initiatives.scenes import opened
from tests.initiatives.weighed import marked_evenly, released, weighed

pytestmark = pytest.mark.django_db

PAGES = (
    "ranking/pictures/",
    "ranking/pictures/ranking.svg",
    "ranking/pictures/cities.svg",
    "ranking/pictures/agreement.svg",
    "ranking/pictures/weight-savings.svg",
    "ranking/discuss/",
    "ranking/what-if/",
    "ranking/agreement/savings/",
    "ranking/EJC-2026-001/evened-out/",
)


@pytest.fixture
def closed(evaluator_of):
    return weighed(evaluator_of)


@pytest.fixture
def client(facilitator, client_for):
    return client_for(facilitator)


def get(client, round_, page, **query):
    return client.get(f"/rounds/{round_.slug}/{page}", query)


def text(response):
    return response.content.decode()


def said(response):
    """The words of a page, each blank once."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(response)))


@pytest.mark.parametrize("address", PAGES)
def test_before_the_release_they_are_the_facilitators(
    closed, client, client_for, evaluator_of, address
):
    assert get(client, closed, address).status_code == 200
    assert get(client_for(evaluator_of("raytown")), closed, address).status_code == 404
    assert get(Client(), closed, address).status_code == 302


@pytest.mark.parametrize("address", PAGES)
def test_after_the_release_they_are_everybodys(closed, facilitator, address):
    assert get(Client(), released(closed, facilitator), address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_while_evaluators_score_nobody_sees_any_of_it(client, address):
    assert get(client, opened(), address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["pictures/nothing.svg", "pictures/weight-lawful.svg", "agreement/lawful/", "X/evened-out/"],
)
def test_what_there_is_not_is_not_there(closed, client, address):
    assert get(client, closed, f"ranking/{address}").status_code == 404


# --- other weights -------------------------------------------------------------------------------


def lines(response):
    return [
        (
            line.placing.entry.proposal.reference,
            line.rank,
            line.score,
            line.placing.rank,
            line.change,
        )
        for line in response.context["page"]
    ]


def test_without_weights_the_record_is_shown_as_it_is(closed, client):
    response = get(client, closed, "ranking/what-if/")
    assert lines(response) == [
        ("EJC-2026-002", 1, "76.00", 1, "unchanged"),
        ("EJC-2026-001", 2, "74.67", 2, "unchanged"),
        ("EJC-2026-003", 3, "40.00", 3, "unchanged"),
        ("EJC-2026-004", None, "100.00", None, "unchanged"),
    ]
    assert "This changes nothing." in text(response)


def test_other_weights_turn_the_ranking_beside_the_record(closed, client):
    weights = {"weight-savings": "90", "weight-service": "10"}
    response = get(client, closed, "ranking/what-if/", **weights)
    assert lines(response) == [
        ("EJC-2026-001", 1, "88.67", 2, "1 place higher"),
        ("EJC-2026-002", 2, "64.00", 1, "1 place lower"),
        ("EJC-2026-003", 3, "40.00", 3, "unchanged"),
        ("EJC-2026-004", None, "100.00", None, "unchanged"),
    ]
    assert "With these weights 2 of 3 ranked proposals would have another rank." in text(response)
    assert 'value="90"' in text(response)


def test_a_criterion_may_weigh_nothing(closed, client):
    weights = {"weight-savings": "0", "weight-service": "100"}
    response = get(client, closed, "ranking/what-if/", **weights)
    assert lines(response)[0][:3] == ("EJC-2026-002", 1, "100.00")


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"weight-savings": "50"}, "The weights sum to 90, which is 10 less than 100."),
        ({"weight-savings": "70"}, "The weights sum to 110, which is 10 more than 100."),
        ({"weight-savings": "-10", "weight-service": "110"}, "Savings"),
        ({"weight-savings": "many"}, "Savings"),
        ({"weight-savings": "NaN"}, "Savings"),
        ({"weight-savings": "59.999"}, "Savings"),
    ],
)
def test_bad_weights_are_refused_with_a_sentence_and_the_record_stays(
    closed, client, weights, sentence
):
    response = get(client, closed, "ranking/what-if/", **weights)
    assert response.status_code == 200
    assert sentence in said(response)
    assert "<title>Error: " in text(response)
    assert {line[4] for line in lines(response)} == {"unchanged"}


def test_supposing_writes_nothing(closed, client):
    weights = {"weight-savings": "90", "weight-service": "10"}
    before = [list(each.objects.values()) for each in (Criterion, Ranking, Placing, Concord)]
    with CaptureQueriesContext(connection) as asked:
        get(client, closed, "ranking/what-if/", **weights)
    assert [query for query in asked if not query["sql"].startswith("SELECT")] == []
    after = [list(each.objects.values()) for each in (Criterion, Ranking, Placing, Concord)]
    assert before == after


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_may_only_read_serves_it(closed, client):
    weights = {"weight-savings": "90", "weight-service": "10"}
    with transaction.atomic():
        connection.cursor().execute("SET TRANSACTION READ ONLY")
        assert get(client, closed, "ranking/what-if/", **weights).status_code == 200


# --- what to discuss -----------------------------------------------------------------------------


def test_the_proposal_whose_judges_differ_most_stands_on_top(closed, client):
    agenda = get(client, closed, "ranking/discuss/").context["agenda"]
    assert [
        (one.placing.entry.proposal.reference, one.evaluators, one.cities, one.highest, one.lowest)
        for one in agenda.disputed
    ] == [
        ("EJC-2026-003", "66.67", "100.00", "Independence 100.00", "Raytown 0.00"),
        ("EJC-2026-002", "16.00", "24.00", "Independence 88.00", "Blue Springs 64.00"),
        ("EJC-2026-001", "13.33", "20.00", "Blue Springs 84.00", "Independence 64.00"),
    ]
    assert agenda.of == 3


def test_those_that_may_lie_in_the_top_or_outside_are_named(evaluator_of, client):
    round_ = weighed(evaluator_of, top=1)
    agenda = get(client, round_, "ranking/discuss/").context["agenda"]
    assert [one.placing.entry.proposal.reference for one in agenda.around_the_cut] == [
        "EJC-2026-002",
        "EJC-2026-001",
    ]


def test_where_all_agree_there_is_nothing_to_discuss(evaluator_of, client):
    round_ = marked_evenly(evaluator_of, proposals=2)
    page = said(get(client, round_, "ranking/discuss/"))
    assert "No two evaluators differ about any proposal." in page
    assert "Every rank lies firmly inside the top or outside it." in page


# --- agreement and harshness ---------------------------------------------------------------------


def test_the_agreement_opens_its_arithmetic(closed, client):
    response = get(client, closed, "ranking/agreement/savings/")
    alpha = Concord.objects.get(criterion__key="savings").alpha
    page = said(response)
    assert (
        "3 proposals have two marks or more: 9 marks, whose sum is 29 and the sum of whose "
        "squares is 121." in page
    )
    assert "The disagreement of all of them together is 9 × 121 − 29² = 248." in page
    assert f"Alpha is 1 − 8 × 25.00 ÷ 248 = {alpha}." in page
    assert [
        (line.reference, line.marks, line.part) for line in response.context["reckoned"].lines
    ] == [
        ("EJC-2026-003", "0, 1, 5", "21.00"),
        ("EJC-2026-002", "2, 3, 4", "3.00"),
        ("EJC-2026-001", "4, 5, 5", "1.00"),
    ]


def test_the_evened_score_opens_its_arithmetic(closed, client):
    response = get(client, closed, "ranking/EJC-2026-001/evened-out/")
    placing = Placing.objects.get(entry__proposal__reference="EJC-2026-001")
    assert len(response.context["evened"].judges) == 3
    assert f"The points sum to {placing.adjusted_score}." in said(response)


# --- pictures ------------------------------------------------------------------------------------


def test_every_picture_on_the_page_has_its_table_and_its_file(closed, client):
    page = get(client, closed, "ranking/pictures/")
    names = [picture.name for picture, _ in page.context["pictures"]]
    assert names == ["ranking", "cities", "agreement", "weight-savings", "weight-service"]
    assert text(page).count("<svg ") == text(page).count("<table ") == len(names)
    assert "style=" not in text(page)
    for name, (picture, _) in zip(names, page.context["pictures"], strict=True):
        file = get(client, closed, f"ranking/pictures/{name}.svg")
        assert file["Content-Type"] == "image/svg+xml"
        assert file["Content-Disposition"] == f'attachment; filename="{closed.slug}-{name}.svg"'
        assert text(file) == picture.svg
        ET.fromstring(file.content)


def test_the_grid_has_each_citys_own_score(closed, client):
    page = get(client, closed, "ranking/pictures/")
    grid = next(picture for picture, _ in page.context["pictures"] if picture.name == "cities")
    assert grid.headings[2:] == ("Blue Springs", "Independence", "Raytown", "All cities alike")
    assert grid.rows[0] == ("Idea 2", "EJC-2026-002", "64.00", "88.00", "76.00", "76.00")
    assert grid.rows[-1] == ("Idea 4", "EJC-2026-004", "–", "–", "100.00", "100.00")


# --- costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("ranking/pictures/", 16),
        ("ranking/discuss/", 16),
        ("ranking/what-if/", 15),
        ("ranking/agreement/savings/", 8),
        ("ranking/EJC-2026-001/evened-out/", 19),
    ],
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_however_much_was_marked(
    evaluator_of, client, django_assert_num_queries, address, queries, count
):
    round_ = marked_evenly(evaluator_of, proposals=count)
    with django_assert_num_queries(queries):
        assert get(client, round_, address).status_code == 200


def test_a_weight_that_the_address_leaves_out_is_the_rounds_own(closed, client):
    response = get(client, closed, "ranking/what-if/", **{"weight-savings": "50"})
    assert response.context["form"]["weight-service"].value() == "40"
