"""One council record in, from either kind of source; anything else refused with the place named."""

import dataclasses
import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.legistar import (
    MAX_BYTES,
    Attachment,
    BadRecord,
    HistoryRow,
    Record,
    SourceKind,
    Vote,
    VoteValue,
    adopting_row,
    facts,
    quality,
    read_record,
)
from tests.conftest import SHARED

ROOT = Path(__file__).resolve().parents[2]
RECORDS = ROOT / "agreements" / "records"

TITLE = (
    "A Resolution adopting a Statement of Common Purpose to renew and expand the Eastern Jackson "
    "County Shared Service Collaborative Partnership."
)
ADOPTED = HistoryRow(
    date=date(2021, 4, 13),
    version="1",
    body="City Council - Regular Session",
    action="adopted",
    result="Pass",
    passed=True,
)
STATUS_BEHIND = (
    "Status says Agenda Ready but the history says adopted, Pass on 2021-04-13; "
    "the history row is followed"
)
FINAL_BLANK = (
    "Final action is blank but the history says adopted, Pass on 2021-04-13; "
    "the history row is followed"
)

NO_HEADING = (
    'The line "Legislation Details (With Text)" is missing; expected the text of a Legistar print '
    "with that heading, or Legistar Web API JSON of one matter"
)
NO_ROW = "expected Date, Ver., Action By, Action and Result with tabs between them"
PRINT = """The City of Raytown

Legislation Details (With Text)

File #:\tRES. NO. 26-01\tName:\tSample\t
Type:\tResolution\tStatus:\tAdopted\t
File created:\t1/2/2026\tIn control:\tBoard of Aldermen\t
On agenda:\t3/3/2026\tFinal action:\t3/3/2026\t
Title:\tA sample resolution\t
Sponsors:\t\t
Indexes:\t\t
Code sections:\t\t
Attachments:\t1. Resolution\t
Date\tVer.\tAction By\tAction\tResult
3/3/2026\t1\tBoard of Aldermen\tadopted\tPass

The text.
"""


def lees_summit(kind: str) -> Record:
    return read_record((RECORDS / f"lees-summit-res-21-08.{kind}").read_bytes())


def said(record: Record) -> dict[str, object]:
    """What a record says, apart from where it came from; the text with single blanks."""
    own = {"source_kind", "sha256", "remarks", "issuer"}
    values = {key: value for key, value in facts(record).items() if key not in own}
    return values | {"text": " ".join(record.text.split())}


def matter(**changes: object) -> bytes:
    """A small matter in the API's keys, as a file; a change of None takes the key out."""
    whole: dict[str, object] = {
        "MatterFile": "26-01",
        "MatterTitle": "A sample resolution",
        "MatterStatusName": "Adopted",
        "MatterBodyName": "City Council",
        "MatterVersion": "1",
        "MatterPassedDate": "2026-03-03T00:00:00",
        "MatterHistories": [action()],
        "MatterTexts": [{"MatterTextVersion": "1", "MatterTextPlain": "The text."}],
    }
    return json.dumps(whole | changes).encode()


def action(**changes: object) -> dict[str, object]:
    return {
        "MatterHistoryId": 7,
        "MatterHistoryActionDate": "2026-03-03T00:00:00",
        "MatterHistoryActionName": "adopted",
        "MatterHistoryActionBodyName": "City Council",
        "MatterHistoryPassedFlag": 1,
        "MatterHistoryPassedFlagName": "Pass",
    } | {f"MatterHistory{key}": value for key, value in changes.items()}


def refusal(source: bytes) -> str:
    with pytest.raises(BadRecord) as raised:
        read_record(source)
    return str(raised.value)


# --- the record this product starts from ---------------------------------------------------------


def test_the_print_of_lees_summit_gives_every_fact() -> None:
    source = (RECORDS / "lees-summit-res-21-08.txt").read_bytes()
    record = read_record(source)
    assert dataclasses.replace(record, text="", remarks=()) == Record(
        file_number="RES. NO. 21-08",
        version="1",
        name="",
        type="Resolution",
        status="Agenda Ready",
        introduced_on=date(2021, 3, 31),
        agenda_on=date(2021, 4, 13),
        final_on=None,
        enactment_number="",
        in_control="City Council - Regular Session",
        title=TITLE,
        sponsors=(),
        indexes=(),
        code_sections=(),
        attachments=(Attachment("Resolution"), Attachment("Statement of Common Purpose")),
        history=(ADOPTED,),
        text="",
        issuer="The City of Lee's Summit",
        source_kind=SourceKind.PRINT,
        sha256=hashlib.sha256(source).hexdigest(),
        remarks=(),
    )


