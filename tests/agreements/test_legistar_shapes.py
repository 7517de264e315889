"""Meetings, lists without their matter, and another city's names: each real shape, made up small.

What the real files say is asserted below, where they lie beside the checkout.
"""

import json
from datetime import date

import pytest

from agreements.legistar import (
    BadRecord,
    Vote,
    VoteValue,
    adopting_row,
    quality,
    read_record,
    read_records,
)
from tests.conftest import SHARED

AYES = [
    {"VotePersonName": "Ward 1", "VoteValueName": "Yes", "VoteSort": 2, "VoteEventItemId": 11},
    {"VotePersonName": "Ward 2", "VoteValueName": "No", "VoteSort": 4, "VoteEventItemId": 11},
]


def item(number: int, **changes: object) -> dict[str, object]:
    return {
        "EventItemId": number,
        "EventItemAgendaNumber": f"2.{number}",
        "EventItemVersion": "1",
        "EventItemActionName": None,
        "EventItemPassedFlag": None,
        "EventItemPassedFlagName": None,
        "EventItemMover": None,
        "EventItemTitle": "A sample ordinance",
        "EventItemMatterFile": f"26-{number}",
        "EventItemMatterType": "Ordinance",
        "EventItemMatterStatus": "Agenda Ready",
        "Votes": [],
        "RollCalls": [],
        **changes,
    }


def meeting(*items: dict[str, object], **changes: object) -> bytes:
    held = {
        "EventId": 5,
        "EventBodyName": "City Council",
        "EventDate": "2026-03-03T00:00:00",
        "EventTime": "6:00 PM",
        "EventItems": list(items),
    }
    return json.dumps([held | changes]).encode()


PASSED = item(
    11,
    EventItemActionName="Adopted",
    EventItemPassedFlag=1,
    EventItemPassedFlagName="Pass",
    EventItemMover="Ward 1",
    Votes=AYES,
    RollCalls=[{"RollCallPersonName": "Ward 1", "RollCallValueName": "Present"}],
)


def refusal(source: bytes, **told: str) -> str:
    with pytest.raises(BadRecord) as raised:
        read_records(source, **told)
    return str(raised.value)


def test_each_item_with_a_matter_is_a_record_of_that_meeting() -> None:
    heading = item(10, EventItemMatterFile=None)
    passed, on_agenda = read_records(meeting(heading, PASSED, item(12)))
    (row,) = passed.history
    assert (
        (passed.file_number, passed.type, passed.status, passed.title),
        (row.date, row.body, row.action, row.result, row.passed, row.mover, row.agenda_number),
        row.votes,
        row.further,
        passed.further,
        adopting_row(passed),
        (on_agenda.file_number, on_agenda.history),
    ) == (
        ("26-11", "Ordinance", "Agenda Ready", "A sample ordinance"),
        (date(2026, 3, 3), "City Council", "Adopted", "Pass", True, "Ward 1", "2.11"),
        (
            Vote("Ward 1", "Yes", VoteValue.AYE, {"VoteSort": 2}),
            Vote("Ward 2", "No", VoteValue.NAY, {"VoteSort": 4}),
        ),
        {
            "MatterHistoryId": 11,
            "RollCalls": [{"RollCallPersonName": "Ward 1", "RollCallValueName": "Present"}],
        },
        {"Event": {"EventId": 5, "EventTime": "6:00 PM"}},
        row,
        ("26-12", ()),
    )
    assert on_agenda.further["EventItem"] == {
        "MatterHistoryId": 12,
        "MatterHistoryAgendaNumber": "2.12",
        "MatterHistoryVersion": "1",
        "MatterHistoryActionDate": "2026-03-03T00:00:00",
        "MatterHistoryActionBodyName": "City Council",
    }


def test_an_item_that_stands_in_the_matters_own_history_is_not_told_twice() -> None:
    own = {
        "Matter": {"MatterFile": "26-11", "MatterTitle": "The matter's own title"},
        "Histories": [
            {"MatterHistoryId": 11, "MatterHistoryActionDate": "2026-03-03T18:00:00"},
        ],
    }
    (record,) = read_records(meeting(PASSED | own))
    (row,) = record.history
    assert (record.title, row.votes[0].person, row.further) == (
        "The matter's own title",
        "Ward 1",
        {"MatterHistoryId": 11, "MatterHistoryActionDate": "2026-03-03T18:00:00"},
    )


def test_a_roll_call_without_an_action_is_kept_and_decides_nothing() -> None:
    (record,) = read_records(meeting(item(11, Votes=AYES)))
    assert (
        adopting_row(record),
        [len(row.votes) for row in record.history],
        quality(record)[0],
    ) == (
        None,
        [2],
        (
            "An action has no name: a roll call of 2 by City Council on 2026-03-03; "
            "it decides nothing"
        ),
    )


