from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from collaborative.models import Event
from initiatives.models import Review, Round
from initiatives.operations import rounds
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import OPENING, CriterionFactory, EntryFactory, RoundFactory
from tests.initiatives.scenes import AFTER, opened, prepared
from tests.initiatives.sets import brought

pytestmark = pytest.mark.django_db
TERMS = {
    "title": "Spring 2026",
    "opens_at": "2026-03-02T09:00",
    "closes_at": "2036-03-13T17:00",
    "quorum": "2",
    "sponsors_needed": "0",
    "top": "3",
    "draws": "100",
    "seed": "1",
}


@pytest.fixture
def client(facilitator, client_for) -> Client:
    return client_for(facilitator)


def live(*evaluators, **fields):
    """An open round that closes a day from now."""
    return opened(*evaluators, closes_at=timezone.now() + timedelta(days=1), **fields)


def text(response):
    return response.content.decode()


def test_a_facilitator_prepares_a_round_and_goes_on_to_its_criteria(client):
    response = client.post("/rounds/new/", TERMS)
    round_ = Round.objects.get()
    assert (response.status_code, response.url) == (302, "/rounds/spring-2026/criteria/")
    assert (round_.opens_at.isoformat(), round_.quorum) == ("2026-03-02T15:00:00+00:00", 2)


def test_a_closing_time_before_the_opening_keeps_what_was_typed(client):
    response = client.post("/rounds/new/", {**TERMS, "closes_at": "2026-03-01T17:00"})
    assert response.status_code == 200
    assert "The closing time must be later than the planned opening." in text(response)
    assert 'value="Spring 2026"' in text(response)
    assert Round.objects.count() == 0


def test_a_change_that_is_refused_leaves_the_round_as_it_was(client):
    round_ = RoundFactory(title="Before")
    client.post(f"/rounds/{round_.slug}/change/", {**TERMS, "quorum": "0"})
    client.post(f"/rounds/{round_.slug}/change/", {**TERMS, "quorum": "4"})
    round_.refresh_from_db()
    assert (round_.title, round_.quorum) == ("Spring 2026", 4)


def test_a_criterion_is_added_and_changed_with_its_anchors(client):
    round_ = RoundFactory()
    typed = {"label": "Savings", "kind": "scored", "weight": "95", "minimum": "0", "maximum": "5"}
    rows = {
        "anchor-TOTAL_FORMS": "2",
        "anchor-INITIAL_FORMS": "0",
        "anchor-0-mark": "0",
        "anchor-0-text": "None",
        "anchor-1-mark": "",
        "anchor-1-text": "",
    }
    client.post(f"/rounds/{round_.slug}/add-criterion/", {**typed, **rows})
    page = text(client.get(f"/rounds/{round_.slug}/criteria/"))
    assert "The weights sum to 95; they must sum to 100." in page
    assert 'value="None"' in text(client.get(f"/rounds/{round_.slug}/criteria/savings/"))
    client.post(f"/rounds/{round_.slug}/criteria/savings/", {**typed, **rows, "weight": "100"})
    assert round_.criteria.get().weight == Decimal(100)
    client.post(f"/rounds/{round_.slug}/criteria/savings/remove/")
    assert round_.criteria.count() == 0


def test_an_anchor_outside_the_scale_is_refused_with_what_was_typed(client):
    round_ = RoundFactory()
    response = client.post(
        f"/rounds/{round_.slug}/add-criterion/",
        {
            "label": "Savings",
            "kind": "scored",
            "weight": "95",
            "minimum": "0",
            "maximum": "5",
            "anchor-TOTAL_FORMS": "1",
            "anchor-INITIAL_FORMS": "0",
            "anchor-0-mark": "9",
            "anchor-0-text": "Enormous",
        },
    )
    assert "9 is outside the scale of 0 to 5." in text(response)
    assert 'value="Enormous"' in text(response)
    assert round_.criteria.count() == 0


def test_proposals_are_chosen_from_those_accepted_and_parked(client):
    round_ = RoundFactory()
    ready, parked = (ProposalFactory(state=state) for state in ("accepted", "parked"))
    ProposalFactory(state="submitted", title="Not yet accepted")
    address = f"/rounds/{round_.slug}/proposals/"
    assert "Not yet accepted" not in text(client.get(address))
    chosen = [ready.reference, parked.reference]
    assert client.post(address, {"proposals": chosen}).status_code == 302
    assert round_.entries.count() == 2
    client.post(f"/rounds/{round_.slug}/proposals/{ready.reference}/remove/")
    assert list(round_.entries.values_list("proposal", flat=True)) == [parked.pk]


