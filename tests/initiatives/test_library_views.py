"""The pages of the library of criteria sets."""

from decimal import Decimal

import pytest
from django.test import Client

from initiatives.models import CriteriaSet
from initiatives.results.weights import questions_of
from tests.factories.library import CriteriaSetFactory
from tests.factories.rounds import AnchorFactory, CriterionFactory, RoundFactory
from tests.initiatives.sets import brought

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(facilitator, client_for) -> Client:
    return client_for(facilitator)


def text(response):
    return response.content.decode()


def typed(*rows, initial, **fields):
    """The form of a new version: a dictionary for each row of criteria."""
    data = {
        "title": "Ours",
        "note": "Simpler.",
        "asked-TOTAL_FORMS": str(len(rows)),
        "asked-INITIAL_FORMS": str(initial),
        **fields,
    }
    blank = {"kind": "scored", "minimum": "0", "maximum": "5"}
    for number, row in enumerate(rows):
        data |= {f"asked-{number}-{name}": value for name, value in {**blank, **row}.items()}
    return data


SAVINGS = {"key": "savings", "label": "Savings", "weight": "60", "anchors": "0: None\n 5) Large "}
SERVICE = {"label": "Service", "weight": "40", "ORDER": "1"}


def test_the_library_shows_the_newest_version_of_each_set_and_what_it_asks(client):
    brought()
    CriteriaSetFactory(slug="ours", title="Ours")
    CriteriaSetFactory(slug="ours", title="Ours again", version=2)
    page = text(client.get("/criteria-sets/"))
    assert page.index("Starting point") < page.index("New York") < page.index("Ours again")
    assert ("Version 2 of" in page, ">Ours</a>" in page) == (True, False)
    assert "Within each city&#x27;s powers (gate), Savings 25, Better service 20" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_library_asks_the_database_once_however_many_sets(
    client, number, django_assert_num_queries
):
    for _ in range(number):
        CriteriaSetFactory()
    client.get("/criteria-sets/")
    with django_assert_num_queries(4):
        client.get("/criteria-sets/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_set_asks_the_database_once_for_all_versions(
    client, number, django_assert_num_queries
):
    for version in range(1, number + 1):
        CriteriaSetFactory(slug="ours", version=version)
    client.get("/criteria-sets/ours/1/")
    with django_assert_num_queries(6):
        client.get("/criteria-sets/ours/1/")


def test_a_set_says_where_it_comes_from_what_was_read_and_what_is_ours(client):
    brought()
    page = text(client.get("/criteria-sets/new-york-efficiency/1/"))
    for words in (
        "19 NYCRR 815.5(a)(3)",
        "regulations.justia.com",
        "Seven of the eight criteria of the rule",
        "The weights and the scale from 0 to 3 with its words: the rule has neither.",
        "A reason is needed for a mark of 0.",
    ):
        assert words in page


def test_two_versions_stand_beside_each_other_word_by_word(client):
    CriteriaSetFactory(slug="ours", title="Ours")
    (savings,) = CriteriaSetFactory.build().questions
    CriteriaSetFactory(
        slug="ours", version=2, title="Ours", questions=[{**savings, "label": "Real savings"}]
    )
    page = text(client.get("/criteria-sets/ours/2/since/1/"))
    assert "<h3>Real savings</h3>" in page
    assert "<ins>" in page


def test_the_next_version_is_written_on_one_page(client):
    first = CriteriaSetFactory(slug="ours", title="Ours")
    page = text(client.get("/criteria-sets/ours/1/next/"))
    assert "0: None\n1: Some\n2: Much" in page
    gate = {"label": "Lawful", "kind": "gate", "anchors": "Yes: It is\nNo: It is not", "ORDER": "3"}
    data = typed({**SAVINGS, "ORDER": "2"}, SERVICE, gate, initial=1)
    response = client.post("/criteria-sets/ours/1/next/", data)
    assert response.url == "/criteria-sets/ours/2/"
    added = CriteriaSet.objects.get(slug="ours", version=2)
    assert [(one.key, one.weight, one.anchors) for one in added.asked] == [
        ("service", Decimal(40), {}),
        ("savings", Decimal(60), {0: "None", 5: "Large"}),
        ("lawful", None, {0: "It is not", 1: "It is"}),
    ]
    first.refresh_from_db()
    assert [one.key for one in first.asked] == ["savings"]


def test_a_criterion_is_left_out_of_the_next_version_whatever_stands_in_it(client):
    CriteriaSetFactory(slug="ours")
    data = typed(
        {"key": "savings", "label": "", "DELETE": "on"}, {**SERVICE, "weight": "100"}, initial=1
    )
    client.post("/criteria-sets/ours/1/next/", data)
    added = CriteriaSet.objects.get(slug="ours", version=2)
    assert [one.label for one in added.asked] == ["Service"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({**SAVINGS, "weight": "50"}, "The weights sum to 90; they must sum to 100."),
        ({**SAVINGS, "anchors": "6: Huge"}, "6 is outside the scale of 0 to 5."),
        ({**SAVINGS, "anchors": "1: A\n1: B"}, "There are two lines for 1. Leave one out."),
        ({**SAVINGS, "anchors": "Much"}, "begin the line with its mark"),
        ({**SAVINGS, "anchors": f"1: {'x' * 301}"}, "has 301 characters; 300 are the most"),
        ({**SAVINGS, "label": ""}, "Criterion: fill this in."),
    ],
)
def test_what_is_wrong_with_a_version_is_said_and_nothing_is_added(client, row, sentence):
    CriteriaSetFactory(slug="ours")
    response = client.post("/criteria-sets/ours/1/next/", typed(row, SERVICE, initial=1))
    assert (response.status_code, CriteriaSet.objects.count()) == (200, 1)
    assert sentence in text(response)


