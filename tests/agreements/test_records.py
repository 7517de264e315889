import json
from datetime import date
from pathlib import Path

import pytest

from agreements import results
from agreements.events import ActEvent, AgreementEvent, RecordEvent
from agreements.legistar import BadRecord
from agreements.models import Act, Agreement, ImportedRecord, Text
from agreements.operations import acts, drafting, records
from agreements.operations.facts import COLUMNS, Ballot, Facts
from collaborative.models import PORTAL, Event
from tests.conftest import NOON, SHARED
from tests.factories.agreements import circulated

pytestmark = pytest.mark.django_db

KEPT = Path(__file__).resolve().parents[2] / "agreements" / "records"
API = (KEPT / "lees-summit-res-21-08.json").read_bytes()
PRINT = (KEPT / "lees-summit-res-21-08.txt").read_bytes()


def matter(**changes) -> bytes:
    """A council record as Legistar's Web API gives it, on anything but the statement."""
    body = {
        "MatterFile": "BILL NO. 26-01",
        "MatterTitle": "An ordinance on plows",
        "MatterTypeName": "Ordinance",
        "MatterBodyName": "City Council",
        "MatterIntroDate": "2026-02-03T00:00:00",
        "MatterAgendaDate": "2026-02-24T00:00:00",
        "MatterHistories": [
            {
                "MatterHistoryActionDate": "2026-02-24T00:00:00",
                "MatterHistoryActionName": "adopted",
                "MatterHistoryActionBodyName": "City Council",
                "MatterHistoryPassedFlagName": "Pass",
                "MatterHistoryMoverName": "Member 1",
                "MatterHistoryTally": "1-0",
            }
        ],
        "Votes": [{"VotePersonName": "Member 1", "VoteValueName": "Affirmative"}],
    }
    return json.dumps(body | changes).encode()


@pytest.fixture
def bring(cities):
    def import_record(source, city="lees-summit", agreement=None):
        return records.import_record(
            source, city=cities[city], agreement=agreement, by=PORTAL, at=NOON
        )

    return import_record


@pytest.fixture
def promise(cities):
    return circulated(cities["lees-summit"], cities["raytown"], words="An ordinance on plows")


def fate(outcome) -> tuple[int, int, int]:
    return outcome.inserted, outcome.updated, outcome.unchanged


def adopted() -> dict[str, object]:
    act = Act.objects.get()
    return {name: getattr(act, name) for name in COLUMNS} | {
        "votes": act.votes.count(),
        "text": act.text_id,
    }


def test_the_first_record_begins_the_statement_and_is_its_first_adoption(bring, cities):
    outcome = bring(API)
    agreement = Agreement.objects.get()
    version = agreement.versions.get()
    standing = results.standing(agreement)
    cities["lees-summit"].refresh_from_db()
    assert (
        fate(outcome),
        (agreement.title, agreement.slug, agreement.kind, agreement.state),
        (version.number, version.source, version.text.body.startswith("A Resolution adopting")),
        [(s.party.organisation.name, s.label, s.cell.on) for s in standing.squares],
        cities["lees-summit"].joined_on,
        list(Event.objects.values_list("kind", flat=True)),
    ) == (
        (3, 0, 0),
        (records.STATEMENT_TITLE, "statement-of-common-purpose", "statement", "circulated"),
        (1, "RES. NO. 21-08 of Lee's Summit", True),
        [
            ("Blue Springs", "No record", None),
            ("Grandview", "No record", None),
            ("Independence", "No record", None),
            ("Lee's Summit", "Adopted", date(2021, 4, 13)),
            ("Raytown", "No record", None),
        ],
        date(2021, 4, 13),
        [
            AgreementEvent.DRAFTED,
            AgreementEvent.CIRCULATED,
            ActEvent.IMPORTED,
            "membership.joined",
            RecordEvent.KEPT,
        ],
    )


def test_adoption_is_the_history_rows_and_blanks_stay_blank(bring):
    bring(API)
    assert adopted() == {
        "instrument": "resolution",
        "file_number": "RES. NO. 21-08",
        "enactment_number": "",
        "enacted_on": None,
        "version": "1",
        "name": "",
        "type_name": "Resolution",
        "status": "Agenda Ready",
        "in_control": "City Council - Regular Session",
        "final_on": None,
        "sponsors": [],
        "indexes": [],
        "code_sections": [],
        "requester": "",
        "notes": "",
        "action_word": "adopted",
        "result_word": "Pass",
        "agenda_number": "",
        "action_text": "",
        "further": {},
        "title": "A Resolution adopting a Statement of Common Purpose to renew and expand the "
        "Eastern Jackson County Shared Service Collaborative Partnership.",
        "body": "City Council - Regular Session",
        "introduced_on": date(2021, 3, 31),
        "agenda_on": date(2021, 4, 13),
        "acted_on": date(2021, 4, 13),
        "mover": "",
        "seconder": "",
        "tally": "",
        "result": "passed",
        "votes": 0,
        "text": Text.objects.get().pk,
    }