def test_choosing_nothing_says_what_to_do(client):
    round_ = RoundFactory()
    ProposalFactory(state="accepted")
    page = text(client.post(f"/rounds/{round_.slug}/proposals/", {}))
    assert "Proposals: choose at least one." in page


def test_the_grid_offers_no_box_to_an_evaluator_of_the_lead_city(client, evaluator_of, cities):
    round_ = prepared()
    evaluator_of("grandview")
    evaluator_of("raytown")
    entry = round_.entries.get()
    entry.proposal.wanted_cities.set([cities["raytown"]])
    page = text(client.get(f"/rounds/{round_.slug}/evaluators/"))
    assert page.count('type="checkbox"') == 1
    assert "Grandview leads EJC-2026-001 Idea 1, so its evaluators do not review it." in page
    assert "Wanted partner" in page


def test_the_grid_is_saved(client, evaluator_of):
    round_ = prepared()
    actor = evaluator_of("raytown")
    office = actor.user.offices.get()
    entry = round_.entries.get()
    address = f"/rounds/{round_.slug}/evaluators/"
    client.post(address, {"pair": [f"{entry.pk}-{office.pk}", "junk", "1-x"]})
    assert list(Review.objects.values_list("evaluator", flat=True)) == [actor.user.pk]
    client.post(address, {})
    assert Review.objects.count() == 0
    client.post(f"{address}everyone/")
    assert Review.objects.count() == 1


def test_what_is_missing_is_listed_where_the_button_would_be(client):
    round_ = RoundFactory(closes_at=timezone.now() + timedelta(days=1))
    page = text(client.get(f"/rounds/{round_.slug}/"))
    assert "There is no scored criterion; add at least one." in page
    assert "Open scoring" not in page
    refused = client.post(f"/rounds/{round_.slug}/open/")
    assert refused.status_code == 403
    assert "There is no scored criterion; add at least one." in text(refused)


def test_a_round_opens_closes_and_leads_to_its_ranking(client, evaluator_of):
    round_ = prepared(evaluator_of("raytown"), closes_at=timezone.now() + timedelta(days=1))
    address = f"/rounds/{round_.slug}/"
    assert "Open scoring" in text(client.get(address))
    assert client.post(f"{address}open/").url == address
    assert client.post(f"{address}open/").status_code == 409
    assert "0" in text(client.get(f"{address}close/"))
    assert client.post(f"{address}close/").url == f"{address}ranking/"
    assert client.post(f"{address}close/").status_code == 409


def test_the_closing_time_is_moved(client):
    round_ = live()
    address = f"/rounds/{round_.slug}/extend/"
    early = client.post(address, {"closes_at": "2026-03-04T09:00"})
    assert "can only be moved to a later time" in text(early)
    client.post(address, {"closes_at": "2036-03-04T09:00"})
    round_.refresh_from_db()
    assert round_.closes_at.year == 2036


def test_the_page_tells_a_facilitator_what_happened(client, facilitator):
    round_ = RoundFactory()
    client.post(f"/rounds/{round_.slug}/criteria-set/", {"taken": brought().pk})
    client.post(f"/rounds/{round_.slug}/change/", TERMS)
    page = text(client.get(f"/rounds/{round_.slug}/"))
    who = "Facilitator, Mid-America Regional Council"
    assert f"{who} took the criteria of “Starting point, version 1”." in page
    assert "Facilitator, Mid-America Regional Council changed the dates or terms." in page


def test_what_other_floors_record_of_a_round_is_told_on_their_own_pages(client, facilitator):
    round_ = RoundFactory()
    Event.objects.record("notice.held_back", round_, by=facilitator, at=OPENING)
    page = client.get(f"/rounds/{round_.slug}/")
    assert (page.status_code, "held back" in text(page)) == (200, False)


STEPS = ("change", "extend", "close", "release", "criteria", "add-criterion", "proposals")
POSTS = ("open", "criteria-set", "evaluators/everyone", "criteria/savings/remove")


@pytest.mark.parametrize("step", [*STEPS, "evaluators", "criteria/savings"])
def test_nobody_else_is_let_in_to_run_a_round(staff_of, client_for, step):
    round_ = live()
    hidden = prepared(proposals=0)
    client = client_for(staff_of("raytown"))
    assert client.get(f"/rounds/{round_.slug}/{step}/").status_code == 403
    assert client.get(f"/rounds/{hidden.slug}/{step}/").status_code == 404