def test_print_and_json_say_the_same() -> None:
    assert said(lees_summit("txt")) == said(lees_summit("json"))


def test_the_sentence_that_a_page_edge_cut_is_whole_again() -> None:
    text = lees_summit("txt").text
    assert "they must look to ingenuity for imaginative, yet feasible solutions" in " ".join(
        text.split()
    )
    assert "File #" not in text


def test_the_json_fills_in_no_mover_no_seconder_and_no_vote() -> None:
    assert lees_summit("json").history == (ADOPTED,)


def test_quality_of_the_json_says_what_its_status_hides() -> None:
    assert quality(lees_summit("json")) == [STATUS_BEHIND, FINAL_BLANK]


def test_quality_of_the_print_names_everything_that_was_mended() -> None:
    assert quality(lees_summit("txt")) == [
        STATUS_BEHIND,
        FINAL_BLANK,
        'The label "Туре:" holds letters of another alphabet and was read as "Type:"',
        'The label "Final actio n:" was read as "Final action:"',
        (
            'File # stood as "RES 08 S. NO. 21-"; the page header says "RES. NO. 21-08", '
            "which is followed"
        ),
        'Type stood in pieces ("Res", "olution") and was read as "Resolution"',
        (
            'Line 17: Action By stood in pieces ("City Council - Regular Se", "ession") '
            'and was read as "City Council - Regular Session"'
        ),
    ]


def test_adoption_is_read_from_the_history_row() -> None:
    assert adopting_row(lees_summit("txt")) == ADOPTED


@pytest.mark.records
def test_the_citys_own_print_says_what_ours_says() -> None:
    (path,) = (SHARED / "seed").glob("*.txt")
    theirs = read_record(path.read_bytes())
    assert said(theirs) == said(lees_summit("json"))
    assert quality(theirs)[:2] == [STATUS_BEHIND, FINAL_BLANK]


# --- prints --------------------------------------------------------------------------------------


def test_a_clean_print_has_nothing_to_remark() -> None:
    record = read_record(PRINT.encode())
    assert quality(record) == []
    assert (record.file_number, record.name, record.final_on, record.text, record.issuer) == (
        "RES. NO. 26-01",
        "Sample",
        date(2026, 3, 3),
        "The text.",
        "The City of Raytown",
    )


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ("Final action:", "Final actio n:"),
        ("Status:", "Stаtus:"),  # the second letter of "Status" is Cyrillic
        ("In control:", "In\u00a0control :"),
        ("1/2/2026\t", "1/2\t/2026\t"),
        ("3/3/2026\t1\t", "3/3\t/2026\t1\t"),
        ("Board of Aldermen\tadopted", "Board of Alder\tmen\tadopted"),
        ("Date\tVer.\tAction By\tAction\tResult", "Date Ver. Action By  Action  Result"),
        ("\t1\tBoard of Aldermen\tadopted\tPass", " 1 Board of Aldermen adopted Pass"),
        ("adopted\tPass\n", "adopted\tPass\tAction details\tNot available\n"),
        ("Title:\tA sample resolution", "Title:\tA sample\n\tresolution"),
        ("\n", "\r\n"),
        ("The text.\n", "The text.\nPrinted on 3/4/2026\fpowered by Legistar™\n"),
        ("Sponsors:\t\t", "Sponsors:"),
        ("\t\n", "\n"),
    ],
)
def test_a_broken_print_says_what_the_whole_one_says(whole: str, broken: str) -> None:
    assert whole in PRINT
    assert said(read_record(PRINT.replace(whole, broken).encode())) == said(
        read_record(PRINT.encode())
    )


def test_a_print_saved_as_utf_16_is_read() -> None:
    assert said(read_record(PRINT.encode("utf-16"))) == said(read_record(PRINT.encode()))


def test_a_label_within_a_title_is_part_of_the_title() -> None:
    source = PRINT.replace("A sample resolution", "On the Status: of Name: and\nType: of things")
    assert read_record(source.encode()).title == "On the Status: of Name: and Type: of things"