def test_who_was_present_is_no_roll_call_of_a_vote() -> None:
    (record,) = read_records(meeting(PASSED))
    assert (
        "A list of who was present (1 names) stands beside Adopted of 2026-03-03; it is kept, and "
        "is no roll call of a vote"
    ) in quality(record)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            meeting(PASSED | {"EventItemPassedFlag": "perhaps"}),
            '[0].EventItems[0].EventItemPassedFlag: "perhaps" is not 1, 0 or null',
        ),
        (
            meeting(PASSED | {"Votes": [AYES[0] | {"VoteSort": "first"}]}),
            '[0].EventItems[0].Votes[0].VoteSort: "first" is not a whole number',
        ),
        (
            meeting(PASSED, EventDate="soon"),
            '[0].EventDate: "soon" is not a date; expected YYYY-MM-DD, with or without a time',
        ),
        (
            meeting(PASSED, EventDate=None),
            "The meeting of the City Council has no EventDate; expected both",
        ),
        (meeting(), "The meeting of the City Council has no items (EventItems); expected both"),
        (
            meeting(item(1, EventItemMatterFile=None)),
            (
                "No item of the meeting of the City Council on 2026-03-03 has a matter; "
                "expected one or more with EventItemMatterFile"
            ),
        ),
        (
            meeting(PASSED | {"Matter": {"MatterFile": "26-99"}}),
            (
                "[0].EventItems[0].Matter.MatterFile is 26-99 but "
                "[0].EventItems[0].EventItemMatterFile is 26-11; expected the same file"
            ),
        ),
        (
            meeting(PASSED, items=[PASSED]),
            "[0].EventItems and [0].items both hold the items; expected one of them",
        ),
    ],
)
def test_a_meeting_that_cannot_be_read_names_the_place(source: bytes, sentence: str) -> None:
    assert refusal(source) == sentence


HISTORIES = [
    {"MatterHistoryId": 1, "MatterHistoryActionName": "Referred", "MatterHistoryConsent": 0},
    {
        "MatterHistoryId": 2,
        "MatterHistoryActionDate": "2026-03-03T10:00:00",
        "MatterHistoryActionName": "Passed",
        "MatterHistoryActionBodyName": "City Council",
        "MatterHistoryPassedFlag": 1,
        "MatterHistoryPassedFlagName": "Pass",
    },
]


def test_a_list_of_history_rows_is_of_the_file_that_is_named() -> None:
    record = read_record(json.dumps(HISTORIES).encode(), file_number="26-11")
    assert (
        (record.file_number, record.part, record.title, record.type),
        [(row.date, row.action, row.passed, row.further) for row in record.history],
        quality(record),
    ) == (
        ("26-11", "Histories", "", ""),
        [
            (None, "Referred", None, {"MatterHistoryId": 1, "MatterHistoryConsent": 0}),
            (
                date(2026, 3, 3),
                "Passed",
                True,
                {"MatterHistoryId": 2, "MatterHistoryActionDate": "2026-03-03T10:00:00"},
            ),
        ],
        ["An action has no date: Referred by no body"],
    )


def test_a_list_of_index_words_is_of_the_file_that_is_named() -> None:
    row = {"MatterIndexId": 7, "MatterIndexName": "TRANSIT"}
    record = read_record(json.dumps([row]).encode(), file_number="26-11")
    assert (record.indexes, record.further, quality(record)) == (
        ("TRANSIT",),
        {"MatterIndexes": [row]},
        [],
    )


def test_a_list_names_its_place_as_the_file_has_it() -> None:
    source = json.dumps([HISTORIES[0], {"MatterHistoryPassedFlag": 7}]).encode()
    assert refusal(source, file_number="26-11") == (
        "[1].MatterHistoryPassedFlag: 7 is not 1, 0 or null"
    )


NEW_YORK = {
    "ID": 9,
    "File": "Res 0001-2026",
    "Title": "A sample resolution",
    "TypeName": "Resolution",
    "StatusName": "Adopted",
    "BodyName": "Committee on Samples",
    "IntroDate": "2026-03-01T00:00:00Z",
    "PassedDate": "2026-03-03T00:00:00Z",
    "EnactmentDate": "0001-01-01T00:00:00Z",
    "Version": "*",
    "Sponsors": [{"ID": 1, "Slug": "member-1", "FullName": "Member 1"}],
    "History": [
        {
            "ID": 4,
            "Date": "2026-03-03T12:30:00Z",
            "Action": "Approved, by Council",
            "BodyName": "City Council",
            "PassedFlag": 1,
            "PassedFlagName": "Pass",
            "Votes": [{"ID": 1, "FullName": "Member 1", "Vote": "Non-voting", "Sort": 3}],
        }
    ],
    "Attachments": [{"ID": 2, "Name": "Report", "Link": "https://example.org/report.pdf"}],
    "Summary": "",
    "TextID": 8,
    "Text": "Whereas.\r\nResolved.",
    "RTF": "{\\rtf1 Whereas.}",
    "LastModified": "2026-03-04T00:00:00Z",
}