@pytest.mark.parametrize("source", [API, PRINT], ids=["api", "print"])
def test_the_same_file_twice_changes_nothing(bring, source):
    first = bring(source)
    before = (adopted(), Event.objects.count())
    second = bring(source)
    assert (fate(first), fate(second), first.quality == second.quality) == (
        (3, 0, 0),
        (0, 0, 3),
        True,
    )
    assert (adopted(), Event.objects.count(), ImportedRecord.objects.count()) == (*before, 1)


@pytest.mark.parametrize(("first", "second"), [(API, PRINT), (PRINT, API)], ids=["api", "print"])
def test_the_other_kind_of_source_gives_the_same_act_and_is_kept_beside_it(bring, first, second):
    bring(first)
    before = adopted()
    assert (fate(bring(second)), adopted(), Text.objects.count()) == ((0, 1, 2), before, 1)
    kept = ImportedRecord.objects.values_list("source_kind", flat=True)
    assert (sorted(kept), fate(bring(first)), fate(bring(second))) == (
        ["legistar-api", "legistar-print"],
        (0, 0, 3),
        (0, 0, 3),
    )


@pytest.mark.records
def test_the_seeds_own_record_gives_the_same_act_as_both_files_kept_here(bring):
    (seed,) = (SHARED / "seed").glob("*.txt")
    first = bring(seed.read_bytes())
    act = adopted()
    assert [fate(first), fate(bring(API)), fate(bring(PRINT))] == [(3, 0, 0), (0, 1, 2), (0, 1, 2)]
    assert (adopted(), list(results.invariants())) == (act, [])


def test_the_file_itself_is_kept_byte_for_byte(bring):
    bring(PRINT)
    assert bytes(ImportedRecord.objects.get().raw) == PRINT


def test_another_citys_print_is_refused_and_nothing_is_written(bring):
    with pytest.raises(BadRecord, match='headed "The City of Lee\'s Summit"; expected one of Ray'):
        bring(PRINT, city="raytown")
    assert not Agreement.objects.exists()


def test_another_citys_adoption_of_the_statement_stands_without_its_text(bring, cities):
    bring(API)
    outcome = bring(
        matter(MatterFile="Res. 900", MatterTitle="Adopting the Statement of Common Purpose"),
        city="independence",
    )
    standing = results.standing(Agreement.objects.get())
    cities["independence"].refresh_from_db()
    assert (
        fate(outcome),
        standing.of(cities["independence"].pk).label,
        cities["independence"].joined_on,
        [sentence for sentence in outcome.quality if "is not on file" in sentence],
    ) == (
        (2, 0, 1),
        "Adopted, text not on file",
        date(2026, 2, 24),
        [
            (
                "The text that Independence adopted is not on file: the record's own words are not "
                "those of the circulated text; the clerk can confirm the text by a correction"
            )
        ],
    )


def test_a_record_that_fits_nowhere_is_kept_until_it_comes_with_its_agreement(bring, promise):
    source = matter()
    first, again, tied = bring(source), bring(source), bring(source, agreement=promise)
    assert (fate(first), fate(again), fate(tied), first.act, tied.act) == (
        (1, 0, 0),
        (0, 0, 1),
        (1, 1, 1),
        None,
        Act.objects.get(),
    )
    assert "belongs to no agreement yet" in first.quality[-1]
    assert fate(bring(source)) == (0, 0, 3)


def test_a_record_brought_to_an_agreement_carries_its_votes(bring, promise):
    outcome = bring(matter(), agreement=promise)
    assert (
        outcome.act.party.organisation.name,
        outcome.act.text == promise.versions.get().text,
        [(vote.voter, vote.value, vote.word) for vote in outcome.act.votes.all()],
    ) == ("Lee's Summit", True, [("Member 1", "aye", "Affirmative")])


@pytest.mark.parametrize(
    ("state", "city", "sentence"),
    [
        ("circulated", "grandview", "Grandview is not a party to"),
        ("withdrawn", "raytown", "was withdrawn; expected an agreement before the councils"),
    ],
)
def test_a_record_is_not_forced_where_it_cannot_be(bring, promise, state, city, sentence):
    Agreement.objects.update(state=state)
    promise.refresh_from_db()
    with pytest.raises(BadRecord, match=sentence):
        bring(matter(), city=city, agreement=promise)
    assert not ImportedRecord.objects.exists()


