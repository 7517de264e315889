"""A record written as the Web API gives a matter is read as the same record, byte for byte."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.legistar import (
    Attachment,
    HistoryRow,
    Record,
    SourceKind,
    Vote,
    VoteValue,
    course,
    matter_of,
    read_record,
    read_records,
    written,
)
from agreements.legistar.words import has_passed, step_kind, vote_value
from tests.conftest import SHARED

KEPT = Path(__file__).resolve().parents[2] / "agreements" / "records"
BARE = {"sha256": "", "issuer": "", "source_kind": SourceKind.API, "remarks": (), "part": ""}


def bare(record: Record) -> Record:
    """What a record says, without where it was read from."""
    return dataclasses.replace(record, **BARE)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), max_size=12)
DAYS = st.none() | st.dates(min_value=date(1900, 1, 2))


def read_word(word: str) -> str:
    """A text as any source's is kept: composed, without outer blanks."""
    source = {"MatterFile": "x", "MatterName": word}
    return read_record(json.dumps(source).encode()).name


NAMES = WORDS.map(read_word)
SOME = NAMES.filter(bool)


@st.composite
def votes(draw: st.DrawFn) -> Vote:
    word = draw(st.sampled_from(["Yes", "No", "Absent", "Conflict", "Perhaps", ""]))
    further = draw(st.sampled_from([{}, {"VoteId": 3, "VoteResult": 1}]))
    return Vote(draw(NAMES), word, vote_value(word), {**further})


@st.composite
def rows(draw: st.DrawFn) -> HistoryRow:
    result = draw(st.sampled_from(["", "Pass", "Fail", "Held"]))
    on = draw(DAYS)
    hour = f"{on}T18:30:00" if on and draw(st.booleans()) else ""
    ballots = tuple(draw(st.lists(votes(), max_size=3)))
    return HistoryRow(
        date=on,
        version=draw(NAMES),
        body=draw(NAMES),
        action=draw(st.sampled_from(["Adopted", "Referred", "Vetoed", "Rescinded", ""])),
        result=result,
        passed=has_passed(result),
        mover=draw(NAMES),
        seconder=draw(NAMES),
        tally=draw(NAMES),
        votes=tuple(
            dataclasses.replace(vote, further=vote.further | {"VoteSort": at})
            for at, vote in enumerate(ballots, start=1)
        ),
        agenda_number=draw(NAMES),
        text=draw(NAMES),
        further={"MatterHistoryActionDate": hour} if hour else {},
    )


@st.composite
def records(draw: st.DrawFn) -> Record:
    return Record(
        file_number=draw(SOME),
        **{name: draw(NAMES) for name in ("version", "name", "type", "status", "in_control")},
        **{name: draw(DAYS) for name in ("introduced_on", "agenda_on", "final_on", "enacted_on")},
        **{name: draw(NAMES) for name in ("enactment_number", "requester", "notes", "title")},
        **{
            name: tuple(draw(st.lists(SOME, max_size=3)))
            for name in ("sponsors", "indexes", "code_sections")
        },
        attachments=tuple(
            Attachment(name, further={"MatterAttachmentSort": at})
            for at, name in enumerate(draw(st.lists(SOME, max_size=2)))
        ),
        history=tuple(draw(st.lists(rows(), max_size=4))),
        text=draw(SOME),
        issuer="",
        source_kind=SourceKind.API,
        sha256="",
        further=draw(st.sampled_from([{}, {"MatterId": 7, "MatterText2": "desk"}])),
    )


@given(records())
def test_what_is_read_from_what_we_write_is_the_same_record(record: Record) -> None:
    once = read_record(written(record))
    assert (bare(once), written(once)) == (record, written(record))


@given(records())
def test_the_course_of_a_matter_loses_no_row(record: Record) -> None:
    found = course(record)
    decision = (found.decision,) if found.decision else ()
    rows_there = [*found.before, *decision, *found.after]
    assert sorted(map(repr, rows_there)) == sorted(map(repr, record.history))


@pytest.mark.parametrize("kind", ["json", "txt"])
def test_the_record_of_lees_summit_comes_back_from_our_own_export(kind: str) -> None:
    record = read_record((KEPT / f"lees-summit-res-21-08.{kind}").read_bytes())
    assert bare(read_record(written(record))) == bare(record)


@pytest.mark.records
@pytest.mark.parametrize(
    "name", ["legistar_sanjose_event_2017-09-12.json", "nyc_res_1892-2021.json"]
)
def test_real_records_come_back_from_our_own_export(name: str) -> None:
    for record in read_records((SHARED / "data" / name).read_bytes()):
        assert bare(read_record(written(record))) == bare(record)