def test_names_of_attachments_may_hold_commas_and_numbers() -> None:
    source = PRINT.replace("1. Resolution", "1. Plan, 3.5 acres, 2. Map 2. draft, 3. Memo")
    assert [each.name for each in read_record(source.encode()).attachments] == [
        "Plan, 3.5 acres",
        "Map 2. draft",
        "Memo",
    ]


def test_an_empty_history_is_no_error_but_is_said() -> None:
    source = PRINT.replace(
        "3/3/2026\t1\tBoard of Aldermen\tadopted\tPass", "No records to display."
    )
    record = read_record(source.encode())
    assert (record.history, record.text, adopting_row(record)) == ((), "The text.", None)
    assert quality(record) == [
        "Status says Adopted but no history row records an adoption; it is not counted as adopted",
        "Final action says 2026-03-03 but no history row has that date",
        "No actions: the history is empty",
    ]


def test_a_row_may_go_on_in_the_next_line() -> None:
    source = PRINT.replace("adopted\tPass\n", "adopted\tPass\n\t\t- Regular Session\n")
    record = read_record(source.encode())
    assert record.history[0].body == "Board of Aldermen - Regular Session"
    assert quality(record) == [
        (
            'Line 16 ("- Regular Session") was read as the rest of Action By, '
            '"Board of Aldermen - Regular Session"'
        )
    ]


def test_a_date_that_opens_the_text_is_no_row() -> None:
    source = PRINT.replace("The text.", "3/3/2026 was a Tuesday.")
    record = read_record(source.encode())
    assert (len(record.history), record.text) == (1, "3/3/2026 was a Tuesday.")


def test_an_action_that_only_its_place_tells_is_marked_for_comparing() -> None:
    source = PRINT.replace(
        "\t1\tBoard of Aldermen\tadopted\tPass", "  1  Board of Aldermen  held over  Pass"
    )
    record = read_record(source.encode())
    assert record.history[0].action == "held over"
    assert 'Line 15 was read as the action "held over"; compare it' in quality(record)


@pytest.mark.parametrize(
    ("whole", "broken", "sentence"),
    [
        (
            "Legislation Details (With Text)\n",
            "",
            NO_HEADING,
        ),
        (
            "Date\tVer.\tAction By\tAction\tResult\n",
            "",
            (
                "The history table is missing; "
                'expected the line "Date, Ver., Action By, Action, Result"'
            ),
        ),
        (
            "Title:",
            "",
            (
                'The label is missing: "Title:"; '
                "expected each at the start of its line or beside its pair"
            ),
        ),
        ("1/2/2026", "soon", 'File created: "soon" is not a date; expected M/D/YYYY'),
        ("1/2/2026", "13/2/2026", 'File created: "13/2/2026" is not a date; expected M/D/YYYY'),
        ("3/3/2026\t1", "2/30/2026\t1", 'Line 15: "2/30/2026" is not a date; expected M/D/YYYY'),
        (
            "\tBoard of Aldermen\tadopted\tPass",
            "",
            (
                'Line 15: "3/3/2026 1" is not a row of the history; '
                "expected Date, Ver., Action By, Action and Result with tabs between them"
            ),
        ),
        (
            "adopted\tPass\n",
            "adopted\tPass\n\tone\ttwo\n",
            (
                'Line 16: "one two" is not a row of the history; '
                "expected Date, Ver., Action By, Action and Result with tabs between them"
            ),
        ),
        (
            "RES. NO. 26-01",
            "RES 01\tS. NO. 26-",
            (
                'File #: "RES 01 S. NO. 26-" is in pieces and no page header repeats it; '
                "write the number in one piece after the label File #"
            ),
        ),
        (
            "RES. NO. 26-01",
            "",
            "File # is blank and no page header gives it; write the number after the label File #",
        ),
        (
            "The text.",
            "File #: A, Version: 1\n\nFile #: B, Version: 1",
            (
                'The page headers name more than one record: "A, Version: 1" and "B, Version: 1"; '
                "expected the print of one"
            ),
        ),
        (
            "The City of Raytown",
            "Jackson County, Missouri",
            (
                'The print is headed "Jackson County, Missouri"; '
                'expected a city\'s, such as "The City of Raytown"'
            ),
        ),
        ("RES. NO. 26-01", "9" * 101, "The file number has 101 characters; at most 100 are read"),
        (
            "A sample resolution",
            "x" * 10_001,
            "The title has 10,001 characters; at most 10,000 are read",
        ),
        ("Sample", "x" * 1_001, f'"{"x" * 40}..." has 1,001 characters; at most 1,000 are read'),
    ],
)
def test_a_print_that_cannot_be_read_is_refused(whole: str, broken: str, sentence: str) -> None:
    assert whole in PRINT
    assert refusal(PRINT.replace(whole, broken).encode()) == sentence


