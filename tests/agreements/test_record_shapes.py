"""Every shape of a council's record, brought into the database, and out again the same."""

import dataclasses
import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements import legistar, results
from agreements.events import ActEvent, RecordEvent
from agreements.legistar import BadRecord, SourceKind, read_record, written
from agreements.models import Act, Action, ImportedFile, ImportedRecord, Vote
from agreements.operations import records
from agreements.operations.records import Wanted
from collaborative.models import PORTAL, Event
from tests.agreements.test_legistar_shapes import HISTORIES, NEW_YORK, PASSED, item, meeting, real
from tests.agreements.test_records import API, KEPT, PRINT
from tests.conftest import NOON, SHARED
from tests.factories.agreements import ActFactory, VoteFactory, circulated, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(cities):
    return circulated(cities["raytown"], cities["grandview"], words="Sample words")


@pytest.fixture
def bring(cities):
    def import_file(source, *, city="raytown", **wanted):
        return records.import_file(
            source, city=cities[city], wanted=Wanted(**wanted), by=PORTAL, at=NOON
        )

    return import_file


def fates(outcomes) -> list[tuple[int, int, int]]:
    return [(each.inserted, each.updated, each.unchanged) for each in outcomes]


def written_rows() -> dict[str, int]:
    models = (Act, Action, Vote, ImportedFile, ImportedRecord, Event)
    return {model.__name__: model.objects.count() for model in models}


def test_a_meeting_is_kept_once_and_its_records_wait_for_their_agreements(bring) -> None:
    source = meeting(PASSED, item(12))
    first, second = bring(source), bring(source)
    assert (
        fates(first),
        fates(second),
        [each.quality[-1] for each in first],
        ImportedFile.objects.count(),
        sorted(ImportedRecord.objects.values_list("file_number", "act")),
        Act.objects.count(),
    ) == (
        [(1, 0, 0), (1, 0, 0)],
        [(0, 0, 1), (0, 0, 1)],
        [_homeless("26-11"), _homeless("26-12")],
        1,
        [("26-11", None), ("26-12", None)],
        0,
    )


def _homeless(number: str) -> str:
    return (
        f"{number} is kept, but belongs to no agreement yet; import it again with --agreement and "
        "the agreement's address, or say so on the page of the records that came in"
    )


def test_a_record_that_waited_is_put_with_its_agreement(bring, promise, clerk_of) -> None:
    bring(meeting(PASSED, item(12)))
    waiting = ImportedRecord.objects.get(file_number="26-11")
    outcome = records.assign(waiting, agreement=promise, by=clerk_of("raytown"), at=NOON)
    act = Act.objects.get()
    assert (
        (outcome.inserted, outcome.updated, outcome.unchanged),
        (act.file_number, act.result, act.acted_on, act.action_word, act.mover),
        [(vote.voter, vote.value, vote.word) for vote in act.votes.all()],
        ImportedRecord.objects.get(file_number="26-11").act,
        fates(bring(meeting(PASSED, item(12)))),
    ) == (
        (1, 1, 1),
        ("26-11", "passed", date(2026, 3, 3), "Adopted", "Ward 1"),
        [("Ward 1", "aye", "Yes"), ("Ward 2", "nay", "No")],
        act,
        [(0, 0, 3), (0, 0, 1)],
    )


def test_a_record_is_put_with_an_agreement_by_its_own_clerk_and_once(
    bring, promise, clerk_of
) -> None:
    bring(meeting(PASSED))
    waiting = ImportedRecord.objects.get()
    with pytest.raises(PermissionDenied, match="by the clerk of its own city"):
        records.assign(waiting, agreement=promise, by=clerk_of("grandview"), at=NOON)
    records.assign(waiting, agreement=promise, by=clerk_of("raytown"), at=NOON)
    waiting.refresh_from_db()
    with pytest.raises(PermissionDenied, match="belongs to an agreement already"):
        records.assign(waiting, agreement=promise, by=clerk_of("raytown"), at=NOON)


def test_one_item_of_a_meeting_is_chosen_by_its_number(bring, promise) -> None:
    (outcome,) = bring(meeting(PASSED, item(12)), agreement=promise, matter="26-11")
    assert (outcome.act.file_number, ImportedRecord.objects.count()) == ("26-11", 1)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"matter": "26-99"}, "The file holds no 26-99; expected one of 26-11, 26-12"),
        (
            {"agreement": "promise"},
            "The file holds 2 records; say which one is meant (--matter): 26-11, 26-12",
        ),
    ],
)
def test_a_meeting_says_which_numbers_it_has_and_writes_nothing(
    bring, promise, wanted, sentence
) -> None:
    if "agreement" in wanted:
        wanted = {"agreement": promise}
    before = written_rows()
    with pytest.raises(BadRecord) as raised:
        bring(meeting(PASSED, item(12)), **wanted)
    assert (str(raised.value), written_rows()) == (sentence, before)