def test_a_matter_has_the_web_apis_names_and_null_for_blank() -> None:
    record = read_record((KEPT / "lees-summit-res-21-08.txt").read_bytes())
    matter = matter_of(record)
    (row,) = matter.pop("MatterHistories")
    (text,) = matter.pop("MatterTexts")
    assert (matter, row, text["MatterTextVersion"], text["MatterTextPlain"]) == (
        {
            "MatterFile": "RES. NO. 21-08",
            "MatterName": None,
            "MatterTitle": record.title,
            "MatterTypeName": "Resolution",
            "MatterStatusName": "Agenda Ready",
            "MatterBodyName": "City Council - Regular Session",
            "MatterIntroDate": "2021-03-31T00:00:00",
            "MatterAgendaDate": "2021-04-13T00:00:00",
            "MatterPassedDate": None,
            "MatterEnactmentDate": None,
            "MatterEnactmentNumber": None,
            "MatterRequester": None,
            "MatterNotes": None,
            "MatterVersion": "1",
            "MatterSponsors": [],
            "MatterIndexes": [],
            "MatterCodeSections": [],
            "MatterAttachments": [
                {
                    "MatterAttachmentName": name,
                    "MatterAttachmentHyperlink": None,
                    "MatterAttachmentFileName": None,
                }
                for name in ("Resolution", "Statement of Common Purpose")
            ],
        },
        {
            "MatterHistoryVersion": "1",
            "MatterHistoryActionDate": "2021-04-13T00:00:00",
            "MatterHistoryActionName": "adopted",
            "MatterHistoryActionText": None,
            "MatterHistoryActionBodyName": "City Council - Regular Session",
            "MatterHistoryAgendaNumber": None,
            "MatterHistoryPassedFlag": 1,
            "MatterHistoryPassedFlagName": "Pass",
            "MatterHistoryTally": None,
            "MatterHistoryMoverName": None,
            "MatterHistorySeconderName": None,
            "Votes": [],
        },
        "1",
        record.text,
    )


def step(action: str, on: str, *, passed: bool | None = True) -> HistoryRow:
    return HistoryRow(date.fromisoformat(on), "1", "City Council", action, "", passed)


@pytest.mark.parametrize(
    ("steps", "decided", "after", "stands"),
    [
        (["Referred 01", "Adopted 03", "Signed 04"], "Adopted 03", 1, True),
        (["Adopted 03", "Vetoed 04"], "Adopted 03", 1, False),
        (["Adopted 03", "Vetoed 04", "Veto Overridden 05"], "Adopted 03", 2, True),
        (["Adopted 03", "Rescinded 04", "Adopted 05"], "Adopted 05", 0, True),
        (["Adopted 05", "Introduced 01"], "Adopted 05", 0, True),
        (["Referred 01"], None, 0, False),
    ],
)
def test_the_decision_stands_between_what_came_before_and_after(
    steps: list[str], decided: str | None, after: int, *, stands: bool
) -> None:
    history = tuple(step(each[:-3], f"2026-03-{each[-2:]}") for each in steps)
    record = dataclasses.replace(
        read_record(b'{"MatterFile": "26-01"}'),
        history=history,
    )
    found = course(record)
    said = f"{found.decision.action} {found.decision.date:%d}" if found.decision else None
    assert (said, len(found.after), found.stands) == (decided, after, stands)


def test_without_an_adoption_the_last_vote_that_failed_decides() -> None:
    history = (
        step("Adopted", "2026-03-03", passed=False),
        step("Adopted", "2026-03-10", passed=False),
    )
    record = dataclasses.replace(read_record(b'{"MatterFile": "26-01"}'), history=history)
    assert course(record).decision == history[1]


def test_rows_of_one_day_keep_their_order_also_in_a_list_that_begins_with_the_newest() -> None:
    history = (
        step("Signed", "2026-03-04", passed=None),
        step("Adopted", "2026-03-03"),
        step("Amended", "2026-03-03", passed=None),
        step("Introduced", "2026-03-01", passed=None),
    )
    record = dataclasses.replace(read_record(b'{"MatterFile": "26-01"}'), history=history)
    assert [row.action for row in course(record).before] == ["Introduced", "Amended"]


@pytest.mark.parametrize(
    ("action", "body", "kind"),
    [
        ("introduced", "City Council", "introduced"),
        ("Referred", "City Council", "referred"),
        ("Recommended to Pass", "Finance Committee", "committee"),
        ("Approved by Committee with Modifications and Referred to CPC", "Committee", "committee"),
        ("Passed on First Reading", "City Council", "first_reading"),
        ("advanced to second and final reading", "City Council", "second_reading"),
        ("Amended by the Council", "City Council", "amended"),
        ("Continued", "City Council", "postponed"),
        ("Approved, by Council", "City Council", "voted"),
        ("Signed Into Law by Mayor", "Mayor", "signed"),
        ("Vetoed by Mayor", "Mayor", "vetoed"),
        ("Veto Overridden", "City Council", "overridden"),
        ("Reconsidered", "City Council", "reconsidered"),
        ("Rescinded", "City Council", "rescinded"),
        ("Sent to Mayor by Council", "City Council", ""),
    ],
)
def test_a_step_is_of_the_kind_that_its_word_says(action: str, body: str, kind: str) -> None:
    assert step_kind(action, body=body) == kind


def test_a_vote_value_stands_for_each_known_word() -> None:
    assert vote_value("Conflict") is VoteValue.RECUSED
