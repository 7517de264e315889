"""Parties that adopt, parties that only sign, and parties that have left."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from agreements import results, rules
from agreements.adoption import CellState
from agreements.models import Agreement, Party
from agreements.operations import acts, drafting
from agreements.operations.acts import Facts
from cities.models import Organisation
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.agreements import (
    AgreementFactory,
    PartyFactory,
    TextFactory,
    VersionFactory,
    circulated,
    decided,
)
from tests.factories.cities import OrganisationFactory
from tests.factories.papers import in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cities, marc):
    """A draft between two cities, whose councils adopt, and MARC, which signs."""
    agreement = AgreementFactory(slug="plows", title="Plows")
    for city in ("raytown", "grandview"):
        PartyFactory(agreement=agreement, organisation=cities[city])
    PartyFactory(agreement=agreement, organisation=marc, adopts=False)
    VersionFactory(agreement=agreement)
    return agreement


def test_who_signs_without_an_act_is_not_waited_for(promise, cities, facilitator, marc):
    drafting.circulate(promise, by=facilitator, at=NOON)
    for city in ("raytown", "grandview"):
        decided(promise, cities[city], on=date(2026, 3, 3))
    found = results.standing(promise)
    assert (
        [square.party.organisation.name for square in found.squares],
        [party.organisation for party in found.signers],
        found.outcome.in_force_on,
        found.progress,
    ) == (["Grandview", "Raytown"], [marc], date(2026, 3, 3), "2 of 2 councils")


def test_the_councils_needed_are_those_that_are_asked(promise, facilitator):
    type(promise).objects.update(required_adoptions=3)
    promise.refresh_from_db()
    assert rules.why_not_ready(promise) == (
        "3 councils are asked to adopt, but only 2 are parties’. Correct one or the other first."
    )
    type(promise).objects.update(required_adoptions=None)
    Party.objects.update(adopts=False)
    promise.refresh_from_db()
    with pytest.raises(PermissionDenied, match="No party’s council is asked to adopt it"):
        drafting.circulate(promise, by=facilitator, at=NOON)


def test_whether_a_party_adopts_is_fixed_with_the_text(promise, facilitator):
    drafting.circulate(promise, by=facilitator, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Party.objects.update(adopts=True)
    assert Party.objects.update(left_on=date(2026, 5, 1)) == 3


def test_a_clerk_of_a_party_that_only_signs_records_no_act(promise, cities, clerk_of, facilitator):
    promise.parties.filter(organisation=cities["raytown"]).update(adopts=False)
    drafting.circulate(promise, by=facilitator, at=NOON)
    promise.refresh_from_db()
    said = "Raytown signs “Plows” without an act of a council."
    clerk = clerk_of("raytown")
    party = promise.parties.get(organisation=cities["raytown"])
    assert rules.why_not_record(clerk, promise) == said
    assert rules.why_not_record_for(clerk, party) == said


def test_a_party_that_left_is_said_to_have_left_and_the_rest_stays_in_force(cities):
    bodies = [cities[slug] for slug in ("raytown", "grandview", "independence")]
    agreement = in_force(*bodies)
    for body in bodies:
        decided(agreement, body)
    agreement.parties.filter(organisation=bodies[0]).update(left_on=date(2026, 6, 1))
    found = results.standing(agreement)
    square = found.of(bodies[0].pk)
    assert (square.cell.state, square.label, square.sentence) == (
        CellState.WITHDRAWN,
        "Left",
        "Raytown left the agreement on Monday, June 1, 2026.",
    )
    assert found.outcome.in_force_on == date(2026, 3, 1)


@pytest.mark.parametrize(("days", "asked"), [(-1, 3), (0, 2), (1, 2)])
def test_a_later_version_asks_only_those_who_are_still_there(cities, days, asked):
    bodies = [cities[slug] for slug in ("raytown", "grandview", "independence")]
    agreement = in_force(*bodies, required_adoptions=3)
    left_on = date(2026, 6, 1)
    agreement.parties.filter(organisation=bodies[0]).update(left_on=left_on)
    VersionFactory(
        agreement=agreement,
        number=2,
        draft="",
        text=TextFactory(body="Other words.\n"),
        circulated_at=NOON.replace(month=6, day=1) + timedelta(days=days),
    )
    found = results.standing(agreement)
    assert (len(found.squares), found.outcome.required) == (asked, asked)


TYPED = {
    "name": "Jackson County, Missouri",
    "kind": "county",
    "counties": "Jackson County, jackson , Cass",
    "source": "jacksongov.example",
}


def page_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_facilitator_adds_a_county_with_its_source_and_names_it_as_a_party(
    cities, client_for, facilitator
):
    client = client_for(facilitator)
    answer = client.post(reverse("cities:add_body"), TYPED, follow=True)
    assert "Jackson County, Missouri can be named as a party now." in page_of(answer)
    body = Organisation.objects.get(name="Jackson County, Missouri")
    assert (body.slug, body.kind) == ("jackson-county-missouri", "county")
    assert list(body.counties.values_list("name", "source")) == [
        ("Cass", "jacksongov.example"),
        ("jackson", "jacksongov.example"),
    ]
    assert Event.objects.about(body).get().kind == "body.added"
    assert body.name in page_of(client.get(reverse("agreements:new")))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "RAYTOWN"}, "RAYTOWN is among the bodies already."),
        ({"counties": ""}, "Enter the county or counties that it lies in."),
        ({"source": ""}, "Enter where the counties are from."),
        ({"counties": "x" * 90}, "too long for the name of a county"),
        ({"kind": "city"}, "Select a valid choice"),
    ],
)
def test_a_body_without_its_facts_is_refused_in_words(
    cities, client_for, facilitator, said, sentence
):
    answer = client_for(facilitator).post(reverse("cities:add_body"), {**TYPED, **said})
    assert sentence in page_of(answer)
    assert not Organisation.objects.filter(kind="county").exists()


def test_an_association_lies_in_no_county(client_for, facilitator):
    typed = {"name": "Sample Association", "kind": "regional", "counties": "", "source": ""}
    client_for(facilitator).post(reverse("cities:add_body"), typed)
    assert Organisation.objects.get(name="Sample Association").counties.count() == 0


def test_bodies_of_like_names_and_reserved_ones_have_addresses_of_their_own(
    client_for, facilitator
):
    for name in ("Add", "Sample-District", "Sample District"):
        typed = {**TYPED, "name": name}
        client_for(facilitator).post(reverse("cities:add_body"), typed)
    assert set(Organisation.objects.filter(kind="county").values_list("slug", flat=True)) == {
        "add-2",
        "sample-district",
        "sample-district-2",
    }


def draft_with(client, bodies, signers, **more):
    typed = {
        "title": "Plows",
        "kind": "cooperative",
        "text": "## 1. Purpose",
        "revision": "1",
        "parties": [body.pk for body in bodies],
        "signers": [body.pk for body in signers],
        **more,
    }
    return client.post(reverse("agreements:new"), typed)


def test_the_facilitator_says_who_signs_without_an_act(cities, marc, client_for, facilitator):
    draft_with(client_for(facilitator), [*cities.values(), marc], [marc], required_adoptions="5")
    parties = Agreement.objects.get().parties
    assert (parties.filter(adopts=True).count(), parties.get(adopts=False).organisation) == (
        5,
        marc,
    )


def test_who_signs_alone_is_a_party_and_counts_for_no_council(
    cities, marc, client_for, facilitator
):
    client, raytown = client_for(facilitator), cities["raytown"]
    answer = draft_with(client, [raytown], [marc])
    assert "choose only bodies that are parties" in page_of(answer)
    answer = draft_with(client, [raytown, marc], [marc], required_adoptions="2")
    assert "2 councils cannot be needed of 1 that are asked." in page_of(answer)
    assert Agreement.objects.count() == 0


def test_named_without_saying_how_only_cities_and_counties_adopt(cities, marc, facilitator):
    terms = drafting.Terms(title="Plows", kind="grant", parties=[cities["raytown"], marc])
    agreement = drafting.draft(terms, by=facilitator, at=NOON)
    adopts = {party.organisation_id: party.adopts for party in agreement.parties.all()}
    assert adopts == {cities["raytown"].pk: True, marc.pk: False}
    drafting.name_parties(agreement, organisations=[marc], by=facilitator, at=NOON)
    assert agreement.parties.get().adopts is False


def test_a_facilitator_records_the_act_of_a_body_that_has_no_clerk_here_and_of_no_city(
    cities, facilitator, clerk_of, client_for
):
    county = OrganisationFactory(slug="jackson", name="Jackson County", kind="county")
    agreement = circulated(cities["raytown"], county, slug="plows", title="Plows")
    of_county, of_city = (
        agreement.parties.get(organisation_id=x.pk) for x in (county, cities["raytown"])
    )
    assert rules.why_not_record_for(facilitator, of_county) is None
    assert rules.why_not_record_for(facilitator, of_city) == (
        "Acts of Raytown's council are recorded by its own clerk."
    )
    assert rules.why_not_record_for(clerk_of("raytown"), of_county) == (
        "Acts of Jackson County's council are recorded by its own clerk."
    )
    client = client_for(facilitator)
    page = page_of(client.get(agreement.get_absolute_url()))
    assert ("Record an act" in page, "Council of" in page) == (True, False)
    assert client.get(reverse("agreements:record_act", args=["plows"])).status_code == 200
    decided(agreement, cities["raytown"])
    acts.record_act(
        of_county,
        facts=Facts(
            instrument="resolution",
            file_number="Order 1",
            acted_on=date(2026, 3, 5),
            result="passed",
        ),
        by=facilitator,
        at=NOON,
    )
    agreement.refresh_from_db()
    assert (agreement.state, agreement.in_force_on) == ("in_force", date(2026, 3, 5))


def test_a_facilitator_is_told_why_there_is_nothing_to_record(cities, facilitator):
    agreement = circulated(cities["raytown"], cities["grandview"], title="Plows")
    assert rules.why_not_record(facilitator, agreement) == (
        "Each city's act is recorded by its own clerk; a facilitator records only for bodies that "
        "are no city, and no such body adopts “Plows”."
    )
