import io
import json

import pytest
from django.core.management import CommandError, call_command

from agreements.models import Agreement, ImportedRecord
from tests.agreements.test_records import API, KEPT, matter
from tests.factories.agreements import circulated

pytestmark = pytest.mark.django_db

FILE = str(KEPT / "lees-summit-res-21-08.json")


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("import_record", *arguments, stdout=out)
    return out.getvalue()


def test_the_outcome_is_one_line_of_json(cities):
    said = run(FILE, "--city=lees-summit", "--json")
    outcome = json.loads(said)
    assert (
        said.count("\n"),
        {key: outcome[key] for key in ("inserted", "updated", "unchanged")},
        outcome["quality"][0],
        outcome["record"]["file_number"],
        outcome["record"]["history"][0]["date"],
    ) == (
        1,
        {"inserted": 3, "updated": 0, "unchanged": 0},
        (
            "Status says Agenda Ready but the history says adopted, Pass on 2021-04-13; "
            "the history row is followed"
        ),
        "RES. NO. 21-08",
        "2021-04-13",
    )


def test_the_outcome_in_words(cities):
    assert run(FILE, "--city=lees-summit") == (
        "RES. NO. 21-08: inserted 3, updated 0, unchanged 0.\n"
        "RES. NO. 21-08, Lee's Summit: Passed on Tuesday, April 13, 2021 (“Statement of Common "
        "Purpose: Eastern Jackson County Shared Service Collaborative Partnership”).\n"
        "Quality report:\n"
        "- Status says Agenda Ready but the history says adopted, Pass on 2021-04-13; the history "
        "row is followed\n"
        "- Final action is blank but the history says adopted, Pass on 2021-04-13; the history "
        "row is followed\n"
    )


def test_a_record_without_a_home_and_without_a_doubt(cities, tmp_path):
    path = tmp_path / "record.json"
    path.write_bytes(
        matter(
            MatterStatusName="Adopted",
            MatterPassedDate="2026-02-24",
            MatterTexts=[{"MatterTextPlain": "Words"}],
        )
    )
    assert run(str(path), "--city=raytown") == (
        "BILL NO. 26-01: inserted 1, updated 0, unchanged 0.\nQuality report:\n"
        "- BILL NO. 26-01 is kept, but belongs to no agreement yet; import it again with "
        "--agreement and the agreement's address, or say so on the page of the records that came "
        "in\n"
    )


def test_a_record_is_brought_to_the_agreement_that_is_named(cities, tmp_path):
    promise = circulated(cities["raytown"], cities["grandview"])
    path = tmp_path / "record.json"
    path.write_bytes(matter())
    said = run(str(path), "--city=raytown", f"--agreement={promise.slug}")
    assert said.splitlines()[1] == (
        f"BILL NO. 26-01, Raytown: Passed on Tuesday, February 24, 2026 (“{promise}”)."
    )


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        (None, ["--city=raytown"], "there is no such file"),
        (b"", ["--city=raytown"], "the file is empty"),
        (b"PK\x03\x04", ["--city=raytown"], "ZIP, Word or Excel"),
        (b'{"MatterFile": ', ["--city=raytown"], "Line 1, column 16 is not JSON"),
        (b'{"EventId": 1}', ["--city=raytown"], "EventBodyName is blank; expected text"),
        (b"Minutes of Monday", ["--city=raytown"], "Legislation Details (With Text)"),
        (b"x" * 5_000_001, ["--city=raytown"], "longer than 5,000,000 bytes"),
        (API, ["--city=nowhere"], "there is no such city, expected one of blue-springs, grandv"),
        (API, ["--city=raytown", "--agreement=none"], "there is no such agreement"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    cities, tmp_path, content, arguments, sentence
):
    path = tmp_path / "record"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as failed:
        run(str(path), *arguments)
    assert (
        failed.value.returncode,
        sentence in str(failed.value),
        "\n" in str(failed.value),
        Agreement.objects.count() + ImportedRecord.objects.count(),
    ) == (2, True, False, 0)


def test_without_any_city_the_refusal_says_what_to_run(tmp_path):
    with pytest.raises(CommandError, match="run load_cities first"):
        run(FILE, "--city=raytown")
