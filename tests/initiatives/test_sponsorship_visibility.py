"""Who reads a proposal because the own city is asked to co-sponsor it, and who knows who is."""

import re

import pytest
from django.urls import reverse

from collaborative.models import PUBLIC
from initiatives.models import Attachment, Proposal, Sponsorship
from initiatives.rules import proposals as rules
from tests.conftest import sign_in
from tests.factories.proposals import AttachmentFactory, ProposalFactory
from tests.factories.rounds import EntryFactory, ReviewFactory, RoundFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.initiatives.test_proposal_visibility import sight

pytestmark = pytest.mark.django_db
READS, NOTHING = "reads", "nothing"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
STATES = {
    "asked": {"state": "asked"},
    "asked again": {"state": "asked", "asked_again": True},
    "accepted": {"state": "accepted"},
    "conditional": {"state": "conditional"},
    "declined": {"state": "declined"},
    "taken back": {"state": "taken_back"},
}
OPEN = {"asked", "asked again", "accepted", "conditional"}


@pytest.fixture
def liaison(liaison_of):
    return liaison_of("grandview")


def put(cities, came, **proposal):
    """A proposal of Raytown that was put to Grandview, with what came of it."""
    made = ProposalFactory(city=cities["raytown"], **proposal)
    SponsorshipFactory(proposal=made, city=cities["grandview"], **STATES[came])
    return made


@pytest.mark.parametrize("state", STATES)
def test_a_draft_is_read_by_the_liaison_of_a_city_that_is_asked_and_signs_it_off(
    state, cities, liaison
):
    proposal = put(cities, state)
    file = AttachmentFactory(proposal=proposal)
    reads = state in OPEN
    assert sight(liaison) == (READS if reads else NOTHING)
    assert list(Attachment.objects.visible_to(liaison)) == ([file] if reads else [])


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("sent_in", ["submitted", "returned", "accepted", "declined", "in_round"])
def test_what_was_sent_in_is_read_also_by_a_city_that_declined(state, sent_in, cities, liaison):
    put(cities, state, state=sent_in)
    assert sight(liaison) == (NOTHING if state == "taken back" else READS)


@pytest.mark.parametrize("state", STATES)
def test_while_authors_write_again_a_city_that_declined_reads_what_was_sent_in(
    state, cities, liaison
):
    proposal = put(cities, state, state="returned")
    Proposal.objects.update(draft={**proposal.draft, "idea": "Written since."})
    current = Proposal.objects.get()
    ideas = {"declined": "Sample idea.", "taken back": "Sample idea."}
    assert rules.text_for(liaison, current)["idea"] == ideas.get(state, "Written since.")


def test_nobody_else_reads_it_for_that(
    cities, staff_of, clerk_of, evaluator_of, liaison_of, analyst, stranger
):
    put(cities, "accepted")
    others = [
        staff_of("grandview"),
        clerk_of("grandview"),
        evaluator_of("grandview"),
        liaison_of("independence"),
        analyst,
        stranger,
        PUBLIC,
    ]
    assert {sight(actor) for actor in others} == {NOTHING}


def test_a_liaison_with_two_cities_that_are_asked_finds_it_once(cities, liaison, liaison_of):
    proposal = put(cities, "accepted")
    SponsorshipFactory(proposal=proposal, city=cities["independence"])
    other = liaison_of("independence")
    both = type(liaison)(user=liaison.user, offices=liaison.offices + other.offices)
    assert sight(both) == READS


def test_a_liaison_out_of_office_reads_nothing(cities, liaison):
    put(cities, "accepted")
    assert sight(type(liaison)(user=liaison.user)) == NOTHING


# Who knows who is asked ------------------------------------------------------------------------


@pytest.fixture
def all_asked(cities, staff_of):
    author = staff_of("raytown")
    proposal = ProposalFactory(city=cities["raytown"], author=author.user, state="in_round")
    for slug, state in (
        ("grandview", "accepted"),
        ("independence", "conditional"),
        ("lees-summit", "declined"),
        ("blue-springs", "asked"),
    ):
        SponsorshipFactory(proposal=proposal, city=cities[slug], **STATES[state])
    return proposal, author