def test_a_version_beside_the_file_number_is_read() -> None:
    source = PRINT.replace("RES. NO. 26-01\tName:", "RES. NO. 26-01 Version: 2 Name:")
    record = read_record(source.encode())
    assert (record.file_number, record.version, record.name) == ("RES. NO. 26-01", "2", "Sample")


def test_a_page_header_that_repeats_the_label_needs_no_remark() -> None:
    source = PRINT.replace("The text.", "The text.\n\nFile #: RES. NO. 26-01, Version: 1\n\nMore.")
    record = read_record(source.encode())
    assert (record.version, record.text, record.remarks) == ("1", "The text.\n\nMore.", ())


def test_tabs_that_do_not_line_up_with_the_headings_are_read_by_their_order() -> None:
    source = PRINT.replace("3/3/2026\t1\tBoard", "3/3/2026\t\t1\tBoard")
    record = read_record(source.encode())
    assert said(record) == said(read_record(PRINT.encode()))


def test_a_result_that_is_not_known_is_kept_and_adopts_nothing() -> None:
    record = read_record(PRINT.replace("adopted\tPass", "adopted\tHeld").encode())
    assert (record.history[0].action, record.history[0].result) == ("adopted", "Held")
    assert (adopting_row(record), quality(record)[1]) == (
        None,
        (
            'The action adopted of 2026-03-03 has the result "Held", which is not known; '
            "it is not counted as adopted"
        ),
    )


def test_a_row_shorter_than_headings_with_gaps_is_read_by_its_order() -> None:
    source = PRINT.replace("Action By\tAction", "Action By\t\tAction")
    assert said(read_record(source.encode())) == said(read_record(PRINT.encode()))


@pytest.mark.parametrize("cells", ["\t1\t\tadopted\tPass", "\t\t\t\tPass"])
def test_a_row_without_a_body_is_refused(cells: str) -> None:
    source = PRINT.replace("\t1\tBoard of Aldermen\tadopted\tPass", cells)
    shown = " ".join(f"3/3/2026{cells}".split())
    assert refusal(source.encode()) == f'Line 15: "{shown}" is not a row of the history; {NO_ROW}'


def test_a_row_without_a_result_keeps_its_action() -> None:
    source = PRINT.replace("adopted\tPass", "introduced")
    assert read_record(source.encode()).history[0].action == "introduced"


def test_a_line_before_the_labels_is_left_out_and_said() -> None:
    source = PRINT.replace("File #:", "Print this page\nFile #:")
    assert quality(read_record(source.encode())) == [
        'Line 5 ("Print this page") has no label and was left out'
    ]


def test_an_action_without_column_marks_must_be_a_known_one() -> None:
    source = PRINT.replace(
        "\t1\tBoard of Aldermen\tadopted\tPass", " Board of Aldermen mulled Pass"
    )
    assert refusal(source.encode()) == (
        f'Line 15: "3/3/2026 Board of Aldermen mulled Pass" is not a row of the history; {NO_ROW}'
    )


# --- the API's JSON ------------------------------------------------------------------------------


def test_both_envelopes_and_a_list_of_one_give_the_same_record() -> None:
    flat = json.loads(matter())
    wrapped = {
        "Matter": {key: value for key, value in flat.items() if not isinstance(value, list)},
        "Histories": flat["MatterHistories"],
        "Texts": flat["MatterTexts"][0],
    }
    expected = said(read_record(matter()))
    assert said(read_record(json.dumps(wrapped).encode())) == expected
    assert said(read_record(json.dumps([flat]).encode())) == expected