def test_a_pending_record_is_completed_by_a_later_one(bring, promise):
    bring(matter(MatterHistories=[], Votes=[]), agreement=promise)
    pending = Act.objects.get()
    outcome = bring(matter())
    assert (pending.result, outcome.act.pk, outcome.act.result, fate(outcome)) == (
        "pending",
        pending.pk,
        "passed",
        (0, 2, 1),
    )
    assert list(Event.objects.values_list("kind", flat=True)) == [
        ActEvent.IMPORTED,
        RecordEvent.KEPT,
        ActEvent.COMPLETED,
        RecordEvent.KEPT,
    ]


def test_a_record_that_says_less_takes_nothing_away(bring, promise):
    bring(matter(), agreement=promise)
    history = {
        "MatterHistoryActionDate": "2026-02-24",
        "MatterHistoryActionName": "adopted",
        "MatterHistoryActionBodyName": "City Council",
        "MatterHistoryPassedFlagName": "Pass",
    }
    assert fate(bring(matter(MatterHistories=[history], Votes=[]))) == (0, 1, 2)
    assert (Act.objects.get().mover, Act.objects.get().votes.count()) == ("Member 1", 1)


def test_a_record_that_says_otherwise_corrects_the_one_before_it(bring, promise):
    first = bring(matter(), agreement=promise)
    second = bring(matter(MatterEnactmentNumber="9001"))
    assert (second.act.corrects, second.act.enactment_number, fate(second)) == (
        first.act,
        "9001",
        (0, 2, 1),
    )


def test_what_the_clerk_recorded_stands_against_a_record_that_differs(
    bring, promise, cities, clerk_of
):
    party = promise.parties.get(organisation=cities["lees-summit"])
    facts = Facts(
        instrument="ordinance",
        file_number="Bill No. 26-01",
        acted_on=date(2026, 2, 24),
        result="passed",
        mover="Member 7",
        votes=(Ballot("Member 7", "aye", "Aye"),),
    )
    own = acts.record_act(party, facts=facts, by=clerk_of("lees-summit"), at=NOON)
    outcome = bring(matter())
    assert (fate(outcome), outcome.act, Act.objects.get().mover) == ((1, 0, 2), own, "Member 7")
    assert any("the clerk's act stands" in sentence for sentence in outcome.quality)


def test_a_failed_vote_is_kept_as_failed(bring, promise):
    history = {
        "MatterHistoryActionDate": "2026-02-24",
        "MatterHistoryActionName": "adopted",
        "MatterHistoryActionBodyName": "City Council",
        "MatterHistoryPassedFlagName": "Fail",
    }
    act = bring(matter(MatterHistories=[history], Votes=[]), agreement=promise).act
    assert (act.result, act.acted_on) == ("failed", date(2026, 2, 24))


@pytest.mark.parametrize(
    ("said", "kept"), [("Ordinance", "ordinance"), ("Bill", "ordinance"), ("Agenda item", "motion")]
)
def test_the_instrument_is_read_from_the_type(bring, promise, said, kept):
    outcome = bring(matter(MatterTypeName=said), agreement=promise)
    doubted = any("it is kept as a motion" in sentence for sentence in outcome.quality)
    assert (outcome.act.instrument, doubted) == (kept, kept == "motion")


def test_the_longest_record_that_is_read_is_kept_whole(bring, promise):
    number, title, name = "N" * 100, "T" * 10_000, "M" * 1_000
    history = {
        "MatterHistoryActionDate": "2026-02-24",
        "MatterHistoryActionName": "adopted",
        "MatterHistoryActionBodyName": name,
        "MatterHistoryPassedFlag": 1,
        "MatterHistoryMoverName": name,
        "MatterHistorySeconderName": name,
        "MatterHistoryTally": name,
    }
    source = matter(
        MatterFile=number,
        MatterTitle=title,
        MatterEnactmentNumber=name,
        MatterHistories=[history],
        Votes=[
            {"VotePersonName": name, "VoteValueName": name},
            {"VotePersonName": None, "VoteValueName": "Aye"},
        ],
    )
    act = bring(source, agreement=promise).act
    votes = [(vote.voter, vote.word) for vote in act.votes.all()]
    assert ((act.file_number, act.title, act.mover), votes) == (
        (number, title, name),
        [(name, name), ("", "Aye")],
    )
    assert fate(bring(source)) == (0, 0, 3)


def test_a_withdrawn_statement_gives_way_to_a_new_one(bring, facilitator):
    bring(API)
    drafting.withdraw(Agreement.objects.get(), reason="Begun anew.", by=facilitator, at=NOON)
    outcome = bring(API)
    assert (fate(outcome), outcome.act.party.agreement.state, Agreement.objects.count()) == (
        (2, 1, 0),
        "circulated",
        2,
    )
