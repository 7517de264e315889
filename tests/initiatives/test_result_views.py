import hashlib
import json

import pytest
from django.core.management import call_command
from django.test import Client

from initiatives.models import Decision, Round
from initiatives.operations import decisions, rounds
from tests.initiatives.scenes import AFTER, marked, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(evaluator_of):
    """Two proposals, the first scored by two cities, the second by one."""
    raytown, independence = evaluator_of("raytown"), evaluator_of("independence")
    round_ = opened(raytown, independence, proposals=2)
    marked(raytown, round_, savings=5, service=4, lawful=1, comment="CANARY-COMMENT")
    marked(independence, round_, savings=4, service=1, lawful=1)
    marked(raytown, round_, "EJC-2026-002", savings=5, lawful=1)
    rounds.close_due(at=AFTER)
    round_.refresh_from_db()
    return round_


@pytest.fixture
def released(closed, facilitator):
    for entry in closed.entries.select_related("round", "proposal"):
        decisions.decide(entry, outcome="deferred", rationale="Later.", by=facilitator, at=AFTER)
    rounds.release(closed, by=facilitator, at=AFTER)
    return closed


def addresses(round_):
    own = ("ranking/", "ranking/EJC-2026-001/", "results.json", "decisions/EJC-2026-001/")
    return [f"/rounds/{round_.slug}/{page}" for page in own]


def text(response):
    return response.getvalue().decode()


def test_the_ranking_page_shows_what_the_rank_command_makes_of_the_downloaded_file(
    closed, facilitator, client_for, tmp_path, capsys
):
    client = client_for(facilitator)
    path = tmp_path / "results.json"
    path.write_bytes(client.get(f"/rounds/{closed.slug}/results.json").getvalue())
    call_command("rank", str(path))
    recomputed = json.loads(capsys.readouterr().out)
    lines = client.get(f"/rounds/{closed.slug}/ranking/").context["lines"]
    shown = [
        {
            "proposal": line["placing"].entry.proposal.reference,
            "rank": line["placing"].rank,
            "score": str(line["placing"].score),
            "raw_score": str(line["placing"].raw_score),
            "adjusted_score": line["placing"].adjusted_score,
            "coverage": str(line["placing"].coverage),
            "cities": line["placing"].cities,
            "reasons": line["placing"].reasons,
            "rank_interval": None
            if line["placing"].rank_low is None
            else [line["placing"].rank_low, line["placing"].rank_high],
            "top_share": None
            if line["placing"].top_share is None
            else str(line["placing"].top_share),
            "leave_one_out": line["placing"].leave_one_out,
        }
        for line in lines
    ]
    assert shown == recomputed["results"]
    assert closed.input_sha256 == recomputed["input_sha256"]


def test_the_digest_on_the_page_is_that_of_the_downloaded_bytes(closed, facilitator, client_for):
    client = client_for(facilitator)
    response = client.get(f"/rounds/{closed.slug}/results.json")
    digest = hashlib.sha256(response.getvalue()).hexdigest()
    assert digest in text(client.get(f"/rounds/{closed.slug}/ranking/"))
    assert response["Content-Disposition"] == (f'attachment; filename="{closed.slug}-results.json"')


def test_why_a_proposal_is_not_ranked_is_said_in_words(closed, facilitator, client_for):
    page = text(client_for(facilitator).get(f"/rounds/{closed.slug}/ranking/"))
    assert "Not ranked: marks from 1 city; this round needs 2." in page


def test_ranks_that_several_share_are_marked(evaluator_of, facilitator, client_for):
    raytown, independence = evaluator_of("raytown"), evaluator_of("independence")
    round_ = opened(raytown, independence, proposals=2)
    for reference in ("EJC-2026-001", "EJC-2026-002"):
        for actor in (raytown, independence):
            marked(actor, round_, reference, savings=3, lawful=1)
    rounds.close_due(at=AFTER)
    response = client_for(facilitator).get(f"/rounds/{round_.slug}/ranking/")
    assert (response.context["shared"], text(response).count(">shared<")) == ({1}, 2)


def test_proposals_that_are_not_ranked_share_no_rank(evaluator_of, facilitator, client_for):
    round_ = opened(evaluator_of("raytown"), proposals=2)
    rounds.close_due(at=AFTER)
    response = client_for(facilitator).get(f"/rounds/{round_.slug}/ranking/")
    assert ">shared<" not in text(response)


def test_the_account_opens_the_arithmetic(closed, facilitator, client_for):
    page = text(client_for(facilitator).get(f"/rounds/{closed.slug}/ranking/EJC-2026-001/"))
    for sentence in (
        "Independence 4.00 (of 1 mark), Raytown 5.00 (of 1 mark).",
        (
            "The mean of the cities is 4.50, which is 90.00 per cent of the scale. "
            "Times the weight, that is 54.00 points."
        ),
        "74.00 times 100, divided by 100, is 74.00.",
        "More cities say yes than no, so it passes.",
        "Without the marks of Independence: rank 2.",
        "CANARY-COMMENT",
    ):
        assert sentence in page