def test_nulls_and_absent_keys_are_blanks() -> None:
    record = read_record(
        json.dumps({"MatterFile": 15466, "MatterTitle": None, "Votes": None}).encode()
    )
    assert record == Record(
        file_number="15466",
        version="",
        name="",
        type="",
        status="",
        introduced_on=None,
        agenda_on=None,
        final_on=None,
        enactment_number="",
        in_control="",
        title="",
        sponsors=(),
        indexes=(),
        code_sections=(),
        attachments=(),
        history=(),
        text="",
        issuer="",
        source_kind=SourceKind.API,
        sha256=record.sha256,
    )
    assert quality(record) == [
        "No actions: the history is empty",
        "Title is blank",
        "The text is blank",
        "In control is blank",
    ]


def test_votes_go_to_the_action_they_were_cast_on_in_the_order_of_the_roll() -> None:
    votes = [
        {"VoteEventItemId": 8, "VotePersonName": "Ward 2", "VoteValueName": "Nay", "VoteSort": 2},
        {
            "VoteEventItemId": 8,
            "VotePersonName": "Ward 1",
            "VoteValueName": "Affirmative",
            "VoteSort": 1,
        },
        {"VoteEventItemId": 9, "VotePersonName": "Ward 3", "VoteValueName": "Yes"},
    ]
    within = action(Id=7) | {"Votes": [{"VotePersonName": "Ward 4", "VoteValueName": "Conflict"}]}
    record = read_record(matter(MatterHistories=[within, action(Id=8)], Votes=votes))
    assert [row.votes for row in record.history] == [
        (Vote("Ward 4", "Conflict", VoteValue.RECUSED),),
        (
            Vote("Ward 1", "Affirmative", VoteValue.AYE, {"VoteSort": 1}),
            Vote("Ward 2", "Nay", VoteValue.NAY, {"VoteSort": 2}),
        ),
    ]
    assert record.remarks == ("Votes of no row of the history (VoteEventItemId 9): 1, left out",)


def test_a_single_action_needs_no_key_for_its_votes() -> None:
    vote = {"VotePersonName": "Ward 1", "VoteValueName": "Aye"}
    record = read_record(matter(MatterHistories=[action(Id=None)], Votes=[vote]))
    assert record.history[0].votes == (Vote("Ward 1", "Aye", VoteValue.AYE),)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Affirmative", VoteValue.AYE),
        ("Yea", VoteValue.AYE),
        ("Negative", VoteValue.NAY),
        ("Abstain", VoteValue.ABSTAIN),
        ("Non-voting", VoteValue.ABSTAIN),
        ("Absent", VoteValue.ABSENT),
        ("Medical", VoteValue.EXCUSED),
        ("Paternity", VoteValue.EXCUSED),
        ("Maternity", VoteValue.EXCUSED),
        ("Bereavement", VoteValue.EXCUSED),
        ("Jury  Duty", VoteValue.EXCUSED),
        ("Conflict", VoteValue.RECUSED),
        ("Perhaps", None),
    ],
)
def test_each_word_of_a_roll_call_keeps_its_word_and_gets_its_meaning(
    word: str, value: object
) -> None:
    vote = {"VotePersonName": "Ward 1", "VoteValueName": word}
    record = read_record(matter(Votes=[vote]))
    assert record.history[0].votes == (Vote("Ward 1", word, value),)


def test_names_may_be_words_or_objects() -> None:
    record = read_record(
        matter(
            MatterSponsors=[{"MatterSponsorName": "Mayor"}, {"MatterSponsorName": None}],
            MatterIndexes=["Sharing"],
            MatterCodeSections=[{"CodeSectionName": "2-201"}],
        )
    )
    assert (record.sponsors, record.indexes, record.code_sections) == (
        ("Mayor",),
        ("Sharing",),
        ("2-201",),
    )


def test_the_text_of_the_matters_version_is_read_without_part_marks() -> None:
    texts = [
        {"MatterTextVersion": "1", "MatterTextPlain": "..Title\r\nA title\r\n..Body\r\nFirst."},
        {"MatterTextVersion": "2", "MatterTextPlain": "Second."},
    ]
    assert read_record(matter(MatterTexts=texts)).text == "A title\nFirst."
    later = read_record(matter(MatterTexts=texts, MatterVersion="3"))
    assert (later.text, later.remarks) == (
        "Second.",
        ("There is no text of version 3; the text of version 2 was read",),
    )