def test_a_wrong_item_of_a_meeting_writes_nothing_of_the_others(bring) -> None:
    before = written_rows()
    with pytest.raises(BadRecord, match="items"):
        bring(meeting(item(12), PASSED, item(13, EventItemPassedFlag="x"), items=[PASSED]))
    assert written_rows() == before


def test_every_row_of_a_history_is_a_step_of_the_act(bring, promise) -> None:
    rows = [
        *HISTORIES,
        {
            "MatterHistoryId": 3,
            "MatterHistoryActionDate": "2026-03-09",
            "MatterHistoryActionName": "Sent to the Mayor",
            "MatterHistoryActionBodyName": "City Clerk",
        },
        {
            "MatterHistoryId": 4,
            "MatterHistoryActionDate": "2026-03-10",
            "MatterHistoryActionName": "Signed by the Mayor",
            "MatterHistoryActionBodyName": "Mayor",
        },
    ]
    matter = {
        "MatterFile": "26-11",
        "MatterTypeName": "Ordinance",
        "MatterText2": "front desk",
        "MatterHistories": [rows[0], rows[0], *rows[1:]],
    }
    (outcome,) = bring(json.dumps(matter).encode(), agreement=promise)
    act = outcome.act
    assert (
        (act.action_word, act.acted_on, act.further),
        [
            (step.after, step.position, step.kind, step.word, step.on, step.further)
            for step in act.actions.all()
        ],
        [said for said in outcome.quality if said.startswith("Duplicate")],
    ) == (
        (
            "Passed",
            date(2026, 3, 3),
            {
                "MatterText2": "front desk",
                "MatterHistory": {
                    "MatterHistoryId": 2,
                    "MatterHistoryActionDate": "2026-03-03T10:00:00",
                },
            },
        ),
        [
            (False, 1, "referred", "Referred", None, FIRST),
            (False, 2, "referred", "Referred", None, FIRST),
            (True, 1, "", "Sent to the Mayor", date(2026, 3, 9), {"MatterHistoryId": 3}),
            (True, 2, "signed", "Signed by the Mayor", date(2026, 3, 10), {"MatterHistoryId": 4}),
        ],
        ["Duplicate action: Referred, no result on no date stands 2 times"],
    )


FIRST = {"MatterHistoryId": 1, "MatterHistoryConsent": 0}


def test_a_list_of_histories_completes_the_act_on_file_and_twice_changes_nothing(
    bring, promise
) -> None:
    ActFactory(
        party=promise.parties.get(organisation__slug="raytown"),
        file_number="26-11",
        title="A sample ordinance",
        instrument="ordinance",
    )
    source = json.dumps(HISTORIES).encode()
    first, second = bring(source, file_number="26-11"), bring(source, file_number="26-11")
    act = Act.objects.get()
    assert (
        fates(first),
        fates(second),
        (act.title, act.instrument, act.result, act.acted_on),
        [step.word for step in act.actions.all()],
    ) == (
        [(1, 1, 1)],
        [(0, 0, 3)],
        ("A sample ordinance", "ordinance", "passed", date(2026, 3, 3)),
        ["Referred"],
    )


def test_a_list_of_index_words_is_added_to_the_record_on_file(bring, promise) -> None:
    matter = {
        "MatterFile": "26-11",
        "MatterTypeName": "Ordinance",
        "MatterIndexes": ["SNOW"],
        "MatterHistories": HISTORIES,
    }
    bring(json.dumps(matter).encode(), agreement=promise)
    words = json.dumps([{"MatterIndexId": 7, "MatterIndexName": "TRANSIT"}]).encode()
    (outcome,) = bring(words, file_number="26-11")
    assert (outcome.act.indexes, outcome.act.corrects.indexes, outcome.act.acted_on) == (
        ["SNOW", "TRANSIT"],
        ["SNOW"],
        date(2026, 3, 3),
    )