def test_before_the_release_only_facilitators_see_results(
    closed, client_for, facilitator, evaluator_of, staff_of, liaison_of, clerk_of, administrator
):
    assert [client_for(facilitator).get(page).status_code for page in addresses(closed)] == [
        200
    ] * 4
    offices = [of("raytown") for of in (evaluator_of, staff_of, liaison_of, clerk_of)]
    for actor in (*offices, administrator):
        client = client_for(actor)
        assert [client.get(page).status_code for page in addresses(closed)] == [404] * 4
    assert [Client().get(page).status_code for page in addresses(closed)] == [302] * 4


def test_while_a_round_is_open_not_even_facilitators_see_results(client_for, facilitator):
    round_ = opened()
    client = client_for(facilitator)
    assert [client.get(page).status_code for page in addresses(round_)] == [404] * 4


def test_after_the_release_everybody_sees_results_and_no_evaluator_is_named(
    released, evaluator_of, client_for
):
    for client in (Client(), client_for(evaluator_of("grandview"))):
        pages = [client.get(page) for page in addresses(released)]
        assert [page.status_code for page in pages] == [200] * 4
        assert [page.request["PATH_INFO"] for page in pages if "Evaluator, R" in text(page)] == []
    account = text(Client().get(f"/rounds/{released.slug}/ranking/EJC-2026-001/"))
    assert ("CANARY-COMMENT" in account, "Read the proposal" in account) == (True, True)


def test_a_facilitator_decides_with_the_place_in_view(closed, facilitator, client_for):
    client = client_for(facilitator)
    address = f"/rounds/{closed.slug}/decisions/EJC-2026-001/"
    assert "Record the decision" in text(client.get(address))
    refused = client.post(address, {"outcome": "recommended", "rationale": ""})
    assert "Why: fill this in." in text(refused)
    done = client.post(address, {"outcome": "recommended", "rationale": "It ranks first."})
    assert (done.status_code, done.url) == (302, f"/rounds/{closed.slug}/decisions/")
    page = text(client.get(address))
    assert ("It ranks first." in page, "Record the decision" in page) == (True, False)
    assert Decision.objects.count() == 1


def test_a_second_decision_is_answered_with_who_was_first(closed, facilitator, client_for):
    client = client_for(facilitator)
    address = f"/rounds/{closed.slug}/decisions/EJC-2026-001/"
    client.post(address, {"outcome": "recommended", "rationale": "It ranks first."})
    response = client.post(address, {"outcome": "deferred", "rationale": "No."})
    assert response.status_code == 409
    assert "is decided: recommended, recorded by Facilitator" in text(response)


def test_nobody_else_decides(released, closed, client_for, evaluator_of):
    address = f"/rounds/{released.slug}/decisions/EJC-2026-001/"
    response = client_for(evaluator_of("raytown")).post(address, {"outcome": "recommended"})
    assert response.status_code == 403
    assert "Only a facilitator at MARC records decisions." in text(response)
    assert Client().post(address, {"outcome": "recommended"}).status_code == 403


def test_the_release_asks_first_and_names_what_is_undecided(closed, facilitator, client_for):
    client = client_for(facilitator)
    address = f"/rounds/{closed.slug}/release/"
    page = text(client.get(address))
    assert "2 proposals of this round still wait for their decisions." in page
    assert ("EJC-2026-001 Idea 1" in page, "Release the round</button>" in page) == (True, False)
    assert client.post(address).status_code == 403
    for entry in closed.entries.select_related("round", "proposal"):
        decisions.decide(entry, outcome="deferred", rationale="Later.", by=facilitator, at=AFTER)
    assert "No evaluator is named." in text(client.get(address))
    assert client.post(address).url == f"/rounds/{closed.slug}/ranking/"
    assert client.post(address).status_code == 409
    assert Round.objects.get().state == "released"


@pytest.mark.parametrize("page", ["ranking/EJC-2026-099/", "decisions/EJC-2026-099/"])
def test_a_proposal_that_is_not_in_the_round_is_not_there(closed, facilitator, client_for, page):
    assert client_for(facilitator).get(f"/rounds/{closed.slug}/{page}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_ranking_costs_the_same_however_many_are_ranked(
    facilitator, client_for, evaluator_of, django_assert_num_queries, count
):
    actor = evaluator_of("raytown")
    round_ = opened(actor, proposals=count, quorum=1)
    for number in range(count):
        marked(actor, round_, f"EJC-2026-{number + 1:03}", savings=number, lawful=1)
    rounds.close_due(at=AFTER)
    client = client_for(facilitator)
    with django_assert_num_queries(12):
        client.get(f"/rounds/{round_.slug}/ranking/")


@pytest.mark.parametrize("count", [1, 3])
def test_an_account_costs_the_same_however_many_marks_there_are(
    facilitator, client_for, evaluator_of, django_assert_num_queries, count
):
    evaluators = [evaluator_of("raytown") for _ in range(count)]
    round_ = opened(*evaluators)
    for actor in evaluators:
        marked(actor, round_, savings=3, lawful=1, comment="Fine")
    rounds.close_due(at=AFTER)
    client = client_for(facilitator)
    with django_assert_num_queries(22):
        client.get(f"/rounds/{round_.slug}/ranking/EJC-2026-001/")