def test_a_text_that_is_only_rtf_is_remarked() -> None:
    record = read_record(
        matter(MatterTexts=[{"MatterTextVersion": "1", "MatterTextRtf": "{\\rtf1}"}])
    )
    assert quality(record) == [
        "The text is blank",
        "The text is there only as RTF (MatterTextRtf), which is not read",
    ]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            matter(MatterHistories=[action(), action(ActionDate="soon")]),
            (
                'MatterHistories[1].MatterHistoryActionDate: "soon" is not a date; '
                "expected YYYY-MM-DD, with or without a time"
            ),
        ),
        (
            matter(MatterIntroDate="2026-02-30T00:00:00"),
            (
                'MatterIntroDate: "2026-02-30T00:00:00" is not a date; '
                "expected YYYY-MM-DD, with or without a time"
            ),
        ),
        (matter(MatterFile=" "), "MatterFile is blank; expected text"),
        (matter(MatterTitle=["x"]), "MatterTitle: a list is not text"),
        (matter(MatterTitle=True), "MatterTitle: true is not text"),
        (matter(MatterTitle="a\0b"), "MatterTitle holds a character that is no text (U+0000)"),
        (matter(MatterTitle="\ud800"), "MatterTitle holds a character that is no text (U+D800)"),
        (matter(MatterHistories="none"), 'MatterHistories: "none" is not a list'),
        (matter(MatterHistories=[3]), "MatterHistories[0]: 3 is not an object"),
        (
            matter(MatterHistories=[action(PassedFlag=2)]),
            "MatterHistories[0].MatterHistoryPassedFlag: 2 is not 1, 0 or null",
        ),
        (matter(Votes=[{"VoteSort": "a"}]), 'Votes[0].VoteSort: "a" is not a whole number'),
        (
            matter(MatterAttachments=[{"MatterAttachmentName": None}]),
            "MatterAttachments[0].MatterAttachmentName is blank; expected text",
        ),
        (
            matter(Histories=[]),
            "MatterHistories and Histories both hold the Histories; expected one of them",
        ),
        (b'{"MatterFile": "1",\n "x" 2}', "Line 2, column 6 is not JSON: Expecting ':' delimiter"),
        (
            b'{"MatterFile": "1", "MatterFile": "2"}',
            'The key "MatterFile" stands twice in one object',
        ),
        (b'{"MatterFile": NaN}', "NaN is not a JSON number"),
        (b'{"MatterFile": ' + b"9" * 5000 + b"}", "The JSON holds a number too long to read"),
        (b"[" * 200_000, "The JSON is nested too deeply to be a council record"),
        (b"[]", "The file holds a list of 0 objects; expected one Matter object"),
        (
            b'[{"MatterFile": "1"}, {"MatterFile": "2"}]',
            "The file holds a list of 2 objects; expected one Matter object",
        ),
        (b'{"name": "x"}', "The JSON has no MatterFile (it has name); expected one Matter object"),
        (
            b'{"Matter": {}}',
            "Matter has no MatterFile (it has nothing); expected one Matter object",
        ),
    ],
)
def test_json_that_is_no_matter_is_refused_at_its_place(source: bytes, sentence: str) -> None:
    assert refusal(source) == sentence


# --- quality and adoption ------------------------------------------------------------------------


def rows(*changes: dict[str, object]) -> Record:
    return read_record(matter(MatterHistories=[action(**change) for change in changes]))


def test_a_good_record_has_no_doubts() -> None:
    assert quality(read_record(matter())) == []


@pytest.mark.parametrize(
    "change",
    [
        {"ActionName": "Recommended to Pass"},
        {"ActionName": "Passed on First Reading"},
        {"ActionName": "Approved by Committee with Modifications and Referred to CPC"},
        {"ActionName": "Disapproved"},
        {"ActionName": "Referred"},
        {"ActionName": "Not Adopted"},
        {"ActionBodyName": "Finance Committee"},
        {"PassedFlag": 0, "PassedFlagName": "Fail"},
        {"PassedFlag": None, "PassedFlagName": None},
        {"ActionDate": None},
    ],
)
def test_these_rows_adopt_nothing(change: dict[str, object]) -> None:
    assert adopting_row(rows(change)) is None


@pytest.mark.parametrize(
    "name", ["Adopted", "Approved, by Council", "Passed", "Adopted as Amended", "Finally Passed"]
)
def test_these_rows_adopt(name: str) -> None:
    record = rows({"ActionName": "Referred", "PassedFlag": None}, {"ActionName": name})
    assert adopting_row(record) == record.history[1]


