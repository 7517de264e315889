"""What each council lacks, when it meets next, and which agreements are found."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from agreements import results
from agreements.models import Act, Agreement
from cities.models import Organisation
from collaborative.models import PUBLIC
from tests.conftest import NOON
from tests.factories.agreements import ActFactory, PartyFactory, circulated, decided
from tests.factories.cities import MeetingFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 16)


@pytest.fixture
def promise(cities):
    """An agreement before the councils of Raytown and Grandview."""
    return circulated(cities["raytown"], cities["grandview"], title="Snow plows")


def missing(promise: Agreement) -> list[str]:
    return [box.missing for box in results.boxes(results.standing(promise), at=NOON)]


def test_what_a_council_lacks_is_said(promise, cities):
    nothing = missing(promise)
    act = ActFactory(
        party=promise.parties.get(organisation=cities["raytown"]),
        text=promise.versions.get().text,
        file_number="RES. 1",
    )
    on_no_agenda = missing(promise)
    Act.objects.filter(pk=act.pk).update(agenda_on=DAY)
    on_an_agenda = missing(promise)
    decided(promise, cities["grandview"], words="Other words")
    Act.objects.filter(pk=act.pk).update(result="passed", acted_on=DAY)
    assert (nothing, on_no_agenda, on_an_agenda, missing(promise)) == (
        ["No act on this text is on record."] * 2,
        ["No act on this text is on record.", "RES. 1 is on no agenda so far."],
        [
            "No act on this text is on record.",
            "The vote on RES. 1, on the agenda of Monday, March 16, 2026.",
        ],
        ["An adoption of this text is missing.", ""],
    )


def test_a_text_that_is_not_on_file_is_what_is_missing(promise, cities):
    act = decided(promise, cities["raytown"])
    later = ActFactory(party=act.party, text=None, acted_on=DAY, corrects=act, file_number="X")
    Act.objects.filter(pk=later.pk).update(result="passed")
    assert missing(promise)[1] == "The text that it adopted is not on file."


def test_an_agreement_in_force_lacks_no_adoption_that_was_refused(cities):
    promise = circulated(cities["raytown"], cities["grandview"], required_adoptions=1)
    decided(promise, cities["raytown"])
    decided(promise, cities["grandview"], result="failed")
    assert missing(promise) == ["", ""]


def test_nothing_is_missing_of_a_draft_or_of_what_has_ended(promise):
    Agreement.objects.filter(pk=promise.pk).update(state="withdrawn")
    promise.refresh_from_db()
    assert missing(promise) == ["", ""]


def test_the_next_meeting_stands_where_something_is_missing(promise, cities):
    decided(promise, cities["grandview"])
    for slug in ("raytown", "grandview"):
        MeetingFactory(
            organisation=cities[slug], on=DAY, begins_at=NOON + timedelta(days=14), cut_off_at=None
        )
    found = results.boxes(results.standing(promise), at=NOON)
    assert [box.meeting and box.meeting.on for box in found] == [None, DAY]


def test_parties_that_are_no_member_city_stand_in_a_column_of_their_own(
    cities, client_for, staff_of
):
    county = OrganisationFactory(slug="jackson", name="Jackson County", kind="county")
    promise = circulated(cities["raytown"], cities["grandview"], county)
    (row,) = results.matrix([promise], cities=list(cities.values()), at=NOON)
    page = client_for(staff_of("raytown")).get(reverse("agreements:index")).content.decode()
    assert (
        [box.square.party.organisation for box in row.others],
        [bool(box) for _, box in row.boxes],
        "Other parties" in page,
    ) == ([county], [False, False, False, True, True], True)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Road salt", "Snow plows"]),
        ({"q": "plows snow"}, ["Snow plows"]),
        ({"kind": "purchase"}, ["Road salt"]),
        ({"state": "in_force"}, ["Road salt"]),
        ({"party": "grandview"}, ["Snow plows"]),
        ({"waits": "raytown"}, ["Road salt"]),
        ({"waits": "grandview"}, ["Snow plows"]),
        ({"waits": "independence"}, []),
        ({"kind": "nonsense"}, ["Road salt", "Snow plows"]),
    ],
)
def test_agreements_are_found(promise, cities, client_for, staff_of, asked, expected):
    decided(promise, cities["raytown"])
    salt = circulated(cities["raytown"], cities["independence"], title="Road salt", kind="purchase")
    decided(salt, cities["independence"])
    Agreement.objects.filter(pk=salt.pk).update(state="in_force", in_force_on=DAY)
    response = client_for(staff_of("raytown")).get(reverse("agreements:index"), asked)
    found = [row.standing.agreement.title for row in response.context["rows"]]
    assert found == expected


def test_the_filter_offers_no_body_of_a_draft_to_the_public(client_for):
    """Who is party to an agreement that the public cannot see is not the public's to know."""
    PartyFactory(
        organisation=OrganisationFactory(slug="jackson", name="Jackson County", kind="county")
    )
    page = client_for(PUBLIC).get(reverse("agreements:index")).content.decode()
    assert ("Jackson County" in page, Organisation.objects.filter(slug="jackson").exists()) == (
        False,
        True,
    )
