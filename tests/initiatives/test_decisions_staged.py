"""A decision is the facilitators' own until the round is released; then all of it is public."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from collaborative.models import PUBLIC
from initiatives.models import Decision, Entry, Proposal
from initiatives.operations import decisions, rounds
from notifications.operations import outbox
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Window
from notifications.operations.digests.periods import reader_of
from tests.conftest import sign_in
from tests.factories.sponsorships import SponsorshipFactory
from tests.initiatives.scenes import AFTER, marked, opened

pytestmark = pytest.mark.django_db
CHANGING = re.compile(rb'name="(?:csrfmiddlewaretoken|key|made_for)" value="[^"]+"|nonce-[^"]+')
"""What is new in every answer."""
LATER = AFTER + timedelta(days=1)
REFERENCE = "EJC-2026-001"


@pytest.fixture(autouse=True)
def _still_clock():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def people(cities, staff_of, liaison_of, clerk_of, evaluator_of, administrator):
    """Everybody who has a part in the proposal, or looks on; no facilitator."""
    return {
        "author": staff_of("grandview"),
        "liaison": liaison_of("grandview"),
        "clerk": clerk_of("grandview"),
        "co-sponsor": liaison_of("blue-springs"),
        "evaluator": evaluator_of("raytown"),
        "administrator": administrator,
        "nobody": PUBLIC,
    }


@pytest.fixture
def closed(people, cities):
    """A round whose results are frozen, with two proposals of one author."""
    round_ = opened(people["evaluator"], proposals=2)
    Proposal.objects.update(author=people["author"].user)
    for proposal in Proposal.objects.all():
        SponsorshipFactory(proposal=proposal, city=cities["blue-springs"], state="accepted")
    marked(people["evaluator"], round_, savings=5, lawful=1)
    rounds.close_due(at=AFTER)
    round_.refresh_from_db()
    outbox.post_events(at=AFTER)
    return round_


def addresses(round_):
    """Every page that could show what was decided, or count it."""
    listed = reverse("initiatives:proposals")
    of_proposal = ("proposal", "proposal_history", "screen_proposal", "sponsors", "talk")
    of_round = ("round", "ranking", "decisions", "results_file")
    return [
        *map(reverse, ("home", "events", "initiatives:rounds", "initiatives:reviews")),
        *map(reverse, ("notifications:mine", "notifications:ledger", "agreements:new")),
        *(reverse(f"initiatives:{name}", args=[REFERENCE]) for name in of_proposal),
        *(reverse(f"initiatives:{name}", args=[round_.slug]) for name in of_round),
        reverse("initiatives:decision", args=[round_.slug, REFERENCE]),
        reverse("notifications:notices", args=[round_.slug]),
        listed,
        *(f"{listed}?state={state}" for state in ("in_round", "chosen", "parked", "not_chosen")),
        f"{listed}?q=first",
        reverse("initiatives:proposals_csv"),
    ]


def seen(people, round_):
    """What everybody is answered on every page."""
    found = {}
    for who, actor in people.items():
        client = Client() if actor.user is None else sign_in(actor)
        for url in addresses(round_):
            with transaction.atomic():
                answer = client.get(url)
                body = b"".join(answer) if answer.streaming else answer.content
                transaction.set_rollback(True)
            found[who, url] = (answer.status_code, CHANGING.sub(b"", body))
    return found


def told(people):
    """What the digests of everybody would say, and the subjects of the letters now owed."""
    window = Window(AFTER - timedelta(days=30), LATER)
    readers = {
        who: reader_of(actor.user, on=LATER.date()) for who, actor in people.items() if actor.user
    }
    digests = {
        who: gather(reader, window, at=LATER).items for who, reader in readers.items() if reader
    }
    with transaction.atomic():
        letters = [(one.kind, one.address) for one in outbox.post_events(at=LATER)]
        transaction.set_rollback(True)
    return digests, letters


def decide(round_, by, outcome="recommended", reference=REFERENCE, **more):
    entry = Entry.objects.select_related("round", "proposal__city").get(
        round=round_, proposal__reference=reference
    )
    return decisions.decide(
        entry, outcome=outcome, rationale="It ranks first.", by=by, at=LATER, **more
    )


@pytest.mark.parametrize("outcome", ["recommended", "deferred", "declined"])
def test_a_recorded_decision_changes_nothing_that_anybody_else_can_see_or_is_told(
    closed, people, facilitator, outcome
):
    before, said = seen(people, closed), told(people)
    decide(closed, facilitator, outcome)
    after = seen(people, closed)
    assert [one for one in before if before[one] != after[one]] == []
    assert told(people) == said
    assert Decision.objects.count() == 1
