"""The pages of decisions: what each shows to whom, and what it costs."""

import pytest
from django.test import Client

from initiatives.models import Decision, Entry, Proposal
from initiatives.operations import decisions, rounds
from initiatives.operations.decisions import Verdict
from tests.conftest import in_office
from tests.initiatives.scenes import AFTER, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return frozen(2)


def frozen(proposals):
    made = opened(proposals=proposals)
    rounds.close_due(at=AFTER)
    made.refresh_from_db()
    return made


def decide(round_, by, *outcomes):
    for entry, outcome in zip(entries(round_), outcomes, strict=False):
        decisions.decide(entry, outcome=outcome, rationale="It ranks so.", by=by, at=AFTER)


def change(round_, by, outcome="declined"):
    earlier = Decision.objects.current().select_related("entry__round", "entry__proposal")
    decisions.supersede(
        earlier.get(entry=entries(round_)[0]),
        verdict=Verdict(outcome=outcome, rationale="Now it is so."),
        because="A city has joined.",
        by=by,
        at=AFTER,
    )


def entries(round_):
    found = Entry.objects.filter(round=round_).select_related("round", "proposal__city")
    return list(found.order_by("proposal__reference"))


def text(response):
    return response.content.decode()


def address(round_, number=1, page=""):
    return f"/rounds/{round_.slug}/decisions/EJC-2026-{number:03}/{page}"


def test_all_decisions_stand_on_one_page_those_that_wait_first(round_, facilitator, client_for):
    decide(round_, facilitator, "recommended")
    client = client_for(facilitator)
    response = client.get(f"/rounds/{round_.slug}/decisions/")
    page = response.context["page"]
    assert [(one.proposal.reference, one.decision and one.decision.words) for one in page] == [
        ("EJC-2026-002", None),
        ("EJC-2026-001", "Recommended"),
    ]
    shown = text(response)
    assert "1 of 2 proposals still waits for a decision." in shown
    assert "Only facilitators read this page." in shown
    assert "Release the round" not in shown
    decide_rest = entries(round_)[1]
    decisions.decide(decide_rest, outcome="deferred", rationale="Later.", by=facilitator, at=AFTER)
    assert "Release the round" in text(client.get(f"/rounds/{round_.slug}/decisions/"))


def test_after_the_release_everybody_reads_the_chain_with_the_digest(
    round_, facilitator, client_for
):
    decide(round_, facilitator, "recommended", "deferred")
    change(round_, facilitator)
    rounds.release(round_, by=facilitator, at=AFTER)
    page = text(Client().get(address(round_)))
    assert '<h2 id="decision">Declined</h2>' in page
    assert "A city has joined." in page
    assert '<del><span class="usa-sr-only">struck out: </span>Recommended</del>' in page
    assert round_.input_sha256 in page
    assert "Record a later decision" not in page
    listed = text(Client().get(f"/rounds/{round_.slug}/decisions/"))
    assert "before: <del>Recommended</del>" in listed
    assert "The notices that will go out" not in listed


def test_a_facilitator_merges_by_reference(round_, facilitator, client_for):
    client = client_for(facilitator)
    form = {"outcome": "merged", "rationale": "Alike.", "merge_into": "ejc-2026-002 "}
    missing = client.post(address(round_), {**form, "merge_into": "EJC-1999-001"})
    assert "There is no proposal EJC-1999-001 that you may read." in text(missing)
    nowhere = client.post(address(round_), {**form, "merge_into": ""})
    assert "Give the reference of the proposal that it is merged into." in text(nowhere)
    stray = client.post(address(round_), {**form, "outcome": "deferred"})
    assert "Name another proposal only where this one is merged into it." in text(stray)
    assert client.post(address(round_), form).status_code == 302
    made = Decision.objects.get()
    assert (made.outcome, made.merge_into) == (
        "merged",
        Proposal.objects.get(reference="EJC-2026-002"),
    )


class TestChanging:
    FORM = {"outcome": "declined", "rationale": "Now so.", "because": "It left.", "number": "1"}

    def test_the_form_begins_from_what_is_decided_and_the_new_one_takes_its_place(
        self, round_, facilitator, client_for
    ):
        decide(round_, facilitator, "recommended")
        client = client_for(facilitator)
        shown = client.get(address(round_, page="change/"))
        assert shown.context["form"].initial == {
            "number": 1,
            "outcome": "recommended",
            "rationale": "It ranks so.",
            "merge_into": "",
        }
        done = client.post(address(round_, page="change/"), self.FORM)
        assert (done.status_code, done.url) == (302, address(round_))
        assert [one.outcome for one in Decision.objects.order_by("number")] == [
            "recommended",
            "declined",
        ]

    def test_without_a_reason_it_is_refused(self, round_, facilitator, client_for):
        decide(round_, facilitator, "recommended")
        answer = client_for(facilitator).post(
            address(round_, page="change/"), {**self.FORM, "because": " "}
        )
        assert "Why the decision is changed: fill this in." in text(answer)
        assert Decision.objects.count() == 1

    def test_who_saw_an_earlier_decision_learns_who_was_first(
        self, round_, facilitator, client_for, marc
    ):
        decide(round_, facilitator, "recommended")
        change(round_, in_office(facilitator.offices[0].role, marc), "deferred")
        answer = client_for(facilitator).post(address(round_, page="change/"), self.FORM)
        assert answer.status_code == 409
        assert "is decided: deferred, recorded by Facilitator" in text(answer)
        assert Decision.objects.count() == 2

    def test_what_is_not_decided_is_decided_first(self, round_, facilitator, client_for):
        answer = client_for(facilitator).get(address(round_, page="change/"))
        assert (answer.status_code, answer.url) == (302, address(round_))

    def test_after_the_release_a_merge_is_refused_on_the_form(
        self, round_, facilitator, client_for
    ):
        decide(round_, facilitator, "recommended", "deferred")
        rounds.release(round_, by=facilitator, at=AFTER)
        form = {**self.FORM, "outcome": "merged", "merge_into": "EJC-2026-002"}
        answer = client_for(facilitator).post(address(round_, page="change/"), form)
        assert "Proposals are merged with the release of their round" in text(answer)

    def test_nobody_else_changes_a_released_decision(
        self, round_, facilitator, client_for, liaison_of
    ):
        decide(round_, facilitator, "recommended", "deferred")
        rounds.release(round_, by=facilitator, at=AFTER)
        client = client_for(liaison_of("raytown"))
        assert client.get(address(round_, page="change/")).status_code == 403
        assert client.post(address(round_, page="change/"), self.FORM).status_code == 403
        assert Client().get(address(round_, page="change/")).status_code == 302


@pytest.mark.parametrize("proposals", [1, 3])
def test_the_list_costs_the_same_however_many_are_decided(
    facilitator, client_for, django_assert_num_queries, proposals
):
    round_ = frozen(proposals)
    decide(round_, facilitator, *["recommended"] * proposals)
    change(round_, facilitator)
    client = client_for(facilitator)
    with django_assert_num_queries(11):
        client.get(f"/rounds/{round_.slug}/decisions/")
