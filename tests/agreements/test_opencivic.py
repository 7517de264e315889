"""Records in Open Civic Data's shapes, held against the schemas that pupa publishes."""

import json
import uuid
import warnings
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from agreements import opencivic
from agreements.legistar import Record, read_record, read_records
from agreements.opencivic import Origin
from tests.conftest import SHARED

KEPT = Path(__file__).resolve().parents[2] / "agreements" / "records"
ORIGIN = Origin(
    organisation="lees-summit",
    name="Lee's Summit",
    council="City Council",
    division="ocd-division/country:us/state:mo/place:lee~s_summit",
    agreement="statement-of-common-purpose",
    url="https://portal.example.org/agreements/statement-of-common-purpose/acts/1/details/",
    text_url="https://portal.example.org/agreements/statement-of-common-purpose/texts/x/",
)


@pytest.fixture(scope="module")
def schemas() -> dict[str, dict]:
    """The published schemas, read from the package: pupa's own for bills and vote events."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pupa names formats in a way that jsonschema is to drop
        from pupa.scrape.schemas import bill, vote_event  # noqa: PLC0415 - warned of as it loads
    return {"bill": bill.schema, "vote_event": vote_event.schema}


def faults(value: dict, schema: dict) -> list[str]:
    """What pupa would say: its dates are texts or days, and every key it knows must be there."""
    days = jsonschema.Draft3Validator.TYPE_CHECKER.redefine_many(
        {
            "datetime": lambda _, found: isinstance(found, date),
            "date": lambda _, found: isinstance(found, date),
        }
    )
    checker = jsonschema.validators.extend(jsonschema.Draft3Validator, type_checker=days)
    found = checker(schema, format_checker=jsonschema.FormatChecker()).iter_errors(value)
    known = {*schema["properties"], "id"} - {"pupa_id"}
    return [*(each.message for each in found), *sorted(known ^ {*value})]


def all_faults(record: Record, schemas: dict[str, dict]) -> list[str]:
    events = opencivic.vote_events(record, origin=ORIGIN)
    return [
        *faults(opencivic.bill(record, origin=ORIGIN), schemas["bill"]),
        *(each for event in events for each in faults(event, schemas["vote_event"])),
    ]


MADE = {
    "MatterFile": "BILL NO. 26-01",
    "MatterTitle": "A sample ordinance",
    "MatterTypeName": "Ordinance",
    "MatterEnactmentNumber": "5000",
    "MatterSponsors": ["Ward 1", "Ward 2"],
    "MatterIndexes": ["TRANSIT"],
    "MatterAttachments": [
        {"MatterAttachmentName": "Bill", "MatterAttachmentHyperlink": "https://example.org/b.pdf"},
        {"MatterAttachmentName": "Map", "MatterAttachmentHyperlink": "kept in the vault"},
    ],
    "MatterHistories": [
        {
            "MatterHistoryActionDate": f"2026-03-{day:02}",
            "MatterHistoryActionName": action,
            "MatterHistoryActionBodyName": "City Council",
            "MatterHistoryPassedFlag": flag,
            "MatterHistoryTally": tally,
            "Votes": votes,
        }
        for day, action, flag, tally, votes in (
            (1, "Introduced", None, None, []),
            (2, "Passed on First Reading", 1, "7-1", []),
            (3, "", None, None, [{"VotePersonName": None, "VoteValueName": "Perhaps"}]),
            (
                4,
                "Adopted",
                1,
                None,
                [
                    {"VotePersonName": "Ward 1", "VoteValueName": "Affirmative"},
                    {"VotePersonName": "Ward 2", "VoteValueName": "Conflict"},
                ],
            ),
            (5, "Vetoed", None, None, []),
            (6, "Veto Overridden", 1, None, []),
        )
    ],
}


@pytest.fixture
def made() -> Record:
    return read_record(json.dumps(MADE).encode())


def test_bills_and_votes_are_as_the_published_schemas_want_them(made, schemas) -> None:
    seed = read_record((KEPT / "lees-summit-res-21-08.json").read_bytes())
    least = read_record(b'{"MatterFile": "26-02"}')
    assert [all_faults(record, schemas) for record in (made, seed, least)] == [[], [], []]


def test_the_check_itself_finds_a_fault(made, schemas) -> None:
    broken = opencivic.bill(made, origin=ORIGIN) | {"classification": ["bylaw"], "title": ""}
    broken.pop("sources")
    assert len(faults(broken, schemas["bill"])) == 3


@pytest.mark.records
@pytest.mark.parametrize(
    "name", ["legistar_sanjose_event_2017-09-12.json", "nyc_res_1892-2021.json"]
)
def test_real_records_are_as_the_published_schemas_want_them(name: str, schemas) -> None:
    for record in read_records((SHARED / "data" / name).read_bytes()):
        assert all_faults(record, schemas) == []


def test_the_actions_of_a_matter_are_classified(made) -> None:
    bill = opencivic.bill(made, origin=ORIGIN)
    assert [
        (each["date"], each["description"], each["classification"]) for each in bill["actions"]
    ] == [
        ("2026-03-01", "Introduced", ["introduction"]),
        ("2026-03-02", "Passed on First Reading", ["reading-1"]),
        ("2026-03-03", "Action not named in the record", []),
        ("2026-03-04", "Adopted", ["passage"]),
        ("2026-03-05", "Vetoed", ["executive-veto"]),
        ("2026-03-06", "Veto Overridden", ["veto-override-passage"]),
    ]


def test_each_vote_event_has_its_totals_and_keeps_the_councils_word(made) -> None:
    events = opencivic.vote_events(made, origin=ORIGIN)
    assert [
        (each["motion_text"], each["motion_classification"], each["counts"], each["votes"])
        for each in events
    ] == [
        (
            "Passed on First Reading",
            [],
            [{"option": "yes", "value": 7}, {"option": "no", "value": 1}],
            [],
        ),
        (
            "Adopted",
            ["bill-passage"],
            [{"option": "not voting", "value": 1}, {"option": "yes", "value": 1}],
            [
                {"option": "yes", "voter_name": "Ward 1", "note": "Affirmative"},
                {"option": "not voting", "voter_name": "Ward 2", "note": "Conflict"},
            ],
        ),
        ("Veto Overridden", ["veto-override"], [], []),
    ]
    assert {event["bill"] for event in events} == {opencivic.bill(made, origin=ORIGIN)["id"]}


def test_a_roll_call_without_a_result_stands_with_its_action(made) -> None:
    action = opencivic.bill(made, origin=ORIGIN)["actions"][2]
    assert action["extras"] == {
        "votes": [{"option": "other", "voter_name": "(not named in the record)", "note": "Perhaps"}]
    }


def test_ids_are_of_the_act_and_not_of_the_moment(made) -> None:
    ids = [each["id"] for each in opencivic.vote_events(made, origin=ORIGIN)]
    assert (
        opencivic.bill_id(ORIGIN, "RES. NO. 21-08"),
        opencivic.bill_id(ORIGIN, "res.  no. 21-08"),
        len(set(ids)),
        [uuid.UUID(each.removeprefix("ocd-vote/")).version for each in ids],
    ) == (SEED_ID, SEED_ID, 3, [5, 5, 5])


SEED_ID = "ocd-bill/43e79b06-2059-55e2-a748-084281d1d5c6"


def test_the_division_and_the_jurisdiction_are_the_citys(made) -> None:
    extras = opencivic.bill(made, origin=ORIGIN)["extras"]
    assert (extras["division_id"], extras["jurisdiction_id"]) == (
        "ocd-division/country:us/state:mo/place:lee~s_summit",
        "ocd-jurisdiction/country:us/state:mo/place:lee~s_summit/government",
    )