def known(actor):
    """The cities that somebody sees, and whether with the people who answered."""
    rows = Sponsorship.objects.shown_to(actor)
    return [(row.city.name, row.is_named) for row in rows]


def test_whoever_has_a_part_knows_all_that_are_asked_and_readers_those_who_co_sponsor(
    all_asked, cities, liaison_of, facilitator, clerk_of, evaluator_of, staff_of
):
    proposal, author = all_asked
    entry = EntryFactory(round=RoundFactory(), proposal=proposal)
    evaluator = evaluator_of("grandview")
    ReviewFactory(
        entry=entry,
        evaluator=evaluator.user,
        city=cities["grandview"],
        state="declared",
        declared_at=proposal.created_at,
    )
    type(entry.round).objects.update(state="scoring", opened_at=proposal.created_at)
    everybody = ["Blue Springs", "Grandview", "Independence", "Lee's Summit"]
    for actor in (
        author,
        facilitator,
        clerk_of("raytown"),
        liaison_of("raytown"),
        *map(liaison_of, ("grandview", "independence", "lees-summit", "blue-springs")),
    ):
        assert known(actor) == [(name, True) for name in everybody]
    assert known(evaluator) == [("Grandview", False), ("Independence", False)]
    for actor in (staff_of("grandview"), staff_of("raytown"), PUBLIC):
        assert known(actor) == []


def test_after_the_release_everybody_knows_the_co_sponsors_and_nobody_s_name(all_asked, stranger):
    proposal, _author = all_asked
    round_ = RoundFactory()
    EntryFactory(round=round_, proposal=proposal)
    when = proposal.created_at
    type(round_).objects.update(
        state="released", opened_at=when, closed_at=when, frozen_at=when, released_at=when
    )
    for actor in (stranger, PUBLIC):
        assert known(actor) == [("Grandview", False), ("Independence", False)]


def test_a_city_that_is_no_longer_asked_is_shown_to_nobody(cities, facilitator, liaison):
    put(cities, "taken back", state="submitted")
    assert (known(facilitator), known(liaison)) == ([], [])


# Two worlds ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["declined", "taken back"])
def test_no_page_tells_a_city_that_is_out_anything_of_the_draft(state, cities, liaison):
    """Two worlds that differ only in what the authors write now look the same to it."""
    proposal = put(cities, state, reference="EJC-2026-014")
    client = sign_in(liaison)
    addresses = [
        reverse("initiatives:proposals"),
        reverse("initiatives:proposals") + "?q=zeppelin",
        reverse("initiatives:proposal", args=["EJC-2026-014"]),
        reverse("initiatives:sponsor", args=["EJC-2026-014"]),
        reverse("initiatives:sponsors", args=["EJC-2026-014"]),
        reverse("home"),
    ]
    worlds = []
    for word in ("zeppelin", "submarine"):
        text = {**proposal.draft, "title": f"Share a {word}", "idea": f"A {word}."}
        Proposal.objects.update(draft=text, answers=text, title=text["title"])
        answers = [client.get(address) for address in addresses]
        worlds.append([(it.status_code, TOKEN.sub(b"", it.content)) for it in answers])
    assert worlds[0] == worlds[1]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_any_number_of_co_sponsors(
    count, cities, client_for, liaison, django_assert_num_queries
):
    for _ in range(count):
        proposal = put(cities, "accepted", state="submitted")
        for slug in ("independence", "lees-summit")[: count - 1]:
            SponsorshipFactory(proposal=proposal, city=cities[slug], state="conditional")
    client = client_for(liaison)
    with django_assert_num_queries(8):
        page = client.get(reverse("initiatives:proposals"))
    assert page.content.decode().count("Grandview: accepted") == count