def test_the_result_stands_in_for_a_flag_that_is_not_there() -> None:
    record = rows({"PassedFlag": None})
    assert adopting_row(record) == record.history[0]


def test_an_adoption_that_was_taken_back_counts_no_more() -> None:
    rescinded = {"ActionName": "Rescinded", "ActionDate": "2026-03-17"}
    again = {"ActionDate": "2026-04-07"}
    assert adopting_row(rows({}, rescinded)) is None
    assert adopting_row(rows({}, rescinded | {"PassedFlag": 0})) is not None
    record = rows({}, rescinded, again)
    assert adopting_row(record) == record.history[2]


def test_the_first_of_two_adoptions_counts() -> None:
    record = rows({"ActionDate": "2026-03-17"}, {})
    assert adopting_row(record) == record.history[1]


def test_each_doubt_has_its_sentence() -> None:
    votes = [
        {"VotePersonName": "Ward 1", "VoteValueName": "Aye"},
        {"VotePersonName": "Ward 1", "VoteValueName": "Nay"},
        {"VotePersonName": "Ward 2", "VoteValueName": "Perhaps"},
        {"VotePersonName": None, "VoteValueName": None},
    ]
    record = read_record(
        matter(
            MatterIntroDate="2026-03-05",
            MatterAgendaDate="2026-03-04",
            MatterHistories=[
                action(Tally="7-0") | {"Votes": votes},
                action(),
                action(ActionDate="2026-03-01", PassedFlag=0),
                action(ActionDate=None, PassedFlag=None, PassedFlagName="Held"),
            ],
        )
    )
    assert quality(record) == [
        "Dates in the wrong order: file created 2026-03-05 is after on agenda 2026-03-04",
        "Dates in the wrong order: on agenda 2026-03-04 is after final action 2026-03-03",
        "Dates in the wrong order: an action of 2026-03-03 is before file created 2026-03-05",
        "Dates in the wrong order: an action of 2026-03-03 is before file created 2026-03-05",
        "Dates in the wrong order: an action of 2026-03-01 is before file created 2026-03-05",
        "Duplicate action: adopted, Pass on 2026-03-03 stands 2 times",
        "The action adopted of 2026-03-01 says Pass but is marked failed",
        "An action has no date: adopted by City Council",
        (
            'The action adopted of no date has the result "Held", which is not known; '
            "it is not counted as adopted"
        ),
        'Roll call on adopted of 2026-03-03: Ward 2 has "Perhaps", which is not a known vote',
        "Roll call on adopted of 2026-03-03: a member has no vote",
        "Roll call on adopted of 2026-03-03: Ward 1 stands 2 times",
        (
            "Totals differ on adopted of 2026-03-03: the tally says 7-0, "
            "the roll call counts 1 aye and 1 nay"
        ),
    ]


def test_a_lost_roll_call_marked_passed_is_doubted() -> None:
    votes = [{"VotePersonName": "Ward 1", "VoteValueName": "No"}]
    assert quality(read_record(matter(Votes=votes))) == [
        "Roll call on adopted of 2026-03-03: marked passed with 0 aye and 1 nay"
    ]


def test_a_history_out_of_order_is_doubted_and_a_newest_first_one_is_not() -> None:
    days = ["2026-03-01", "2026-03-03", "2026-03-02"]
    assert quality(rows(*({"ActionDate": day} for day in days)))[-1:] == [
        "The history is not in the order of its dates"
    ]
    assert quality(rows(*({"ActionDate": day} for day in sorted(days, reverse=True)))) == [
        (
            "Final action says 2026-03-03 but the history says adopted, Pass on 2026-03-01; "
            "the history row is followed"
        )
    ]


# --- real records of other councils --------------------------------------------------------------


@pytest.mark.records
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "legistar_chicago_matter_histories.json",
            (
                "This is a list of 3 history rows without their matter; say which file they "
                'belong to (--file-number), or put them under "MatterHistories" of one Matter '
                "object"
            ),
        ),
        (
            "legistar_metro_matter_index.json",
            (
                "This is a list of 1 index words without their matter; say which file they "
                'belong to (--file-number), or put them under "MatterIndexes" of one Matter object'
            ),
        ),
        (
            "rivergrove_relationships.json",
            (
                "The JSON has no MatterFile (it has documents, relationships, topics, metadata); "
                "expected one Matter object"
            ),
        ),
        (
            "five_cities_sourced.csv",
            NO_HEADING,
        ),
    ],
)
def test_other_real_files_are_refused_for_what_they_are(name: str, sentence: str) -> None:
    assert refusal((SHARED / "data" / name).read_bytes()) == sentence