@pytest.mark.parametrize("step", POSTS)
def test_nobody_else_moves_a_round(staff_of, client_for, step):
    round_ = live()
    hidden = prepared(proposals=0)
    client = client_for(staff_of("raytown"))
    assert client.post(f"/rounds/{round_.slug}/{step}/").status_code == 403
    assert client.post(f"/rounds/{hidden.slug}/{step}/").status_code == 404
    assert client.get(f"/rounds/{round_.slug}/open/").status_code == 405


def test_staff_see_an_open_round_with_its_criteria_but_no_proposal_that_is_not_theirs_to_see(
    staff_of, client_for
):
    round_ = live()
    page = text(client_for(staff_of("raytown")).get(f"/rounds/{round_.slug}/"))
    assert "A large saving" in page
    assert "Idea 1" not in page
    assert "What happened" not in page


def test_the_public_sees_no_round_before_its_release():
    round_ = live()
    assert "No round is shown here yet." in text(Client().get("/rounds/"))
    response = Client().get(f"/rounds/{round_.slug}/")
    assert (response.status_code, response.url) == (
        302,
        f"/accounts/login/?next=/rounds/{round_.slug}/",
    )


def test_the_public_sees_a_released_round_with_its_proposals():
    round_ = opened()
    rounds.close_due(at=AFTER)
    Round.objects.filter(pk=round_.pk).update(state="released", released_at=AFTER)
    assert round_.title in text(Client().get("/rounds/"))
    page = text(Client().get(f"/rounds/{round_.slug}/"))
    assert ("Idea 1" in page, "See the ranking" in page) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_rounds_costs_the_same_however_many_there_are(
    client, django_assert_num_queries, count
):
    RoundFactory.create_batch(count)
    with django_assert_num_queries(5):
        client.get("/rounds/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_round_costs_the_same_however_much_is_in_it(
    client, django_assert_num_queries, count
):
    round_ = RoundFactory(opens_at=OPENING)
    for number in range(count):
        CriterionFactory(round=round_, key=f"criterion-{number}")
        EntryFactory(round=round_)
    with django_assert_num_queries(17):
        client.get(f"/rounds/{round_.slug}/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_costs_the_same_however_large_it_is(
    client, evaluator_of, django_assert_num_queries, count
):
    evaluators = [evaluator_of("raytown") for _ in range(count)]
    round_ = prepared(*evaluators, proposals=count)
    with django_assert_num_queries(15):
        client.get(f"/rounds/{round_.slug}/evaluators/")


def test_the_page_of_an_open_round_tells_a_facilitator_how_far_each_city_is(client, evaluator_of):
    round_ = live(evaluator_of("raytown"), evaluator_of("independence"))
    client.post(f"/rounds/{round_.slug}/extend/", {"closes_at": "2036-03-04T09:00"})
    response = client.get(f"/rounds/{round_.slug}/")
    assert [(city.of, city.asked) for city in response.context["progress"]] == [
        ("Independence", 1),
        ("Raytown", 1),
    ]
    assert "moved the closing time to Tuesday, March 4, 2036, 9:00 am Central." in text(response)


def test_the_page_of_a_closed_round_tells_what_is_undecided(client):
    round_ = opened(proposals=2)
    rounds.close_due(at=AFTER)
    page = text(client.get(f"/rounds/{round_.slug}/"))
    assert "2 proposals still wait for a decision." in page
    assert "The portal closed scoring, and the ranking was computed." in page


@pytest.mark.parametrize("step", ["change", "add-criterion", "proposals"])
def test_an_open_round_no_longer_takes_changes(client, step):
    round_ = live()
    response = client.get(f"/rounds/{round_.slug}/{step}/")
    assert response.status_code == 403
    assert "What it asks is fixed since then." in text(response)


def test_a_closed_round_takes_no_evaluators(client):
    round_ = opened()
    rounds.close_due(at=AFTER)
    response = client.get(f"/rounds/{round_.slug}/evaluators/")
    assert (response.status_code, "no longer assigned" in text(response)) == (403, True)


def test_a_closing_time_that_has_passed_is_not_moved(client):
    round_ = opened()
    response = client.get(f"/rounds/{round_.slug}/extend/")
    assert (response.status_code, "has passed" in text(response)) == (403, True)


def test_nobody_else_prepares_a_round(staff_of, client_for):
    response = client_for(staff_of("raytown")).post("/rounds/new/", TERMS)
    assert (response.status_code, Round.objects.count()) == (403, 0)
