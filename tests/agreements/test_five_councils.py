"""Five real councils, of different sizes and with mayors of different kinds, and one agreement.

Independence: six members and the mayor, who votes like them. Lee's Summit: eight; of the mayor's
vote nothing is on record. Blue Springs: six and the mayor, who votes like them. Grandview: six;
nothing on record of the mayor's vote. Raytown: ten, and the mayor breaks ties only.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from agreements import results
from agreements.models import Act, Agreement, Party
from agreements.operations import acts, drafting, terms
from agreements.operations.facts import Ballot, Facts, Step
from agreements.operations.terms import Notice
from cities.models import City
from collaborative.roles import Role
from tests.conftest import NOON, in_office
from tests.factories.agreements import AgreementFactory, PartyFactory, VersionFactory
from tests.factories.papers import TermFactory

pytestmark = pytest.mark.django_db

COUNCILS = ("independence", "lees-summit", "blue-springs", "grandview", "raytown")
DAYS = {slug: date(2026, 2, 3 + 3 * number) for number, slug in enumerate(COUNCILS)}
"""February 3, 6, 9, 12 and 15, 2026."""
BAREST = {
    "independence": (3, 3, True),
    "lees-summit": (5, 3, None),
    "blue-springs": (4, 2, None),
    "grandview": (4, 2, None),
    "raytown": (5, 5, True),
}
"""Ayes and nays of the members, and the mayor's vote: not one aye more than is needed."""
ADOPTED = {slug: ("adopted", on) for slug, on in DAYS.items()}
LAST = DAYS["raytown"]
MARCH_1, MARCH_2 = date(2026, 3, 1), date(2026, 3, 2)
NO_RECORD = ("no_record", None)


class Story:
    """An agreement before the five councils, and their clerks."""

    def __init__(self, *, required: int | None = None, term: dict | None = None) -> None:
        """Send it out."""
        call_command("load_cities", verbosity=0)
        self.cities = {slug: City.objects.get(slug=slug) for slug in COUNCILS}
        self.clerks = {slug: in_office(Role.CLERK, city) for slug, city in self.cities.items()}
        self.agreement = AgreementFactory(required_adoptions=required, title="One fleet")
        for city in self.cities.values():
            PartyFactory(agreement=self.agreement, organisation=city)
        version = VersionFactory(agreement=self.agreement)
        if term is not None:
            TermFactory(version=version, **term)
        facilitator = in_office(Role.FACILITATOR, self.cities["raytown"])
        drafting.circulate(self.agreement, by=facilitator, at=NOON)

    def party(self, slug: str) -> Party:
        return self.agreement.parties.get(organisation=self.cities[slug])

    def record(self, slug: str, poll=None, **said) -> Act:
        """A clerk records what the council did; by default that it adopted by a bare majority."""
        facts = replace(passed(slug, poll or BAREST[slug]), **said)
        party = self.party(slug)
        return acts.record_act(party, facts=facts, by=self.clerks[slug], at=NOON)

    def adopt(self, *slugs: str) -> list[Act]:
        return [self.record(slug) for slug in slugs]

    def follow(self, act: Act, kind: str, on: date) -> None:
        slug = act.party.organisation.slug
        acts.add_action(act, step=Step(kind=kind, on=on), by=self.clerks[slug], at=NOON)

    def told(self) -> tuple:
        """The whole: state and day of the agreement, and state and day of every council."""
        self.agreement.refresh_from_db()
        found = results.standing(self.agreement)
        squares = {
            square.party.organisation.slug: (square.cell.state.value, square.cell.on)
            for square in found.squares
        }
        assert found.outcome.in_force_on == self.agreement.in_force_on
        return self.agreement.state, self.agreement.in_force_on, squares


def passed(slug: str, poll: tuple[int, int, bool | None]) -> Facts:
    """A council's record that says it passed."""
    ayes, nays, mayor = poll
    said = [("aye", "Aye")] * ayes + [("nay", "Nay")] * nays
    votes = [Ballot(f"Member {n}", *word) for n, word in enumerate(said, start=1)]
    if mayor is not None:
        votes.append(Ballot("Mayor", *(("aye", "Aye") if mayor else ("nay", "Nay")), is_mayor=True))
    return Facts(
        instrument="ordinance",
        file_number=f"BILL NO. 26-{slug}",
        acted_on=DAYS[slug],
        result="passed",
        votes=tuple(votes),
    )


