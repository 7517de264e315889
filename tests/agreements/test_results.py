from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from agreements import results
from agreements.models import Act, Agreement
from agreements.operations import acts
from agreements.operations.facts import Ballot, Facts
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.agreements import (
    ActFactory,
    AgreementFactory,
    DocumentFactory,
    ImportedRecordFactory,
    PartyFactory,
    VoteFactory,
    circulated,
    decided,
)
from tests.guards import run, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cities):
    """An agreement before the councils of Raytown and Grandview."""
    return circulated(cities["raytown"], cities["grandview"])


def sql(statement: str) -> None:
    """Change what the portal itself never would, past every guard."""
    with unguarded():
        run(statement)


@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_costs_five_queries_for_any_number(cities, django_assert_num_queries, count):
    for _ in range(count):
        agreement = circulated(*cities.values())
        for city in cities.values():
            decided(agreement, city)
    agreements = list(Agreement.objects.all())
    with django_assert_num_queries(5):
        found = results.standings(agreements)
    assert [standing.progress for standing in found] == ["5 of 5 councils"] * count


def test_each_square_says_where_a_council_stands(promise, cities):
    decided(promise, cities["raytown"], on=date(2026, 2, 24))
    ActFactory(party=promise.parties.get(organisation=cities["grandview"]))
    standing = results.standing(promise)
    assert [(s.label, s.tone, s.cell.on, s.sentence) for s in standing.squares] == [
        (
            "Before the council",
            "waiting",
            date(2026, 2, 2),
            "The text is before Grandview's council, introduced on Monday, February 2, 2026.",
        ),
        (
            "Adopted",
            "good",
            date(2026, 2, 24),
            "Raytown's council adopted this text on Tuesday, February 24, 2026.",
        ),
    ]
    assert standing.of(cities["independence"].pk) is None


def test_a_draft_that_asks_for_more_councils_than_it_names_can_be_shown(cities):
    draft = AgreementFactory(required_adoptions=4)
    PartyFactory(agreement=draft, organisation=cities["raytown"])
    standing = results.standing(draft)
    assert (standing.text, standing.outcome.in_force_on, standing.tone) == (None, None, "")


@pytest.mark.parametrize(
    ("change", "since"),
    [
        ({}, date(2026, 3, 2)),
        ({"state": "in_force", "in_force_on": date(2026, 2, 1)}, date(2026, 2, 1)),
        (
            {"state": "ended", "in_force_on": date(2026, 2, 1), "ended_on": date(2026, 2, 9)},
            date(2026, 2, 9),
        ),
    ],
)
def test_a_state_is_shown_with_its_day(promise, change, since):
    if change:
        Agreement.objects.update(**change)
    promise.refresh_from_db()
    assert results.standing(promise).since == since


def test_what_has_ended_is_no_longer_said_to_be_in_force(promise):
    promise.state, promise.in_force_on = Agreement.State.ENDED, date(2024, 3, 1)
    promise.ended_on = date(2026, 3, 2)
    assert results.standing(promise).summary == (
        "It was in force from Friday, March 1, 2024 to Monday, March 2, 2026."
    )


def test_totals_that_differ_from_the_roll_call_are_doubted_and_kept(cities):
    agreement = circulated(cities["raytown"], cities["grandview"], kind="statement")
    act = ActFactory(
        party=agreement.parties.get(organisation=cities["raytown"]),
        tally="3-0",
        introduced_on=date(2026, 2, 9),
        acted_on=date(2026, 2, 2),
        result="passed",
    )
    sql("UPDATE agreements_act SET result = 'pending'")
    votes = [
        VoteFactory(act=act, voter="Member 1"),
        VoteFactory(act=act, voter="Member 1", value="nay", word="Nay"),
        VoteFactory(act=act, voter="Member 2", value="", word="Present"),
    ]
    assert results.doubts(act, votes) == [
        "The tally says 3-0, but the roll call counts 1 aye and 1 nay. Both stand as recorded.",
        "The act is recorded as passed, with 1 aye and 1 nay.",
        "Member 1 stands 2 times in the roll call.",
        'Member 2 has "Present", a word that is not known as a vote.',
        (
            "The dates are not in order: introduced on Monday, February 9, 2026, "
            "voted on on Monday, February 2, 2026."
        ),
    ]


@pytest.mark.parametrize(
    ("kind", "instrument", "doubted"),
    [
        ("cooperative", "resolution", 1),
        ("cooperative", "motion", 1),
        ("cooperative", "ordinance", 0),
        ("statement", "resolution", 0),
    ],
)
def test_binding_money_by_less_than_an_ordinance_is_doubted(cities, kind, instrument, doubted):
    agreement = circulated(cities["raytown"], kind=kind)
    act = ActFactory(party=agreement.parties.get(), instrument=instrument)
    assert len(results.doubts(act, [])) == doubted