def test_new_yorks_names_are_read_as_the_web_apis_own() -> None:
    record = read_record(json.dumps(NEW_YORK).encode())
    (row,) = record.history
    assert (
        (record.file_number, record.enacted_on, record.final_on, record.text),
        (record.sponsors, record.attachments[0].url),
        (row.date, row.body, row.action, row.passed, row.votes),
        record.further,
        adopting_row(record),
    ) == (
        ("Res 0001-2026", None, date(2026, 3, 3), "Whereas.\nResolved."),
        (("Member 1",), "https://example.org/report.pdf"),
        (
            date(2026, 3, 3),
            "City Council",
            "Approved, by Council",
            True,
            (
                Vote(
                    "Member 1",
                    "Non-voting",
                    VoteValue.ABSTAIN,
                    {"VotePersonId": 1, "VoteSort": 3},
                ),
            ),
        ),
        {
            "MatterId": 9,
            "MatterLastModifiedUtc": "2026-03-04T00:00:00Z",
            "MatterSponsors": [
                {"MatterSponsorName": "Member 1", "MatterSponsorNameId": 1, "Slug": "member-1"}
            ],
            "MatterTexts": [{"MatterTextId": 8, "MatterTextRtf": "{\\rtf1 Whereas.}"}],
        },
        row,
    )


def test_new_yorks_places_are_named_as_the_file_has_them() -> None:
    broken = NEW_YORK | {"History": [NEW_YORK["History"][0] | {"Date": "soon"}]}
    assert refusal(json.dumps(broken).encode()) == (
        'History[0].Date: "soon" is not a date; expected YYYY-MM-DD, with or without a time'
    )


# --- the real files ------------------------------------------------------------------------------


def real(name: str) -> bytes:
    return (SHARED / "data" / name).read_bytes()


@pytest.mark.records
def test_chicagos_histories_are_three_rows_of_the_file_that_is_named() -> None:
    record = read_record(real("legistar_chicago_matter_histories.json"), file_number="O2013-1")
    assert [(row.date, row.body, row.action, row.passed) for row in record.history] == [
        (date(2013, 3, 13), "City Council", "Referred", None),
        (
            date(2013, 4, 30),
            "Committee on Zoning, Landmarks and Building Standards",
            "Recommended to Pass",
            True,
        ),
        (date(2013, 5, 8), "City Council", "Passed", True),
    ]
    assert (adopting_row(record), record.history[1].text) == (
        record.history[2],
        "Recommended to Pass  BY VOICE VOTE",
    )


@pytest.mark.records
def test_metros_index_word_is_read() -> None:
    record = read_record(real("legistar_metro_matter_index.json"), file_number="2018-1")
    assert (record.indexes, record.history) == (("BUS CONGESTION",), ())


@pytest.mark.records
def test_san_joses_meeting_is_29_records_with_two_roll_calls() -> None:
    records = {record.file_number: record for record in read_records(real(SAN_JOSE))}
    voted = {
        number: [(row.date, row.action, row.passed, len(row.votes)) for row in record.history]
        for number, record in records.items()
        if record.history
    }
    assert (len(records), voted) == (
        29,
        {
            "17-069": [(date(2017, 9, 12), "Adopted", True, 11)],
            "17-060": [(date(2017, 9, 12), "", None, 11)],
            "17-068": [(date(2018, 8, 28), "Approved", None, 0)],
        },
    )
    adopted = adopting_row(records["17-069"])
    assert adopted is not None
    assert [(vote.person, vote.word) for vote in adopted.votes] == [
        (name, "Yes") for name in SAN_JOSES_COUNCIL
    ]


SAN_JOSE = "legistar_sanjose_event_2017-09-12.json"
SAN_JOSES_COUNCIL = (
    "Sam Liccardo",
    'Charles "Chappie" Jones',
    "Sergio Jimenez",
    "Raul Peralez",
    "Lan Diep",
    "Magdalena Carrasco",
    "Dev Davis",
    "Tam Nguyen",
    "Sylvia Arenas",
    "Donald Rocha",
    "Johnny Khamis",
)


@pytest.mark.records
def test_new_yorks_resolution_has_two_actions_and_its_roll_call() -> None:
    record = read_record(real("nyc_res_1892-2021.json"))
    committee, council = record.history
    words = [vote.word for vote in council.votes]
    assert (
        (record.file_number, record.version, record.enacted_on, len(record.attachments)),
        record.sponsors,
        (committee.date, committee.body, committee.passed, committee.votes),
        (council.date, council.action, council.passed),
        {word: words.count(word) for word in words},
        adopting_row(record),
        record.text.startswith("By Council Members Salamanca, Jr. and Moya"),
    ) == (
        ("Res 1892-2021", "*", None, 12),
        ("Rafael Salamanca, Jr.", "Francisco P. Moya"),
        (date(2021, 12, 7), "Committee on Land Use", None, ()),
        (date(2021, 12, 15), "Approved, by Council", True),
        {"Affirmative": 48, "Absent": 2, "Non-voting": 1},
        council,
        True,
    )