def test_what_came_after_a_decision_is_added_and_corrects_nothing(bring, promise) -> None:
    matter = {"MatterFile": "26-11", "MatterTypeName": "Ordinance", "MatterHistories": HISTORIES}
    bring(json.dumps(matter).encode(), agreement=promise)
    vetoed = {
        "MatterHistoryActionDate": "2026-03-10",
        "MatterHistoryActionName": "Vetoed",
        "MatterHistoryActionBodyName": "Mayor",
    }
    newer = json.dumps(matter | {"MatterHistories": [*HISTORIES, vetoed]}).encode()
    first, second = bring(newer), bring(newer)
    act = Act.objects.get()
    assert (
        fates(first),
        fates(second),
        [(step.kind, step.on) for step in act.actions.filter(after=True)],
        Event.objects.filter(kind=ActEvent.FOLLOWED).count(),
        results.standing(promise).squares[1].label,
    ) == (
        [(0, 2, 1)],
        [(0, 0, 3)],
        [("vetoed", date(2026, 3, 10))],
        1,
        "Vetoed",
    )


def test_a_preview_says_all_and_writes_nothing(cities, promise) -> None:
    before = written_rows()
    (outcome,) = records.preview(
        meeting(PASSED),
        city=cities["raytown"],
        wanted=Wanted(agreement=promise),
        by=PORTAL,
        at=NOON,
    )
    assert (outcome.inserted, outcome.act.result, written_rows()) == (2, "passed", before)


def test_values_that_the_text_layer_broke_are_put_right_and_said(bring, promise) -> None:
    (outcome,) = bring(
        PRINT, city="lees-summit", corrections={"status": "Adopted", "final_on": date(2021, 4, 13)}
    )
    assert (
        (outcome.act.status, outcome.act.final_on),
        [said for said in outcome.quality if "by hand" in said],
        ImportedRecord.objects.get().facts["status"],
    ) == (
        ("Adopted", date(2021, 4, 13)),
        [
            "Status stood as “Agenda Ready” and was put right by hand",
            "Final action stood as “blank” and was put right by hand",
        ],
        "Adopted",
    )


def test_that_a_record_was_kept_is_told_once(bring) -> None:
    bring(meeting(PASSED))
    bring(meeting(PASSED))
    assert [each.about_name for each in Event.objects.filter(kind=RecordEvent.KEPT)] == [
        "26-11 of Raytown"
    ]


# --- out again, and in again ---------------------------------------------------------------------


def bare(record):
    return dataclasses.replace(
        record, sha256="", issuer="", remarks=(), source_kind=SourceKind.API, part=""
    )


def out_and_in(act, *, bring_to) -> None:
    """The act's own export reads as its record, and changes nothing when it comes in."""
    record = results.council_record(act)
    again = read_record(written(record))
    assert (bare(again), written(again)) == (record, written(record))
    before = results.council_record(act), Act.objects.count(), Action.objects.count()
    bring_to(written(record))
    after = results.council_record(Act.objects.get(pk=act.pk))
    assert (after, Act.objects.count(), Action.objects.count()) == before


@pytest.mark.parametrize("source", [API, PRINT], ids=["api", "print"])
def test_the_seeds_export_is_the_same_record(bring, source) -> None:
    (outcome,) = bring(source, city="lees-summit")
    act = Act.objects.get(pk=outcome.act.pk)
    out_and_in(act, bring_to=lambda said: bring(said, city="lees-summit"))


def test_new_yorks_export_is_the_same_record(bring, promise) -> None:
    (outcome,) = bring(json.dumps(NEW_YORK).encode(), agreement=promise)
    record = results.council_record(Act.objects.get(pk=outcome.act.pk))
    source = read_record(json.dumps(NEW_YORK).encode())
    assert bare(dataclasses.replace(record, further={}, text="")) == bare(
        dataclasses.replace(source, further={}, text="")
    )
    assert record.text == source.text
    out_and_in(Act.objects.get(), bring_to=bring)


def test_what_a_clerk_recorded_comes_back_from_its_export(bring, promise, cities) -> None:
    act = decided(
        promise,
        cities["raytown"],
        action_word="Read and accepted",
        result_word="Carried",
        body="Board of Aldermen",
    )
    out_and_in(act, bring_to=bring)
    record = read_record(written(results.council_record(act)))
    found = legistar.course(record).decision
    assert (found.action, found.passed) == ("Read and accepted", True)


def test_a_mayors_vote_is_the_mayors_after_its_export(promise, cities) -> None:
    act = ActFactory(party=promise.parties.get(organisation=cities["raytown"]))
    VoteFactory(act=act, voter="Mayor", is_mayor=True)
    Act.objects.filter(pk=act.pk).update(result="passed", acted_on=date(2026, 3, 3))
    record = results.council_record(Act.objects.get(pk=act.pk))
    (row,) = read_record(written(record)).history
    assert [vote.further["CastAsMayor"] for vote in row.votes] == [True]


