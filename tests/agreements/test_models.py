import hashlib

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.models import Act, Agreement, Party, Text, Version, normalised
from collaborative.models import PUBLIC
from tests.factories.agreements import (
    ActFactory,
    AgreementFactory,
    DocumentFactory,
    ImportedRecordFactory,
    PartyFactory,
    VersionFactory,
    VoteFactory,
    circulated,
    decided,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cities):
    """An agreement before the councils of Raytown and Grandview."""
    return circulated(cities["raytown"], cities["grandview"])


def refused(sql: str) -> bool:
    """Tell whether PostgreSQL itself refuses a statement that changes something."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount, f"the statement touched nothing: {sql}"
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError:
        return True
    return False


def test_a_text_is_kept_in_one_form_whatever_editor_it_came_from():
    typed = "\n\n# Title  \r\n\r\nRe\N{COMBINING ACUTE ACCENT}sume\t\rend\n\n"
    assert (normalised(typed), normalised(" \n\t\n")) == ("# Title\n\nRésume\nend\n", "")


def test_the_same_words_are_one_text_known_by_the_hash_of_its_bytes():
    first, second = Text.objects.keep("Words\r\n"), Text.objects.keep("Words")
    assert (first.pk, first.sha256) == (second.pk, hashlib.sha256(b"Words\n").hexdigest())


def test_a_text_under_another_hash_is_refused():
    with pytest.raises(DatabaseError, match="text_is_what_its_hash_says"):
        Text.objects.create(body="Words\n", sha256="0" * 64)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE agreements_text SET body = 'Other'",
        "DELETE FROM agreements_text",
        "UPDATE agreements_version SET number = 2",
        "DELETE FROM agreements_version",
        "UPDATE agreements_agreement SET title = 'Other'",
        "UPDATE agreements_agreement SET required_adoptions = 1",
        "DELETE FROM agreements_agreement",
        "DELETE FROM agreements_party",
        "UPDATE agreements_party SET organisation_id = organisation_id",
    ],
)
def test_what_was_circulated_cannot_be_changed_even_by_sql(promise, sql):
    assert refused(sql)


def test_no_party_joins_once_the_text_is_circulated(promise, cities):
    with pytest.raises(DatabaseError, match="parties of a circulated agreement do not change"):
        PartyFactory(agreement=promise, organisation=cities["independence"])


def test_a_draft_may_change_in_everything(cities):
    draft = PartyFactory(organisation=cities["raytown"]).agreement
    VersionFactory(agreement=draft)
    Version.objects.update(draft="Other words\n")
    Agreement.objects.update(title="Other", required_adoptions=1)
    Party.objects.all().delete()
    assert Agreement.objects.get().title == "Other"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE agreements_act SET mover = 'Somebody else'",
        "UPDATE agreements_act SET result = 'failed'",
        "DELETE FROM agreements_act",
        "UPDATE agreements_vote SET value = 'nay'",
        "DELETE FROM agreements_vote",
        (
            "INSERT INTO agreements_vote (act_id, position, voter, value, word) "
            "SELECT id, 9, 'Member 9', 'nay', 'Nay' FROM agreements_act"
        ),
    ],
)
def test_a_decided_act_and_its_votes_cannot_be_changed_even_by_sql(promise, cities, sql):
    act = ActFactory(party=promise.parties.get(organisation=cities["raytown"]))
    VoteFactory(act=act)
    Act.objects.update(result="passed", acted_on="2026-03-01")
    assert refused(sql)


def test_a_pending_act_can_still_be_put_right(promise, cities):
    act = ActFactory(party=promise.parties.get(organisation=cities["raytown"]))
    VoteFactory(act=act)
    act.votes.all().delete()
    Act.objects.update(mover="Member 2")
    assert Act.objects.get().mover == "Member 2"


@pytest.mark.parametrize(
    "sql",
    ["UPDATE agreements_document SET name = 'other.pdf'", "DELETE FROM agreements_document"],
)
def test_a_document_stays_as_it_was_added(sql):
    DocumentFactory()
    assert refused(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE agreements_importedrecord SET facts = '{}'",
        "UPDATE agreements_importedrecord SET raw = ''",
        "DELETE FROM agreements_importedrecord",
    ],
)
def test_a_councils_record_stays_as_it_came_in(sql):
    ImportedRecordFactory()
    assert refused(sql)


def test_one_council_records_a_file_number_once_in_any_capitals(promise, cities):
    party = promise.parties.get(organisation=cities["raytown"])
    ActFactory(party=party, file_number="RES. NO. 26-1")
    with pytest.raises(DatabaseError, match="act_recorded_once"):
        ActFactory(party=party, file_number="Res. No. 26-1")


def test_a_correction_bears_the_number_of_the_act_it_puts_right(promise, cities):
    wrong = decided(promise, cities["raytown"], file_number="RES. NO. 26-1")
    right = ActFactory(party=wrong.party, file_number="RES. NO. 26-1", corrects=wrong)
    assert right.corrects == wrong


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "in_force"}, "agreement_in_force_since_a_day"),
        ({"in_force_on": "2026-03-01"}, "agreement_in_force_since_a_day"),
        ({"ended_on": "2026-03-01"}, "agreement_ended_on_a_day"),
        ({"state": "lost"}, "agreement_state_is_known"),
        ({"kind": "treaty"}, "agreement_kind_is_known"),
        ({"required_adoptions": 0}, "agreement_needs_a_council"),
    ],
)
def test_an_agreement_that_makes_no_sense_is_refused(change, constraint):
    AgreementFactory()
    with pytest.raises(DatabaseError, match=constraint):
        Agreement.objects.update(**change)


def test_a_decided_act_has_its_day(promise, cities):
    party = promise.parties.get(organisation=cities["raytown"])
    with pytest.raises(DatabaseError, match="act_decided_on_a_day"):
        ActFactory(party=party, result="passed")


def test_who_may_read_which_agreement(
    cities, facilitator, clerk_of, liaison_of, staff_of, analyst, stranger
):
    raytown, grandview = cities["raytown"], cities["grandview"]
    draft = PartyFactory(agreement__slug="draft", organisation=raytown).agreement
    VersionFactory(agreement=draft)
    circulated(raytown, grandview, slug="sent")
    adopted = circulated(raytown, grandview, slug="half")
    decided(adopted, raytown)
    failed = circulated(raytown, grandview, slug="failed")
    decided(failed, raytown, result="failed")

    def seen(actor):
        found = Agreement.objects.visible_to(actor).order_by("slug")
        return list(found.values_list("slug", flat=True))

    every, office, public = (
        ["draft", "failed", "half", "sent"],
        ["failed", "half", "sent"],
        ["half"],
    )
    assert {
        "facilitator": seen(facilitator),
        "clerk of a party": seen(clerk_of("raytown")),
        "liaison of a party": seen(liaison_of("raytown")),
        "clerk elsewhere": seen(clerk_of("grandview")),
        "staff of a party": seen(staff_of("raytown")),
        "analyst": seen(analyst),
        "account without office": seen(stranger),
        "nobody": seen(PUBLIC),
    } == {
        "facilitator": every,
        "clerk of a party": every,
        "liaison of a party": every,
        "clerk elsewhere": office,
        "staff of a party": office,
        "analyst": office,
        "account without office": public,
        "nobody": public,
    }


def test_an_act_put_right_as_failed_is_no_adoption_for_the_public(cities):
    agreement = circulated(cities["raytown"], cities["grandview"])
    wrong = decided(agreement, cities["raytown"])
    decided(agreement, cities["raytown"], result="failed", corrects=wrong)
    assert not Agreement.objects.visible_to(PUBLIC).exists()


def test_what_is_in_force_or_ended_is_public(cities):
    for state, ended_on in (("in_force", None), ("ended", "2026-03-02")):
        agreement = circulated(cities["raytown"], slug=state)
        Agreement.objects.filter(pk=agreement.pk).update(
            state=state, in_force_on="2026-03-01", ended_on=ended_on
        )
    assert Agreement.objects.visible_to(PUBLIC).count() == 2


def test_a_version_reads_the_same_before_and_after_it_is_fixed(cities):
    draft = VersionFactory(draft="Words\n")
    fixed = circulated(cities["raytown"], words="Words").versions.get()
    assert (draft.body, fixed.body) == ("Words\n", "Words\n")