@pytest.fixture
def story(db):
    return Story()


def test_by_the_barest_majorities_of_all_five_it_is_in_force_since_the_last_of_them(story):
    story.adopt(*COUNCILS)
    assert story.told() == ("in_force", LAST, ADOPTED)


@pytest.mark.parametrize("order", [COUNCILS, COUNCILS[::-1]])
def test_after_four_of_five_it_waits_for_the_fifth_whoever_records_first(story, order):
    story.adopt(*order[:4])
    waiting = {**ADOPTED, order[4]: NO_RECORD}
    assert story.told() == ("circulated", None, waiting)


def test_after_four_of_five_it_is_in_force_where_four_are_enough(db):
    story = Story(required=4)
    story.adopt(*COUNCILS[:4])
    assert story.told() == ("in_force", DAYS["grandview"], {**ADOPTED, "raytown": NO_RECORD})
    story.adopt("raytown")
    assert story.told() == ("in_force", DAYS["grandview"], ADOPTED)


@pytest.mark.parametrize(
    ("slug", "poll", "state"),
    [
        ("independence", (3, 3, None), "short"),
        ("independence", (3, 3, False), "short"),
        ("independence", (3, 3, True), "adopted"),
        ("independence", (4, 3, None), "adopted"),
        ("independence", (3, 0, None), "short"),
        ("lees-summit", (4, 4, None), "short"),
        ("lees-summit", (4, 4, False), "short"),
        # By some rules five of eight or nine, by one four of eight: what the record says stands.
        ("lees-summit", (4, 4, True), "adopted"),
        ("lees-summit", (5, 0, None), "adopted"),
        ("lees-summit", (4, 0, None), "short"),
        ("blue-springs", (3, 3, None), "short"),
        ("blue-springs", (3, 3, True), "adopted"),
        ("blue-springs", (3, 2, True), "adopted"),
        ("grandview", (3, 3, None), "short"),
        ("grandview", (3, 3, True), "adopted"),
        ("grandview", (3, 1, None), "short"),
        ("raytown", (5, 5, None), "short"),
        ("raytown", (5, 5, False), "short"),
        ("raytown", (5, 5, True), "adopted"),
        # The mayor breaks ties only: five of ten and the mayor's aye are no majority.
        ("raytown", (5, 4, True), "short"),
        ("raytown", (6, 4, None), "adopted"),
    ],
)
def test_a_majority_is_one_of_the_members_and_a_tie_is_the_mayors(story, slug, poll, state):
    story.adopt(*(other for other in COUNCILS if other != slug))
    story.record(slug, poll)
    squares = {**ADOPTED, slug: (state, DAYS[slug])}
    if state == "adopted":
        assert story.told() == ("in_force", LAST, squares)
    else:
        assert story.told() == ("circulated", None, squares)


def test_one_council_that_amended_the_text_keeps_it_out_of_force(story):
    story.adopt(*COUNCILS[:4])
    story.record("raytown", other_text="## 1. Purpose\n\nTo share two fleets.\n")
    squares = {**ADOPTED, "raytown": ("adopted_other_text", LAST)}
    assert story.told() == ("circulated", None, squares)


def test_an_act_taken_back_before_the_last_one_leaves_it_out_of_force(story):
    first = story.adopt(*COUNCILS[:4])[0]
    story.follow(first, "rescinded", date(2026, 2, 14))
    story.adopt("raytown")
    squares = {**ADOPTED, "independence": ("rescinded", date(2026, 2, 14))}
    assert story.told() == ("circulated", None, squares)


def test_an_act_taken_back_afterwards_ends_it_where_all_are_needed(story):
    first = story.adopt(*COUNCILS)[0]
    assert story.told()[:2] == ("in_force", LAST)
    story.follow(first, "rescinded", MARCH_1)
    assert story.told() == ("circulated", None, {**ADOPTED, "independence": ("rescinded", MARCH_1)})


def test_an_act_taken_back_afterwards_changes_nothing_where_four_are_enough(db):
    story = Story(required=4)
    first = story.adopt(*COUNCILS)[0]
    story.follow(first, "rescinded", MARCH_1)
    since = DAYS["grandview"]
    assert story.told() == ("in_force", since, {**ADOPTED, "independence": ("rescinded", MARCH_1)})


