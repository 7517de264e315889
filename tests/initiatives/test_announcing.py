"""Announcing a round: writers see until when to send in, and by what they are judged."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from collaborative.models import Event
from initiatives.models import Proposal, Round
from initiatives.operations import rounds
from initiatives.results.rounds import judged_by, when_next
from initiatives.rules import rounds as rules
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import OPENING, CriterionFactory, EntryFactory, RoundFactory

pytestmark = pytest.mark.django_db
BEFORE = OPENING - timedelta(days=20)
UNTIL = OPENING - timedelta(days=10)


def weighed(**fields) -> Round:
    """A round in preparation whose criterion has all the weight."""
    round_ = RoundFactory(**{"proposals_until": UNTIL, **fields})
    CriterionFactory(round=round_, key="savings", weight=Decimal(100))
    return round_


def test_an_announced_round_says_so_once(facilitator):
    round_ = weighed()
    for _ in range(2):
        rounds.announce(round_, by=facilitator, at=BEFORE)
    round_.refresh_from_db()
    assert (round_.state, round_.announced_at) == (Round.State.PREPARING, BEFORE)
    assert [event.kind for event in Event.objects.about(round_)] == ["round.announced"]


@pytest.mark.parametrize(
    ("fields", "weight", "at", "sentence"),
    [
        (
            {"proposals_until": None},
            100,
            BEFORE,
            "Say first until when proposals are sent in, under “Dates and terms”.",
        ),
        (
            {},
            100,
            UNTIL,
            (
                "Proposals were to be in by Friday, February 20, 2026, 9:00 am Central, which has "
                "passed. Give a later time under “Dates and terms”."
            ),
        ),
        (
            {},
            60,
            BEFORE,
            "The weights of the criteria sum to 60; writers are told them once they sum to 100.",
        ),
    ],
)
def test_what_is_not_settled_is_not_announced(facilitator, fields, weight, at, sentence):
    round_ = RoundFactory(**{"proposals_until": UNTIL, **fields})
    CriterionFactory(round=round_, weight=Decimal(weight))
    assert rules.why_not_announce(facilitator, round_, at=at) == sentence
    with pytest.raises(PermissionDenied):
        rounds.announce(round_, by=facilitator, at=at)
    assert Event.objects.count() == 0


def test_only_a_facilitator_announces(staff_of):
    with pytest.raises(PermissionDenied, match="Only a facilitator at MARC"):
        rounds.announce(weighed(), by=staff_of("raytown"), at=BEFORE)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"proposals_until": OPENING + timedelta(hours=1)}, "opens_after_the_last_proposals"),
        ({"proposals_until": None, "announced_at": NOON}, "announced_says_until_when"),
    ],
)
def test_the_database_holds_the_order_of_the_dates(fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RoundFactory(**fields)


def test_writers_are_shown_the_announced_rounds_the_next_first(facilitator):
    late = weighed(proposals_until=OPENING - timedelta(days=1))
    soon = weighed()
    weighed()  # in preparation, and not announced
    for round_ in (late, soon):
        rounds.announce(round_, by=facilitator, at=BEFORE)
    assert judged_by(at=BEFORE) == {"rounds": [soon, late], "last": None}
    assert judged_by(at=UNTIL) == {"rounds": [late], "last": None}
    assert judged_by(at=OPENING) == {"rounds": [], "last": None}


def test_without_an_announced_round_the_last_released_one_is_shown():
    weighed()
    dates = {"opened_at": OPENING, "closed_at": NOON, "frozen_at": NOON}
    old, new = weighed(), weighed()
    for days, round_ in enumerate((old, new), start=1):
        released = {"state": "released", "released_at": NOON + timedelta(days=days)}
        Round.objects.filter(pk=round_.pk).update(**dates, **released)
    assert judged_by(at=BEFORE) == {"rounds": [], "last": new}


def test_before_the_first_word_a_writer_sees_sections_weights_and_the_deadline(
    staff_of, facilitator, client_for
):
    coming = timezone.now() + timedelta(days=9)
    round_ = weighed(
        title="Season of salt",
        proposals_until=coming,
        opens_at=coming + timedelta(days=1),
        closes_at=coming + timedelta(days=30),
    )
    client = client_for(staff_of("raytown"))
    page = reverse("initiatives:new_proposal")
    assert "Season of salt" not in client.get(page).content.decode()
    rounds.announce(round_, by=facilitator, at=timezone.now())
    text = client.get(page).content.decode()
    assert all(
        words in text
        for words in (
            "Season of salt",
            "Central",
            "Weight 100 of 100",
            "The problem and who feels it",
        )
    )


def test_a_facilitator_announces_with_one_press_and_is_told_what_is_missing(
    facilitator, client_for
):
    client, coming = client_for(facilitator), timezone.now() + timedelta(days=9)
    round_ = weighed(
        proposals_until=None,
        opens_at=coming + timedelta(days=1),
        closes_at=coming + timedelta(days=2),
    )
    url = reverse("initiatives:announce_round", args=[round_.slug])
    assert client.post(url).status_code == 403
    Round.objects.filter(pk=round_.pk).update(proposals_until=coming)
    assert client.post(url).url == round_.get_absolute_url()
    round_.refresh_from_db()
    assert round_.announced_at is not None


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_who_waits_for_a_round_is_told_when_the_announced_ones_are(facilitator, state):
    proposal, round_ = ProposalFactory(state=state), weighed(title="Spring")
    assert when_next(proposal, at=BEFORE) == []
    rounds.announce(round_, by=facilitator, at=BEFORE)
    (said,) = when_next(proposal, at=BEFORE)
    assert said == (
        "“Spring” takes proposals until Friday, February 20, 2026, 9:00 am Central and is planned "
        "from Monday, March 2, 2026, 9:00 am Central to Friday, March 13, 2026, 5:00 pm Central."
    )


def test_who_is_in_an_open_round_is_told_when_it_closes():
    entry = EntryFactory(round=weighed(title="Spring"))
    Proposal.objects.update(state="in_round")
    proposal = Proposal.objects.get(pk=entry.proposal_id)
    assert when_next(proposal, at=OPENING) == []
    Round.objects.update(state="scoring", opened_at=OPENING)
    assert when_next(proposal, at=OPENING) == [
        "“Spring” closes on Friday, March 13, 2026, 5:00 pm Central."
    ]
