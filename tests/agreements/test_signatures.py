"""Signature lines: recorded one by one, never changed, put right by another entry."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from agreements import results
from agreements.models import SignatureLine
from agreements.operations import drafting, signatures
from agreements.operations.signatures import Signed
from agreements.rules.papers import why_not_keep_papers
from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC, Event
from tests.conftest import NOON
from tests.factories.agreements import PartyFactory, VersionFactory, circulated, decided
from tests.factories.cities import OrganisationFactory
from tests.factories.papers import SIGNED_ON, SignatureLineFactory, signed

pytestmark = pytest.mark.django_db
MAYOR = Signed(name="Mayor of Raytown", title="Mayor", on=SIGNED_ON)
AT = NOON + timedelta(days=8)


@pytest.fixture
def promise(cities):
    return circulated(cities["raytown"], cities["grandview"], slug="plows", title="Plows")


@pytest.fixture
def raytown(promise, cities):
    return promise.parties.get(organisation=cities["raytown"])


def record(party, by, *, part="signature", said=MAYOR, **more) -> SignatureLine:
    version = party.agreement.versions.last()
    return signatures.record(party, version=version, part=part, signed=said, by=by, at=AT, **more)


def words(party) -> list[tuple]:
    (block,) = (
        block
        for block in results.signatures_of(party.agreement.versions.last())
        if block.party == party
    )
    return [(line.name, line.title, line.on, line.authority) for line in block.lines]


BLANK = ("", "", None, "")


def test_every_line_is_blank_until_somebody_records_it_and_parts_come_one_by_one(
    raytown, clerk_of, cities
):
    clerk = clerk_of("raytown")
    act = decided(raytown.agreement, cities["raytown"], file_number="ORD. NO. 26-1")
    assert words(raytown) == [BLANK, BLANK, BLANK]
    record(raytown, clerk, said=Signed(name="Mayor", on=SIGNED_ON, act=act, authority="Section 2"))
    record(raytown, clerk, part="form", said=Signed(name="City Attorney"))
    assert words(raytown) == [
        ("Mayor", "", SIGNED_ON, "ORD. NO. 26-1 of Sunday, March 1, 2026, Section 2"),
        BLANK,
        ("City Attorney", "", None, ""),
    ]


def test_a_correction_names_the_earlier_entry_and_why_and_both_stay(raytown, clerk_of):
    clerk = clerk_of("raytown")
    first = record(raytown, clerk)
    again = Signed(name="Mayor of Raytown", title="Mayor", on=date(2026, 3, 8))
    second = record(raytown, clerk, said=again, corrects=first, because="The date was misread.")
    (block, _) = sorted(
        results.signatures_of(second.version), key=lambda block: block.party != raytown
    )
    assert block.signature.on == date(2026, 3, 8)
    assert (block.signature.kept.standing, block.signature.kept.earlier) == (second, (first,))
    assert [event.detail["because"] for event in Event.objects.about(raytown.agreement)] == [
        "",
        "The date was misread.",
    ]


def test_what_was_not_on_the_paper_after_all_is_blank_again(raytown, clerk_of):
    clerk = clerk_of("raytown")
    first = record(raytown, clerk)
    record(raytown, clerk, said=Signed(), corrects=first, because="It was another paper.")
    assert words(raytown) == [BLANK, BLANK, BLANK]


@pytest.mark.parametrize("corrects", [False, True])
def test_whoever_comes_second_is_told_who_was_first(raytown, clerk_of, corrects):
    clerk = clerk_of("raytown")
    first = record(raytown, clerk)
    if corrects:
        record(raytown, clerk, corrects=first, because="Misread.")
    more = {"corrects": first, "because": "Misread, too."} if corrects else {}
    with pytest.raises(StaleState) as stale:
        record(raytown, clerk, **more)
    assert str(stale.value) == (
        "The line “Signed” of Raytown is on record already: Clerk, Raytown recorded it on "
        "Tuesday, March 10, 2026, 1:00 pm Central. Nothing was written twice. Look at it as it "
        "stands, and correct it if something in it is wrong."
    )
    assert SignatureLine.objects.count() == 1 + corrects


def test_each_clerk_records_for_the_own_party_and_a_facilitator_for_a_body_without_one(
    cities, marc, clerk_of, liaison_of, facilitator
):
    agreement = circulated(cities["raytown"], marc)
    clerk, elsewhere = clerk_of("raytown"), clerk_of("grandview")
    city, council = (agreement.parties.get(organisation_id=x.pk) for x in (cities["raytown"], marc))
    on = AT.date()

    def may(actor):
        return [why_not_keep_papers(actor, x, on=on) is None for x in (city, council)]

    assert {
        "clerk": may(clerk),
        "elsewhere": may(elsewhere),
        "facilitator": may(facilitator),
        "liaison": may(liaison_of("raytown")),
        "public": may(PUBLIC),
    } == {
        "clerk": [True, False],
        "elsewhere": [False, False],
        "facilitator": [False, True],
        "liaison": [False, False],
        "public": [False, False],
    }
    clerk.user.offices.update(ends_on=on - timedelta(days=1))
    assert may(facilitator) == [True, True]
    with pytest.raises(PermissionDenied, match="recorded by its own clerk"):
        record(council, elsewhere)


def test_a_draft_and_what_was_withdrawn_are_not_signed(promise, raytown, clerk_of, facilitator):
    clerk = clerk_of("raytown")
    drafting.withdraw(promise, reason="Not wanted.", by=facilitator, at=NOON)
    raytown.agreement.refresh_from_db()
    with pytest.raises(PermissionDenied, match="“Plows” was withdrawn"):
        record(raytown, clerk)


def refused(**said) -> bool:
    try:
        with transaction.atomic():
            SignatureLineFactory(**said)
    except (DatabaseError, IntegrityError):
        return True
    return False


def test_the_database_refuses_what_no_record_may_hold(promise, raytown, cities):
    other = circulated(cities["raytown"], cities["grandview"])
    foreign = other.parties.get(organisation=cities["raytown"])
    act = decided(promise, cities["grandview"])
    line = SignatureLineFactory(party=raytown)
    assert {
        "a second line": refused(party=raytown),
        "no name": refused(party=raytown, part="attest", name=""),
        "another agreement's party": refused(
            party=foreign, part="attest", version=promise.versions.last()
        ),
        "another council's act": refused(party=raytown, part="attest", act=act),
        "authority of an attest": refused(party=raytown, part="attest", authority="Section 1"),
        "a correction without a reason": refused(party=raytown, corrects=line),
        "a reason without a correction": refused(party=raytown, part="form", because="So."),
        "a correction of another line": refused(
            party=raytown, part="form", corrects=line, because="So."
        ),
        "a part nobody knows": refused(party=raytown, part="seal"),
    } == dict.fromkeys(
        (
            "a second line", "no name", "another agreement's party", "another council's act",
            "authority of an attest", "a correction without a reason",
            "a reason without a correction", "a correction of another line",
            "a part nobody knows",
        ),
        True,
    )  # fmt: skip
    assert not refused(party=raytown, part="attest")
    for change in (
        lambda: SignatureLine.objects.update(name="Another"),
        SignatureLine.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_draft_cannot_be_signed_in_the_database_either(cities):
    party = PartyFactory(organisation=cities["raytown"])
    version = VersionFactory(agreement=party.agreement)
    assert refused(party=party, version=version)


def test_doubts_are_said_in_words_and_block_nothing(promise, cities):
    raytown, grandview = cities["raytown"], cities["grandview"]
    decided(promise, raytown, on=date(2026, 3, 10), file_number="ORD. NO. 26-1")
    signed(promise, raytown)
    party = promise.parties.get(organisation=raytown)
    SignatureLineFactory(party=party, part="attest", on=SIGNED_ON - timedelta(days=1))
    failed = decided(promise, grandview, result="failed", file_number="ORD. NO. 26-2")
    second = promise.parties.get(organisation=grandview)
    SignatureLineFactory(party=second, on=None, act=failed)
    blocks = results.signatures_of(promise.versions.last())
    doubts = results.doubts_of_signatures(
        results.standing(promise), blocks, effective_on=date(2026, 3, 1)
    )
    assert doubts == {
        party.pk: [
            (
                "Raytown signed on Monday, March 9, 2026, before the council’s act "
                "ORD. NO. 26-1 of Tuesday, March 10, 2026."
            ),
            (
                "It has effect from Sunday, March 1, 2026, before Raytown signed on Monday, March "
                "9, 2026. RSMo 432.070 asks that a contract is dated when it is made, and that "
                "what is paid for is done after it; ask the city attorney."
            ),
            (
                "It was attested for Raytown on Sunday, March 8, 2026, before it was signed on "
                "Monday, March 9, 2026."
            ),
        ],
        second.pk: [
            "The act that is named as authority, ORD. NO. 26-2, did not pass.",
            "The signature for Grandview has no date. RSMo 432.070 asks for one.",
        ],
    }


def test_a_statement_binds_nobody_to_pay_so_its_effect_may_come_first(cities):
    statement = circulated(cities["raytown"], cities["grandview"], kind="statement")
    signed(statement, cities["raytown"])
    blocks = results.signatures_of(statement.versions.last())
    doubts = results.doubts_of_signatures(
        results.standing(statement), blocks, effective_on=date(2026, 3, 1)
    )
    assert list(doubts.values()) == [[], []]


def test_the_last_signature_is_known_once_every_party_has_signed(promise, cities):
    version = promise.versions.last()
    signed(promise, cities["raytown"])
    assert results.signed_on(results.signatures_of(version)) is None
    signed(promise, cities["grandview"], on=SIGNED_ON + timedelta(days=3))
    assert results.signed_on(results.signatures_of(version)) == SIGNED_ON + timedelta(days=3)


@pytest.mark.parametrize("count", [2, 5])
def test_the_page_costs_the_same_for_any_number_of_parties(
    cities, client_for, clerk_of, django_assert_num_queries, count
):
    bodies = list(cities.values())[:count]
    promise = circulated(*bodies)
    signed(promise, *bodies)
    client = client_for(clerk_of(bodies[0].slug))
    with django_assert_num_queries(15):
        assert client.get(reverse("agreements:signatures", args=[promise.slug])).status_code == 200


POSTED = {"name": "Mayor", "title": "Mayor", "on": "2026-03-09", "corrects": ""}


def test_the_clerk_records_a_line_and_puts_it_right_on_the_page(raytown, client_for, clerk_of):
    client = client_for(clerk_of("raytown"))
    url = reverse("agreements:sign", args=["plows", "raytown", "attest"])
    answer = client.post(url, POSTED, follow=True)
    assert "“Attested” of Raytown is on record." in answer.content.decode()
    assert client.post(url, POSTED).status_code == 409
    line = SignatureLine.objects.get()
    wrong = client.post(url, {**POSTED, "corrects": str(line.pk)})
    assert "Why it is put right" in wrong.content.decode()
    right = {**POSTED, "corrects": str(line.pk), "name": "City Clerk", "because": "Misread."}
    page = client.post(url, right, follow=True).content.decode()
    assert ("City Clerk" in page, "put right because: Misread." in page) == (True, True)


def test_a_date_to_come_and_a_nameless_line_are_refused(raytown, client_for, clerk_of):
    client = client_for(clerk_of("raytown"))
    url = reverse("agreements:sign", args=["plows", "raytown", "signature"])
    page = client.post(url, {**POSTED, "name": "", "on": "2999-01-01"}).content.decode()
    assert ("is in the future" in page, "Name: fill this in." in page) == (True, True)
    assert SignatureLine.objects.count() == 0


@pytest.mark.parametrize("path", ["signatures/nowhere/attest/", "signatures/raytown/seal/"])
def test_a_line_that_is_not_there_is_not_found(raytown, client_for, clerk_of, path):
    OrganisationFactory(slug="nowhere")
    answer = client_for(clerk_of("raytown")).get(f"/agreements/plows/{path}")
    assert answer.status_code == 404


def test_the_page_of_a_line_says_whose_it_is(raytown, client_for, clerk_of):
    url = reverse("agreements:sign", args=["plows", "raytown", "attest"])
    page = client_for(clerk_of("raytown")).get(url).content.decode()
    assert "<h1>Attested, Raytown</h1>" in " ".join(page.split()).replace(' class="usa-h1"', "")


def test_whoever_records_finds_the_own_party_first(promise, client_for, clerk_of):
    url = reverse("agreements:signatures", args=["plows"])
    page = client_for(clerk_of("raytown")).get(url).content.decode()
    assert page.index(">Raytown</h2>") < page.index(">Grandview</h2>")
