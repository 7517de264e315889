"""Who reads which comment: every person × every audience × every state, one table for all."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission as DatabasePermission
from guardian.shortcuts import assign_perm, remove_perm

from cities.models import Office
from collaborative.models import PORTAL, PUBLIC, Actor
from collaborative.roles import Role
from initiatives.models import Audience, Comment, Proposal, Round
from initiatives.results.talk import audiences, company
from tests.conftest import NOON
from tests.factories.cities import OfficeFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import EntryFactory, ReviewFactory, RoundFactory
from tests.factories.talk import CommentFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
State = Proposal.State
AUTHORS, STAFF, BETWEEN, FACILITATORS = Audience
SENT_IN = [state for state in State if state != State.DRAFT]


@pytest.fixture
def people(
    cities,
    staff_of,
    liaison_of,
    clerk_of,
    evaluator_of,
    facilitator,
    analyst,
    administrator,
    stranger,
):
    """Everybody, by the part they have in a proposal of Raytown."""
    return {
        "author": staff_of("raytown"),
        "writer": staff_of("grandview"),
        "commenter": liaison_of("independence"),
        "reader": clerk_of("grandview"),
        "evaluator who writes along": evaluator_of("blue-springs"),
        "colleague at the next desk": staff_of("raytown"),
        "liaison": liaison_of("raytown"),
        "clerk": clerk_of("raytown"),
        "evaluator": evaluator_of("raytown"),
        "staff elsewhere": staff_of("grandview"),
        "liaison elsewhere": liaison_of("grandview"),
        "clerk elsewhere": clerk_of("lees-summit"),
        "evaluator elsewhere": evaluator_of("grandview"),
        "facilitator": facilitator,
        "analyst": analyst,
        "administrator": administrator,
        "stranger": stranger,
        "portal": PORTAL,
        "public": PUBLIC,
    }


def proposal_in(state, people, cities, **given) -> Proposal:
    proposal = ProposalFactory(
        state=state,
        city=cities["raytown"],
        author=people["author"].user,
        writers=[people["writer"].user, people["evaluator who writes along"].user],
        readers=[people["reader"].user],
        **given,
    )
    assign_perm("comment_draft", people["commenter"].user, proposal)
    return proposal


def said_to_all(proposal) -> None:
    """A thread with an answer for each audience."""
    for audience in Audience:
        thread = CommentFactory(proposal=proposal, audience=audience)
        CommentFactory(proposal=proposal, audience=audience, reply_to=thread)


def read_by(actor: Actor) -> set[str]:
    """The audiences whose comments somebody reads; thread and answer, each once, or nothing."""
    rows = list(Comment.objects.visible_to(actor).values_list("audience", flat=True))
    assert {rows.count(audience) for audience in rows} <= {2}
    return set(rows)


def table(people) -> dict[str, set[str]]:
    return {who: found for who, actor in people.items() if (found := read_by(actor))}


AUTHORS_SIDE = {
    "author": {AUTHORS, STAFF, BETWEEN},
    "writer": {AUTHORS, STAFF, BETWEEN},
    "commenter": {AUTHORS, STAFF, BETWEEN},
}
ONCE_SENT_IN = AUTHORS_SIDE | {
    "reader": {STAFF},
    "liaison": {STAFF},
    "clerk": {STAFF},
    "facilitator": {BETWEEN, FACILITATORS},
}


def test_comments_on_a_draft_are_read_by_its_authors_and_those_invited_to_read(people, cities):
    said_to_all(proposal_in(State.DRAFT, people, cities))
    assert table(people) == {who: {AUTHORS, STAFF} for who in AUTHORS_SIDE} | {"reader": {STAFF}}


@pytest.mark.parametrize("state", SENT_IN)
def test_once_it_was_sent_in_the_own_city_and_the_facilitators_read_what_is_said_to_them(
    state, people, cities
):
    said_to_all(proposal_in(state, people, cities))
    assert table(people) == ONCE_SENT_IN


def test_a_release_opens_what_is_said_to_the_staff_of_all_cities_and_nothing_else(people, cities):
    proposal = proposal_in(State.CHOSEN, people, cities)
    EntryFactory(round=RoundFactory(), proposal=proposal)
    done = dict.fromkeys(("opened_at", "closed_at", "frozen_at", "released_at"), NOON)
    Round.objects.update(state="released", **done)
    said_to_all(proposal)
    everywhere = ("colleague at the next desk", "staff elsewhere", "liaison elsewhere")
    assert table(people) == ONCE_SENT_IN | {
        who: {STAFF} for who in (*everywhere, "clerk elsewhere")
    }


@pytest.mark.parametrize("state", ["assigned", "declared", "submitted", "recused"])
@pytest.mark.parametrize("who", ["author", "writer", "commenter", "reader", "facilitator"])
def test_whoever_was_asked_to_review_it_reads_nothing_of_it(who, state, people, cities):
    proposal = proposal_in(State.IN_ROUND, people, cities)
    said_to_all(proposal)
    dates = {"declared_at": NOON} if state != "assigned" else {}
    dates |= {"submitted_at": NOON} if state == "submitted" else {}
    dates |= {"recused_at": NOON, "conflict": "Sample."} if state == "recused" else {}
    ReviewFactory(
        entry=EntryFactory(proposal=proposal),
        evaluator=people[who].user,
        city=cities["grandview"],
        state=state,
        **dates,
    )
    assert table(people) == {one: own for one, own in ONCE_SENT_IN.items() if one != who}


def also(actor: Actor, role: Role, organisation) -> Actor:
    """The same person with one more office."""
    OfficeFactory(person=actor.user, organisation=organisation, role=role)
    return Office.objects.actor(actor.user, on=DAY)


@pytest.mark.parametrize(
    ("city", "reads"), [("raytown", {STAFF}), ("grandview", set()), ("both", set())]
)
def test_a_liaison_who_evaluates_too_reads_only_where_the_own_city_leads(
    city, reads, people, cities
):
    said_to_all(proposal_in(State.SUBMITTED, people, cities))
    liaison = people["liaison"]
    for slug in ("raytown", "grandview") if city == "both" else (city,):
        liaison = also(liaison, Role.EVALUATOR, cities[slug])
    assert read_by(liaison) == reads


def test_a_facilitator_who_wrote_along_is_an_author_here(people, cities, marc):
    said_to_all(proposal_in(State.SUBMITTED, people, cities))
    both = also(people["writer"], Role.FACILITATOR, marc)
    assert read_by(both) == {AUTHORS, STAFF, BETWEEN}


def test_an_administrator_who_is_on_a_citys_staff_reads_as_staff_alone(people, cities, marc):
    said_to_all(proposal_in(State.SUBMITTED, people, cities))
    assert read_by(also(people["liaison"], Role.ADMINISTRATOR, marc)) == {STAFF}


def test_a_grant_that_was_taken_back_and_an_office_that_ended_close_everything(people, cities):
    proposal = proposal_in(State.DRAFT, people, cities)
    said_to_all(proposal)
    remove_perm("comment_draft", people["commenter"].user, proposal)
    Office.objects.filter(person=people["author"].user).update(ends_on=DAY.replace(day=1))
    gone = Office.objects.actor(people["author"].user, on=DAY)
    assert (read_by(people["commenter"]), read_by(gone), Comment.objects.count()) == (
        set(),
        set(),
        8,
    )


def test_an_author_who_left_the_cities_for_marc_reads_no_more(people, cities, marc):
    said_to_all(proposal_in(State.DRAFT, people, cities))
    Office.objects.filter(person=people["author"].user).delete()
    assert read_by(also(people["author"], Role.FACILITATOR, marc)) == set()


def test_another_proposal_of_the_same_author_opens_nothing(people, cities):
    said_to_all(ProposalFactory(state=State.DRAFT, city=cities["raytown"]))
    proposal_in(State.DRAFT, people, cities)
    assert table(people) == {}


@pytest.mark.parametrize("state", State)
def test_who_belongs_to_an_audience_is_whoever_reads_what_is_said_to_it(state, people, cities):
    proposal = proposal_in(state, people, cities)
    said_to_all(proposal)
    asked_for = {who: set(audiences(actor, proposal)) for who, actor in people.items()}
    assert {who: own for who, own in asked_for.items() if own} == table(people)
    by_person = {one.person: set(one.audiences) for one in company(proposal, on=DAY).members}
    in_office = {actor.user: who for who, actor in people.items() if actor.offices}
    assert {in_office[person]: own for person, own in by_person.items()} == {
        who: asked_for[who] for who in in_office.values()
    }


def test_the_company_costs_four_queries_however_many_people_there_are(
    people, cities, staff_of, django_assert_num_queries
):
    proposal = proposal_in(State.SUBMITTED, people, cities)
    for _ in range(60):
        staff_of("independence")
    with django_assert_num_queries(4):
        assert len(company(proposal, on=DAY).members) == 76


def test_the_grant_to_comment_exists_in_the_database():
    assert DatabasePermission.objects.filter(codename="comment_draft").count() == 1
