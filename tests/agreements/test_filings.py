"""The filing log: what is needed, what is on record, and every gap named."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from agreements import results
from agreements.filing import FilingOffice, Place
from agreements.models import Filing
from agreements.operations import filings
from agreements.operations.filings import Receipt
from agreements.rules.papers import kept_by, why_not_file
from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC, Event
from tests.conftest import NOON
from tests.factories.agreements import DocumentFactory, PartyFactory, VersionFactory, circulated
from tests.factories.cities import CountyFactory, OrganisationFactory
from tests.factories.papers import SIGNED_ON, FilingFactory

pytestmark = pytest.mark.django_db
AT = NOON + timedelta(days=8)
STATE = Place(FilingOffice.STATE)
JACKSON = Place(FilingOffice.RECORDER, "Jackson")
RAYTOWN = Place(FilingOffice.KEEPER, "Raytown")
GRANDVIEW = Place(FilingOffice.KEEPER, "Grandview")


@pytest.fixture
def promise(cities):
    for city in ("raytown", "grandview"):
        CountyFactory(organisation=cities[city], name="Jackson")
    return circulated(cities["raytown"], cities["grandview"], slug="plows", title="Plows")


def record(agreement, by, place, receipt=None, **more) -> Filing:
    return filings.record(
        agreement,
        version=agreement.versions.last(),
        place=place,
        receipt=receipt or Receipt(on=SIGNED_ON, number="2026E0041187"),
        by=by,
        at=AT,
        **more,
    )


def said(agreement) -> tuple[str, list[str]]:
    outcome = results.filings_of(agreement).outcome
    return outcome.summary, outcome.gaps


def test_the_log_names_every_gap_until_all_is_filed(promise, clerk_of):
    own, other = clerk_of("raytown"), clerk_of("grandview")
    assert said(promise) == (
        "Filing is not complete: 0 of 4 filings are on record.",
        [
            "No filing is on record: Secretary of State of Missouri.",
            "No filing is on record: Recorder of deeds, Jackson County.",
            "No filing is on record: Keeper of contracts, Grandview.",
            "No filing is on record: Keeper of contracts, Raytown.",
        ],
    )
    record(promise, own, STATE)
    record(promise, own, JACKSON, Receipt(on=SIGNED_ON, book="B", page="12"))
    record(promise, own, RAYTOWN, Receipt(on=SIGNED_ON, officer="City Clerk"))
    assert said(promise)[1] == ["No filing is on record: Keeper of contracts, Grandview."]
    assert results.filings_of(promise).filed_on is None
    record(promise, other, GRANDVIEW, Receipt(on=SIGNED_ON + timedelta(days=1)))
    assert said(promise) == ("Filing is complete: 4 of 4 filings are on record.", [])
    assert results.filings_of(promise).filed_on == SIGNED_ON + timedelta(days=1)


def test_an_association_needs_no_recorder_and_a_district_without_a_county_is_a_gap(
    promise, cities, marc
):
    district = OrganisationFactory(slug="sni", name="Sample Fire District")
    agreement = circulated(cities["raytown"], marc, district)
    assert [place.name for place in results.filings_of(agreement).outcome.needed] == [
        "Secretary of State of Missouri",
        "Recorder of deeds, Jackson County",
        "Keeper of contracts, Mid-America Regional Council",
        "Keeper of contracts, Raytown",
        "Keeper of contracts, Sample Fire District",
    ]
    assert results.filings_of(agreement).outcome.unplaced == ("Sample Fire District",)


def test_a_statement_needs_the_keepers_copies_only(cities):
    statement = circulated(cities["raytown"], cities["grandview"], kind="statement")
    assert said(statement)[1] == [
        "No filing is on record: Keeper of contracts, Grandview.",
        "No filing is on record: Keeper of contracts, Raytown.",
    ]


def test_a_draft_has_no_log(cities):
    party = PartyFactory(organisation=cities["raytown"])
    VersionFactory(agreement=party.agreement)
    log = results.filings_of(party.agreement)
    assert (log.version, log.filed_on) == (None, None)


def test_a_correction_stands_in_the_place_of_the_first_and_taken_back_is_a_gap_again(
    promise, clerk_of
):
    clerk = clerk_of("raytown")
    first = record(promise, clerk, JACKSON)
    misread = Receipt(on=SIGNED_ON, number="2026E0041188")
    second = record(promise, clerk, JACKSON, misread, corrects=first, because="Misread.")
    row = results.filings_of(promise).row("recorder", "jackson")
    assert (row.entry, row.kept.earlier) == (second, (first,))
    third = record(promise, clerk, JACKSON, Receipt(), corrects=second, because="It was refused.")
    row = results.filings_of(promise).row("recorder", "jackson")
    assert (row.entry, row.kept.standing, len(row.kept.earlier)) == (None, third, 2)
    assert [event.kind for event in Event.objects.about(promise)] == [
        "agreement.filed",
        "agreement.filing_corrected",
        "agreement.filing_corrected",
    ]


def test_whoever_comes_second_is_told_who_was_first(promise, clerk_of):
    clerk = clerk_of("raytown")
    record(promise, clerk, STATE)
    with pytest.raises(StaleState, match="with the Secretary of State of Missouri is on record"):
        record(promise, clerk_of("grandview"), STATE)
    assert Filing.objects.count() == 1


def test_who_records_which_filing(promise, cities, clerk_of, liaison_of, facilitator):
    places = (STATE, JACKSON, RAYTOWN, GRANDVIEW)
    clerk_of("grandview")

    def may(actor):
        kept = kept_by(actor, promise, on=AT.date())
        return [why_not_file(actor, promise, x, kept=kept) is None for x in places]

    assert may(facilitator) == [True, True, True, False]
    assert may(clerk_of("raytown")) == [True, True, True, False]
    assert may(facilitator) == [True, True, False, False]
    assert may(clerk_of("independence")) == [False] * 4
    assert may(liaison_of("raytown")) == [False] * 4
    assert may(PUBLIC) == [False] * 4
    with pytest.raises(PermissionDenied, match="copy that Grandview keeps"):
        record(promise, facilitator, GRANDVIEW)


def refused(**given) -> bool:
    try:
        with transaction.atomic():
            FilingFactory(**given)
    except (DatabaseError, IntegrityError):
        return True
    return False


def test_the_database_refuses_what_no_log_may_hold(promise, cities):
    version = promise.versions.last()
    other = circulated(cities["raytown"], cities["grandview"])
    foreign = other.parties.first()
    filing = FilingFactory(version=version)
    cases = {
        "twice": {},
        "a recorder of no county": {"office": "recorder"},
        "a keeper of nobody": {"office": "keeper"},
        "a county of the state": {"county": "Jackson"},
        "another agreement's keeper": {"office": "keeper", "party": foreign},
        "no day": {"office": "recorder", "county": "Cass", "on": None},
        "nowhere to be found": {"office": "recorder", "county": "Cass", "number": "", "book": "B"},
        "a correction without a reason": {"corrects": filing},
        "a correction of another filing": {
            "office": "recorder", "county": "Cass", "corrects": filing, "because": "So.",
        },
    }  # fmt: skip
    assert {name: refused(version=version, **given) for name, given in cases.items()} == (
        dict.fromkeys(cases, True)
    )
    assert not refused(version=version, office="recorder", county="Cass")
    assert refused(version=version, office="recorder", county="CASS")
    for change in (lambda: Filing.objects.update(number="1"), Filing.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("count", [2, 5])
def test_the_page_costs_the_same_for_any_number_of_parties(
    cities, client_for, clerk_of, django_assert_num_queries, count
):
    bodies = list(cities.values())[:count]
    agreement = circulated(*bodies)
    for body in bodies:
        CountyFactory(organisation=body, name=f"County of {body.slug}")
        party = agreement.parties.get(organisation=body)
        FilingFactory(version=agreement.versions.last(), office="keeper", party=party)
    client = client_for(clerk_of(bodies[0].slug))
    with django_assert_num_queries(11):
        assert client.get(reverse("agreements:filing", args=[agreement.slug])).status_code == 200


def test_a_clerk_files_with_a_receipt_and_puts_it_right(promise, client_for, clerk_of):
    client = client_for(clerk_of("raytown"))
    receipt = DocumentFactory(agreement=promise, name="Stamped copy.pdf")
    url = reverse("agreements:file", args=["plows", "recorder", "jackson"])
    typed = {"on": "2026-03-09", "number": "2026E0041187", "corrects": ""}
    page = client.post(url, {**typed, "receipt": str(receipt.pk)}, follow=True).content.decode()
    assert "Filing is not complete: 1 of 4 filings are on record." in page
    assert ("Number 2026E0041187." in page, "Stamped copy.pdf" in page) == (True, True)
    assert client.post(url, typed).status_code == 409
    again = {**typed, "corrects": str(Filing.objects.get().pk), "because": "Misread."}
    page = client.post(url, {**again, "number": "", "book": "B", "page": "12"}, follow=True)
    assert "Book B, page 12." in page.content.decode()


def test_a_filing_that_cannot_be_found_again_and_a_day_to_come_are_refused(
    promise, client_for, clerk_of
):
    client = client_for(clerk_of("raytown"))
    url = reverse("agreements:file", args=["plows", "recorder", "jackson"])
    page = client.post(url, {"on": "2999-01-01", "book": "B", "corrects": ""}).content.decode()
    assert "is in the future" in page
    page = client.post(url, {"on": "2026-03-09", "book": "B", "corrects": ""}).content.decode()
    assert "Enter the instrument number, or both book and page." in page
    assert Filing.objects.count() == 0


@pytest.mark.parametrize("path", ["recorder/clay/", "mayor/raytown/"])
def test_a_filing_that_is_not_needed_is_not_found(promise, client_for, clerk_of, path):
    answer = client_for(clerk_of("raytown")).get(f"/agreements/plows/filing/{path}")
    assert answer.status_code == 404
