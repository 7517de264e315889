"""Until when cities answer, and which proposals have too few co-sponsors for a round."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from initiatives.models import Entry, Proposal, Round, Sponsorship
from initiatives.operations import entries, rounds
from initiatives.rules import rounds as round_rules
from initiatives.rules import sponsorships as rules
from tests.conftest import NOON
from tests.factories.proposals import FEBRUARY, ProposalFactory
from tests.factories.rounds import CLOSING, OPENING, EntryFactory, RoundFactory
from tests.factories.sponsorships import SponsorshipFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("grandview")


def asked(cities, state, **given):
    proposal = ProposalFactory(city=cities["raytown"], state=state, reference="EJC-2026-014")
    return SponsorshipFactory(proposal=proposal, city=cities["grandview"], **given)


def waits(sponsorship, at):
    return sponsorship in Sponsorship.objects.waiting(at=at)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "accepted", "parked"])
def test_a_city_answers_while_the_proposal_is_on_its_way(state, cities, liaison):
    row = asked(cities, state)
    assert (rules.why_not_answer(liaison, row, at=NOON), waits(row, NOON)) == (None, True)


@pytest.mark.parametrize(
    ("state", "came"),
    [
        ("declined", "was declined"),
        ("withdrawn", "was withdrawn"),
        ("chosen", "was chosen"),
        ("not_chosen", "was not chosen"),
    ],
)
def test_what_the_cities_answered_stands_once_the_proposal_is_closed(state, came, cities, liaison):
    row = asked(cities, state)
    assert rules.why_not_answer(liaison, row, at=NOON) == (
        f"EJC-2026-014 {came} on Monday, February 2, 2026, 9:00 am Central, so what the cities "
        "answered stands."
    )
    assert not waits(row, NOON)


@pytest.mark.parametrize(
    ("round_state", "at", "is_open"),
    [
        ("preparing", CLOSING + SECOND, True),
        ("scoring", CLOSING - SECOND, True),
        ("scoring", CLOSING, False),
        ("decided", CLOSING - SECOND, False),
        ("released", CLOSING - SECOND, False),
    ],
)
def test_a_city_answers_until_the_round_closes(round_state, at, is_open, cities, liaison):
    row = asked(cities, "in_round")
    EntryFactory(round=RoundFactory(title="Spring"), proposal=row.proposal)
    dates = {
        "preparing": {},
        "scoring": {"opened_at": OPENING},
        "decided": {"opened_at": OPENING, "closed_at": CLOSING, "frozen_at": CLOSING},
        "released": {
            "opened_at": OPENING,
            "closed_at": CLOSING,
            "frozen_at": CLOSING,
            "released_at": CLOSING,
        },
    }
    Round.objects.update(state=round_state, **dates[round_state])
    sentence = "“Spring” closed on Friday, March 13, 2026, 5:00 pm Central, so what the cities "
    assert (rules.why_not_answer(liaison, row, at=at), waits(row, at)) == (
        None if is_open else f"{sentence}answered stands.",
        is_open,
    )


def test_a_parked_proposal_in_a_second_round_goes_by_the_second(cities, liaison):
    row = asked(cities, "in_round")
    EntryFactory(round=RoundFactory(title="Spring"), proposal=row.proposal)
    Round.objects.update(state="decided", opened_at=OPENING, closed_at=CLOSING, frozen_at=CLOSING)
    EntryFactory(round=RoundFactory(title="Autumn"), proposal=row.proposal)
    assert rules.why_not_answer(liaison, row, at=CLOSING) is None


# Too few co-sponsors -------------------------------------------------------------------------


def put(cities, **states):
    """An accepted proposal of Raytown, with what came of the questions to others."""
    proposal = ProposalFactory(city=cities["raytown"], state="accepted", reference="EJC-2026-014")
    for slug, state in states.items():
        given = {"asked_again": True} if state == "again" else {"state": state}
        city = cities[slug.replace("_", "-")]
        SponsorshipFactory(proposal=proposal, city=city, **given)
    return proposal


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        (
            {},
            (
                "EJC-2026-014 has no co-sponsor city beside Raytown. “Spring” needs 2. No other is "
                "asked."
            ),
        ),
        (
            {"grandview": "accepted", "independence": "again", "lees_summit": "asked"},
            (
                "EJC-2026-014 has 1 co-sponsor city beside Raytown: Grandview. “Spring” needs 2. "
                "Asked, without an answer: Independence (again), Lee's Summit."
            ),
        ),
        (
            {"grandview": "declined", "independence": "taken_back", "blue_springs": "conditional"},
            (
                "EJC-2026-014 has 1 co-sponsor city beside Raytown: Blue Springs. “Spring” needs "
                "2. No other is asked."
            ),
        ),
    ],
)
def test_a_proposal_with_too_few_co_sponsors_does_not_enter(states, sentence, cities, facilitator):
    proposal = put(cities, **states)
    round_ = RoundFactory(title="Spring", sponsors_needed=2)
    with pytest.raises(PermissionDenied) as refused:
        entries.enter(round_, proposal=proposal, by=facilitator, at=NOON)
    assert str(refused.value) == sentence
    assert (Entry.objects.count(), Proposal.objects.get().state) == (0, "accepted")


def test_conditions_count_and_without_a_least_number_none_is_needed(cities, facilitator):
    proposal = put(cities, grandview="conditional", independence="accepted")
    strict, free = RoundFactory(sponsors_needed=2), RoundFactory()
    assert entries.enter(strict, proposal=proposal, by=facilitator, at=NOON).round == strict
    alone = ProposalFactory(city=cities["raytown"], state="accepted")
    assert entries.enter(free, proposal=alone, by=facilitator, at=NOON).round == free


def test_of_several_proposals_none_enters_when_one_has_too_few(cities, facilitator):
    backed = put(cities, grandview="accepted")
    alone = ProposalFactory(city=cities["raytown"], state="accepted")
    round_ = RoundFactory(sponsors_needed=1)
    with pytest.raises(PermissionDenied, match="has no co-sponsor city"):
        entries.enter_together(round_, proposals=[backed, alone], by=facilitator, at=NOON)
    assert Entry.objects.count() == 0


def test_a_round_does_not_open_with_a_proposal_that_has_too_few(cities):
    proposal = put(cities, grandview="accepted")
    round_ = RoundFactory(title="Spring", sponsors_needed=1)
    EntryFactory(round=round_, proposal=proposal)
    sentence = (
        "EJC-2026-014 has no co-sponsor city beside Raytown. “Spring” needs 1. No other is asked."
    )
    assert sentence not in list(round_rules.missing_for_opening(round_, at=NOON))
    Sponsorship.objects.update(state="declined", words="We bought one.")
    assert sentence in list(round_rules.missing_for_opening(round_, at=NOON))


def test_how_many_a_round_needs_is_fixed_once_it_is_open(facilitator):
    plan = rounds.Plan(title="Spring", opens_at=OPENING, closes_at=CLOSING, sponsors_needed=2)
    round_ = rounds.prepare(plan, by=facilitator, at=FEBRUARY)
    assert Round.objects.get().sponsors_needed == 2
    Round.objects.update(state="scoring", opened_at=OPENING)
    with pytest.raises(PermissionDenied, match="fixed since then"):
        rounds.change(round_, plan=plan, by=facilitator, at=NOON)


def test_the_database_holds_it_too(facilitator):
    RoundFactory(opened=True, sponsors_needed=2)
    with pytest.raises(Exception, match="terms_frozen_once_open"):
        Round.objects.update(sponsors_needed=1)