def test_a_version_that_was_added_meanwhile_is_named_and_what_was_typed_becomes_the_next(client):
    CriteriaSetFactory(slug="ours")
    CriteriaSetFactory(slug="ours", version=2)
    data = typed(SAVINGS, SERVICE, initial=1, note="My own words.")
    refused = client.post("/criteria-sets/ours/1/next/", data)
    assert (refused.status_code, CriteriaSet.objects.count()) == (409, 2)
    assert "My own words." in text(refused)
    assert 'action="/criteria-sets/ours/2/next/"' in text(refused)
    assert client.post("/criteria-sets/ours/2/next/", data).url == "/criteria-sets/ours/3/"


def test_a_round_takes_a_set_in_place_of_what_it_asked(client):
    taken, round_ = brought("uk-three-questions"), RoundFactory()
    CriterionFactory(round=round_, key="old")
    address = f"/rounds/{round_.slug}/criteria-set/"
    page = text(client.get(f"{address}?set={taken.pk}"))
    assert "The 1 criterion that the round asks now makes room for it." in page
    assert f'value="{taken.pk}"' in page
    response = client.post(address, {"taken": taken.pk})
    assert response.url == f"/rounds/{round_.slug}/criteria/"
    assert questions_of(round_) == taken.asked


def test_an_earlier_version_is_taken_from_its_own_page(client):
    round_ = RoundFactory(title="Spring")
    earlier = CriteriaSetFactory(slug="ours")
    CriteriaSetFactory(slug="ours", version=2)
    address = f"/rounds/{round_.slug}/criteria-set/?set={earlier.pk}"
    assert address in text(client.get("/criteria-sets/ours/1/"))
    client.post(address, {"taken": earlier.pk})
    assert questions_of(round_) == earlier.asked


@pytest.mark.parametrize("named", ["", "x", "0", "99999999999999999999"])
def test_an_address_that_names_no_set_chooses_none(client, named):
    round_ = RoundFactory()
    brought()
    response = client.get(f"/rounds/{round_.slug}/criteria-set/?set={named}")
    assert (response.status_code, " checked" in text(response)) == (200, False)


def test_a_round_begins_with_no_set_unless_one_is_chosen(client):
    round_ = RoundFactory()
    brought()
    response = client.post(f"/rounds/{round_.slug}/criteria-set/", {})
    assert (response.status_code, round_.criteria.count()) == (200, 0)
    assert "Choose a set." in text(response)


def test_what_a_round_asks_is_kept_as_a_set(client):
    round_ = RoundFactory(title="Spring")
    AnchorFactory(criterion=CriterionFactory(round=round_))
    CriteriaSetFactory(slug="ours", title="Ours")
    address = f"/rounds/{round_.slug}/keep-criteria/"
    assert "Version 2 of “Ours”" in text(client.get(address))
    untitled = client.post(address, {"into": "new", "note": "As in spring."})
    assert "Give the new set a title" in text(untitled)
    kept = client.post(address, {"into": "new", "title": "Spring", "note": "As in spring."})
    assert kept.url == "/criteria-sets/spring/1/"
    assert client.post(address, {"into": "ours", "note": "Newer."}).url == "/criteria-sets/ours/2/"
    assert [one.asked for one in CriteriaSet.objects.exclude(slug="ours", version=1)] == [
        questions_of(round_)
    ] * 2


def test_criteria_that_no_round_could_be_run_with_are_not_kept(client):
    round_ = RoundFactory()
    CriterionFactory(round=round_, weight=Decimal(60))
    response = client.get(f"/rounds/{round_.slug}/keep-criteria/")
    assert response.status_code == 403
    assert "The weights sum to 60; they must sum to 100." in text(response)


def test_the_criteria_page_says_which_marks_have_no_words_and_offers_the_library(client):
    round_ = RoundFactory()
    address = f"/rounds/{round_.slug}/criteria/"
    assert f'href="/rounds/{round_.slug}/criteria-set/"' in text(client.get(address))
    AnchorFactory(criterion=CriterionFactory(round=round_))
    page = text(client.get(address))
    assert "“Savings”: no words say what 0, 1, 2, 3 and 4 mean." in page
    assert f'href="/rounds/{round_.slug}/keep-criteria/"' in page


def test_a_round_in_preparation_says_which_marks_have_no_words_and_can_still_begin(client):
    round_ = RoundFactory()
    AnchorFactory(criterion=CriterionFactory(round=round_))
    page = text(client.get(f"/rounds/{round_.slug}/"))
    assert "“Savings”: no words say what 0, 1, 2, 3 and 4 mean." in page
    before = page[page.index("Before scoring can open") :]
    assert "no words say" not in before[: before.index("</ul>")]


def test_whoever_is_signed_in_finds_the_library_from_the_rounds(staff_of, client_for):
    page = text(client_for(staff_of("raytown")).get("/rounds/"))
    assert ('href="/criteria-sets/"' in page, 'href="/rounds/new/"' in page) == (True, False)
    assert 'href="/criteria-sets/"' not in text(Client().get("/rounds/"))