def test_a_record_costs_the_same_however_many_steps_it_has(bring, promise) -> None:
    def cost(act) -> int:
        with CaptureQueriesContext(connection) as asked:
            results.council_record(
                Act.objects.prefetch_related("votes", "actions__votes", "imported_records")
                .select_related("text")
                .get(pk=act.pk)
            )
        return len(asked)

    matters = [
        {
            "MatterFile": f"26-{many}",
            "MatterTypeName": "Ordinance",
            "MatterHistories": [*([HISTORIES[0]] * many), HISTORIES[1]],
        }
        for many in (1, 5)
    ]
    acts = [bring(json.dumps(each).encode(), agreement=promise)[0].act for each in matters]
    assert [cost(act) for act in acts] == [6, 6]


# --- the real files ------------------------------------------------------------------------------


@pytest.mark.records
def test_the_citys_own_print_and_the_json_give_the_same_rows(bring) -> None:
    (seed,) = (SHARED / "seed").glob("*.txt")
    (outcome,) = bring(seed.read_bytes(), city="lees-summit")
    record = results.council_record(Act.objects.get(pk=outcome.act.pk))
    outcomes = bring((KEPT / "lees-summit-res-21-08.json").read_bytes(), city="lees-summit")
    assert (fates(outcomes), results.council_record(Act.objects.get())) == ([(0, 1, 2)], record)


@pytest.mark.records
def test_san_joses_meeting_brings_its_adoption_to_an_agreement(bring, promise) -> None:
    source = real("legistar_sanjose_event_2017-09-12.json")
    outcomes = bring(source)
    (adopted,) = bring(source, agreement=promise, matter="17-069")
    act = Act.objects.get()
    assert (
        len(outcomes),
        {each.act for each in outcomes},
        ImportedRecord.objects.filter(act=None).count(),
        (act.file_number, act.instrument, act.result, act.acted_on, act.body, act.action_word),
        (act.agenda_number, act.requester, act.votes.filter(value="aye").count()),
        adopted.quality,
    ) == (
        29,
        {None},
        28,
        ("17-069", "ordinance", "passed", date(2017, 9, 12), "City Council", "Adopted"),
        ("2.2(a)", "City Clerk's Office", 11),
        [
            "The text is blank",
            (
                "The text that Raytown adopted is not on file: the record's own words are not "
                "those of the circulated text; the clerk can confirm the text by a correction"
            ),
        ],
    )
    out_and_in(act, bring_to=bring)


@pytest.mark.records
def test_chicagos_histories_and_metros_index_word_complete_one_act(bring, promise) -> None:
    ActFactory(
        party=promise.parties.get(organisation__slug="raytown"),
        file_number="O2013-1",
        instrument="ordinance",
    )
    bring(real("legistar_chicago_matter_histories.json"), file_number="O2013-1")
    pending = Act.objects.get()
    assert (
        (pending.result, pending.acted_on, pending.body, pending.action_word),
        [(step.on, step.kind, step.word, step.passed) for step in pending.actions.all()],
    ) == (
        ("passed", date(2013, 5, 8), "City Council", "Passed"),
        [
            (date(2013, 3, 13), "referred", "Referred", None),
            (date(2013, 4, 30), "committee", "Recommended to Pass", True),
        ],
    )
    out_and_in(pending, bring_to=bring)


@pytest.mark.records
def test_metros_index_word_is_added_to_a_pending_act(bring, promise) -> None:
    ActFactory(party=promise.parties.get(organisation__slug="raytown"), file_number="2018-1")
    (outcome,) = bring(real("legistar_metro_matter_index.json"), file_number="2018-1")
    assert (outcome.act.indexes, outcome.act.result) == (["BUS CONGESTION"], "pending")


@pytest.mark.records
def test_new_yorks_resolution_comes_in_with_its_two_steps(bring, promise) -> None:
    (outcome,) = bring(real("nyc_res_1892-2021.json"), agreement=promise)
    act = Act.objects.get(pk=outcome.act.pk)
    (step,) = act.actions.all()
    assert (
        (act.result, act.acted_on, act.body, act.enacted_on, act.sponsors),
        (step.on, step.kind, step.word, step.after),
        {value: act.votes.filter(value=value).count() for value in ("aye", "absent", "abstain")},
    ) == (
        (
            "passed",
            date(2021, 12, 15),
            "City Council",
            None,
            ["Rafael Salamanca, Jr.", "Francisco P. Moya"],
        ),
        (
            date(2021, 12, 7),
            "committee",
            "Approved by Committee with Modifications and Referred to CPC",
            False,
        ),
        {"aye": 48, "absent": 2, "abstain": 1},
    )
    out_and_in(act, bring_to=bring)