def test_a_veto_takes_it_out_of_force_and_an_override_brings_it_in_on_its_own_day(story):
    last = story.adopt(*COUNCILS)[-1]
    story.follow(last, "vetoed", MARCH_1)
    assert story.told() == ("circulated", None, {**ADOPTED, "raytown": ("vetoed", MARCH_1)})
    story.follow(last, "overridden", MARCH_2)
    assert story.told() == ("in_force", MARCH_2, {**ADOPTED, "raytown": ("adopted", MARCH_2)})


def test_a_matter_that_was_put_off_waits_and_is_then_decided(story):
    story.adopt(*COUNCILS[:4])
    put_off = Step(kind="postponed", on=date(2026, 2, 15), postponed_to=MARCH_2)
    pending = story.record("raytown", result="pending", acted_on=None, votes=(), actions=(put_off,))
    squares = {**ADOPTED, "raytown": ("postponed", date(2026, 2, 15))}
    assert story.told() == ("circulated", None, squares)
    decided = replace(passed("raytown", BAREST["raytown"]), acted_on=MARCH_2, actions=(put_off,))
    acts.complete_act(pending, facts=decided, by=story.clerks["raytown"], at=NOON)
    assert story.told() == ("in_force", MARCH_2, {**ADOPTED, "raytown": ("adopted", MARCH_2)})


def test_of_two_readings_neither_adopts_and_the_vote_on_passage_does(story):
    story.adopt(*COUNCILS[:4])
    first = Step(kind="first_reading", on=date(2026, 2, 15), passed=True)
    second = Step(kind="second_reading", on=MARCH_1, passed=True)
    pending = {"result": "pending", "acted_on": None, "votes": ()}
    act = story.record("raytown", **pending, introduced_on=date(2026, 2, 15), actions=(first,))
    before = {**ADOPTED, "raytown": ("before_council", date(2026, 2, 15))}
    assert story.told() == ("circulated", None, before)
    clerk = story.clerks["raytown"]
    facts = replace(passed("raytown", BAREST["raytown"]), introduced_on=date(2026, 2, 15))
    both = replace(facts, **pending, actions=(first, second))
    acts.complete_act(act, facts=both, by=clerk, at=NOON)
    assert story.told() == ("circulated", None, before)
    passage = replace(facts, acted_on=MARCH_2, actions=(first, second))
    acts.complete_act(act, facts=passage, by=clerk, at=NOON)
    assert story.told() == ("in_force", MARCH_2, {**ADOPTED, "raytown": ("adopted", MARCH_2)})


def test_who_leaves_by_the_terms_is_out_from_its_day_and_the_others_stay_bound(db):
    story = Story(term={})
    story.adopt(*COUNCILS)
    notice = Notice(given_on=date(2026, 8, 1), reason="The city has its own plows.")
    august = datetime(2026, 8, 2, 17, tzinfo=UTC)
    terms.give_notice(story.party("raytown"), notice=notice, by=story.clerks["raytown"], at=august)
    assert story.told() == ("in_force", LAST, ADOPTED)
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=story.agreement.pk)
        terms.follow(agreement, at=datetime(2026, 11, 2, 17, tzinfo=UTC))
    left = {**ADOPTED, "raytown": ("withdrawn", date(2026, 10, 30))}
    assert story.told() == ("in_force", LAST, left)


def test_recorded_on_the_clerks_own_pages_it_comes_to_the_same(story, client_for):
    for slug in COUNCILS:
        ayes, nays, mayor = BAREST[slug]
        members = [f"Member {number}" for number in range(1, ayes + nays + 1)]
        lines = [f"Aye: {', '.join([*members[:ayes], *(['Mayor'] if mayor else [])])}"]
        lines += [f"Nay: {', '.join(members[ayes:])}"] if nays else []
        answer = client_for(story.clerks[slug]).post(
            f"/agreements/{story.agreement.slug}/acts/record/",
            {
                "party": story.party(slug).pk,
                "instrument": "ordinance",
                "file_number": f"BILL NO. 26-{slug}",
                "result": "passed",
                "acted_on": DAYS[slug].isoformat(),
                "which_text": "circulated",
                "votes": "\n".join(lines),
                "step-TOTAL_FORMS": "0",
                "step-INITIAL_FORMS": "0",
            },
        )
        assert answer.status_code == 302
    assert story.told() == ("in_force", LAST, ADOPTED)