def test_an_acts_sheet_groups_the_roll_call_and_names_what_is_not_on_file(
    promise, cities, clerk_of
):
    party = promise.parties.get(organisation=cities["raytown"])
    facts = Facts(
        instrument="ordinance",
        file_number="BILL NO. 1",
        acted_on=date(2026, 2, 24),
        result="passed",
        votes=(
            Ballot("Member 1", "aye", "Aye"),
            Ballot("Member 2", "excused", "Medical"),
            Ballot("Member 3", "aye", "Aye"),
        ),
        other_text="Other words",
    )
    act = acts.record_act(party, facts=facts, by=clerk_of("raytown"), at=NOON)
    DocumentFactory(agreement=None, act=act, name="Ordinance.pdf")
    listed = {"attachments": [{"name": "ordinance"}, {"name": "Map"}, {"name": "Map"}]}
    ImportedRecordFactory(act=act, facts=listed, quality=["Title is blank"])
    (sheet,) = results.sheets(promise, circulated=results.standing(promise).text)
    assert (
        sheet.roll_call,
        sheet.missing_attachments,
        sheet.doubts,
        sheet.has_other_text,
        sheet.is_corrected,
    ) == (
        [("Aye", ["Member 1", "Member 3"]), ("Medical", ["Member 2"])],
        ["Map"],
        ["Title is blank"],
        True,
        False,
    )


def test_history_tells_each_deed_in_words_latest_first(promise, cities, clerk_of, facilitator):
    party = promise.parties.get(organisation=cities["raytown"])
    facts = Facts(instrument="ordinance", file_number="BILL NO. 1")
    act = acts.record_act(party, facts=facts, by=clerk_of("raytown"), at=NOON)
    other = circulated(cities["raytown"])
    Event.objects.record("agreement.drafted", other, by=facilitator, at=NOON)
    Event.objects.record(
        "agreement.packet_exported", promise, by=facilitator, at=NOON, city="", sha256="0"
    )
    assert [(each.event.office, each.deed) for each in results.history(promise, [act])] == [
        ("Facilitator, Mid-America Regional Council", "exported the packet"),
        ("Clerk, Raytown", "recorded BILL NO. 1 of Raytown: before the council"),
    ]


def test_all_is_well_with_what_the_portal_itself_wrote(promise, cities):
    decided(promise, cities["raytown"])
    DocumentFactory(agreement=promise)
    AgreementFactory()
    assert list(results.invariants()) == []


def test_a_text_changed_behind_the_portals_back_is_found(promise):
    sql("ALTER TABLE agreements_text DROP CONSTRAINT text_is_what_its_hash_says")
    sql("UPDATE agreements_text SET body = 'Other words' || chr(10)")
    digest = promise.versions.get().text.sha256[:12]
    assert list(results.invariants()) == [
        f"Agreements: Text {digest} does not have the SHA-256 it is known by."
    ]


def test_a_text_that_is_not_in_its_normal_form_is_found(promise):
    sql(
        "UPDATE agreements_text SET body = 'Words', "
        "sha256 = encode(sha256(convert_to('Words', 'UTF8')), 'hex')"
    )
    digest = promise.versions.get().text.sha256[:12]
    assert list(results.invariants()) == [
        f"Agreements: Text {digest} is not kept in its normal form."
    ]


def test_an_adoption_that_did_not_bring_it_into_force_is_found(promise, cities):
    for slug in ("raytown", "grandview"):
        decided(promise, cities[slug])
    assert list(results.invariants()) == [
        f"Agreements: “{promise}” was adopted as its terms ask, but is not in force."
    ]


def test_being_in_force_without_the_councils_is_found(promise):
    sql("UPDATE agreements_agreement SET state = 'in_force', in_force_on = '2026-02-01'")
    assert list(results.invariants()) == [
        (
            f"Agreements: “{promise}” is in force since 2026-02-01, "
            "but by the councils' acts since never."
        )
    ]


def test_going_to_the_councils_without_a_text_is_found(promise):
    sql("UPDATE agreements_version SET text_id = NULL, circulated_at = NULL")
    assert list(results.invariants()) == [
        f"Agreements: “{promise}” went to the councils without a fixed text."
    ]


def test_files_without_a_row_and_rows_without_their_file_are_found():
    missing, changed = DocumentFactory(name="a.pdf"), DocumentFactory(name="b.pdf")
    default_storage.delete(missing.file.name)
    default_storage.delete(changed.file.name)
    default_storage.save(changed.file.name, ContentFile(b"other"))
    default_storage.save("agreements/inner/stray", ContentFile(b"stray"))
    assert sorted(results.invariants()) == [
        "Agreements: the file agreements/inner/stray belongs to no document.",
        "Agreements: the file of the document “a.pdf” is missing.",
        "Agreements: the file of the document “b.pdf” is not the one added.",
    ]


def test_a_corrected_act_does_not_count(promise, cities):
    wrong = decided(promise, cities["raytown"])
    decided(promise, cities["raytown"], result="failed", corrects=wrong)
    assert results.standing(promise).squares[1].label == "Did not pass"
    assert Act.objects.count() == 2