# --- foreign files -------------------------------------------------------------------------------

EXPECTED = (
    "expected Legistar JSON of a matter or a meeting, "
    'or the text of a "Legislation Details (With Text)" print'
)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (b"", f"The file is empty; {EXPECTED}"),
        (b"\xef\xbb\xbf \n", f"The file is empty; {EXPECTED}"),
        (
            b"%PDF-1.7\n%\xe2\xe3",
            f"This is a PDF; open it, copy its text and save that as a text file; {EXPECTED}",
        ),
        (b"PK\x03\x04...", f"This is a ZIP, Word or Excel file; {EXPECTED}"),
        (
            b"\n<!DOCTYPE html><p>",
            f"This is a web page; open it, copy its text and save that as a text file; {EXPECTED}",
        ),
        (b"<svg/>", f"This is a file of markup (HTML or XML); {EXPECTED}"),
        (b"{\\rtf1 x}", f"This is a rich-text (RTF) file; save it as plain text; {EXPECTED}"),
        (b"MZ\x90\0", f"This is a Windows program; {EXPECTED}"),
        (b"abc\0def", f"Character 4 is a zero byte: a binary file; {EXPECTED}"),
        (b"caf\xe9", f"Byte 4 is not UTF-8 text; {EXPECTED}, saved as UTF-8"),
        (
            b"x" * (MAX_BYTES + 1),
            f"The file has 5,000,001 bytes; at most 5,000,000 are read, and {EXPECTED}",
        ),
    ],
)
def test_a_foreign_file_is_refused_for_what_it_is(source: bytes, sentence: str) -> None:
    assert refusal(source) == sentence


# --- anything at all -----------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def is_record_or_refusal(source: bytes) -> None:
    """Neither raises anything else, and what either says can be shown on any terminal."""
    try:
        record = read_record(source)
    except BadRecord as refused:
        said_of_it = [str(refused)]
    else:
        adopting_row(record)
        said_of_it = [json.dumps(facts(record), ensure_ascii=False), *quality(record)]
    assert all(sentence.strip().encode() for sentence in said_of_it)


@given(st.binary())
def test_any_bytes_are_a_record_or_a_refusal(source: bytes) -> None:
    is_record_or_refusal(source)


@given(st.sampled_from(sorted(json.loads(matter()))), VALUES)
def test_any_value_in_a_matter_is_a_record_or_a_refusal(key: str, value: object) -> None:
    is_record_or_refusal(matter(**{key: value}))


@given(st.sampled_from(sorted(action())), VALUES)
def test_any_value_in_an_action_is_a_record_or_a_refusal(key: str, value: object) -> None:
    is_record_or_refusal(matter(MatterHistories=[action() | {key: value}]))


@given(st.data())
def test_a_print_cut_and_patched_anywhere_is_a_record_or_a_refusal(data: st.DataObject) -> None:
    source = (
        (RECORDS / "lees-summit-res-21-08.txt").read_text() if data.draw(st.booleans()) else PRINT
    )
    at = data.draw(st.integers(0, len(source)))
    upto = data.draw(st.integers(at, min(len(source), at + 80)))
    patch = data.draw(st.text(st.characters(codec="utf-8"), max_size=10))
    is_record_or_refusal((source[:at] + patch + source[upto:]).encode())


@pytest.mark.parametrize(
    "padding", ["\t", " ", "a", "File #: , Version: ", "3/3/2026\t", "\f\n", "..Body\n"]
)
def test_a_long_monotonous_print_is_read_in_a_blink(padding: str) -> None:
    is_record_or_refusal(PRINT.replace("Sample", padding * (200_000 // len(padding))).encode())
    is_record_or_refusal(PRINT.replace("The text.", padding * (200_000 // len(padding))).encode())
    is_record_or_refusal(
        PRINT.replace("adopted\t", padding * (200_000 // len(padding)), 1).encode()
    )
