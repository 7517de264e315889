"""A clerk brings a council's record in: a look first, then the taking, then its agreement."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.forms.records import MAX_BYTES, kept
from agreements.models import Act, ImportedRecord
from tests.agreements.test_legistar_shapes import HISTORIES, PASSED, item, meeting
from tests.agreements.test_records import PRINT
from tests.agreements.test_views import text_of
from tests.factories.agreements import ImportedRecordFactory, circulated, decided

pytestmark = pytest.mark.django_db

BRING = reverse("agreements:bring_record")
LISTED = reverse("agreements:records")


@pytest.fixture
def promise(cities):
    return circulated(cities["raytown"], cities["grandview"], slug="plows", title="Plows")


@pytest.fixture
def clerks(client_for, clerk_of):
    return client_for(clerk_of("raytown"))


@pytest.fixture
def own(cities):
    return {"city": cities["raytown"].pk}


def a_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("record.json", content, content_type="application/json")


def test_a_look_says_what_would_be_written_and_writes_nothing(clerks, own, promise) -> None:
    source = meeting(PASSED)
    response = clerks.post(BRING, own | {"file": a_file(source), "agreement": "plows"})
    said = text_of(response)
    assert (
        response.status_code,
        "Ordinance on “Plows”: passed, Tuesday, March 3, 2026." in said,
        "A list of who was present (1 names) stands beside Adopted" in said,
        response.context["form"].initial["kept"] == kept(source),
        Act.objects.count() + ImportedRecord.objects.count(),
    ) == (200, True, True, True, 0)


def looked_at(source: bytes, **more) -> dict[str, object]:
    """What the form of the look sends when nothing was put right."""
    return {
        "kept": kept(source),
        "file_number": "26-11",
        "type": "Ordinance",
        "status": "Agenda Ready",
        "title": "A sample ordinance",
        **more,
    }


def test_what_was_looked_at_is_taken_in_as_it_is(clerks, own, promise) -> None:
    sent = looked_at(meeting(PASSED), agreement="plows", **own)
    response = clerks.post(BRING, sent | {"take": "yes"}, follow=True)
    assert (
        [str(message) for message in response.context["messages"]],
        [(act.file_number, act.result, act.recorded_by.pk) for act in Act.objects.all()],
        ImportedRecord.objects.get().quality[-1].startswith("The text that Raytown adopted"),
    ) == (
        ["Taken in: 1 record is with an agreement."],
        [("26-11", "passed", Act.objects.get().recorded_by.pk)],
        True,
    )


def test_a_value_is_put_right_and_looked_at_again(clerks, own) -> None:
    sent = looked_at(meeting(PASSED), **own) | {"title": "Plows, shared", "look": "yes"}
    again = clerks.post(BRING, sent)
    assert (
        "Title stood as “A sample ordinance” and was put right by hand" in text_of(again),
        ImportedRecord.objects.count(),
    ) == (True, 0)
    del sent["look"]
    clerks.post(BRING, sent | {"take": "yes"})
    assert ImportedRecord.objects.get().facts["title"] == "Plows, shared"


def test_the_words_of_a_print_are_pasted(client_for, clerk_of, cities) -> None:
    mine = client_for(clerk_of("lees-summit"))
    words = PRINT.decode().replace("\n", "\r\n")
    response = mine.post(BRING, {"words": words, "city": cities["lees-summit"].pk})
    assert (
        response.context["form"].initial["kept"] == kept(PRINT),
        [outcome.record.file_number for outcome in response.context["outcomes"]],
    ) == (True, ["RES. NO. 21-08"])


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a file or paste the text of a print, one of the two."),
        ({"words": "No print"}, "The line &quot;Legislation Details (With Text)&quot; is missing"),
        (
            {"words": json.dumps(HISTORIES)},
            "This is a list of 2 history rows without their matter",
        ),
        (
            {"words": "x" * (MAX_BYTES + 1)},
            "The file has 1,400,001 bytes, and this page reads at most 1,400,000.",
        ),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_written(clerks, own, sent, sentence) -> None:
    response = clerks.post(BRING, own | sent)
    shown = text_of(response).replace("&#x27;", "'")
    assert (sentence in shown, ImportedRecord.objects.count()) == (True, 0)


def test_what_was_cut_short_on_the_way_is_not_taken(clerks, own) -> None:
    response = clerks.post(BRING, own | {"kept": "?", "take": "yes"})
    assert "what was sent is cut short" in text_of(response)


def test_a_meeting_waits_record_by_record_for_its_agreements(clerks, own, promise) -> None:
    response = clerks.post(
        BRING, own | {"kept": kept(meeting(PASSED, item(12))), "take": "yes"}, follow=True
    )
    said = text_of(response)
    assert (
        "2 wait below until somebody says which agreement it is about" in said,
        "26-11, Raytown" in said,
        "A sample ordinance" in said,
    ) == (True, True, True)
    waiting = ImportedRecord.objects.get(file_number="26-11")
    assign = reverse("agreements:assign_record", args=[waiting.pk])
    done = clerks.post(assign, {"agreement": "plows"}, follow=True)
    assert "26-11, Raytown is on record with its agreement." in text_of(done)
    assert Act.objects.get().party.agreement == promise


def test_only_agreements_of_the_own_council_are_offered(clerks, own, promise, cities) -> None:
    circulated(cities["grandview"], cities["independence"], slug="others")
    page = clerks.get(BRING)
    assert [each.slug for each in page.context["form"].fields["agreement"].queryset] == ["plows"]


def test_a_record_of_another_city_is_not_there(clerks, cities, promise) -> None:
    theirs = ImportedRecordFactory(city=cities["grandview"])
    assign = reverse("agreements:assign_record", args=[theirs.pk])
    assert (clerks.get(assign).status_code, theirs.file_number in text_of(clerks.get(LISTED))) == (
        404,
        False,
    )


def test_the_list_costs_the_same_for_one_record_and_for_many(clerks, cities, promise) -> None:
    act = decided(promise, cities["raytown"])
    costs = []
    for many in (1, 5):
        for number in range(many):
            ImportedRecordFactory(city=cities["raytown"], file_number=f"26-{many}-{number}")
            ImportedRecordFactory(
                city=cities["raytown"], file_number=f"27-{many}-{number}", act=act
            )
        with CaptureQueriesContext(connection) as asked:
            assert clerks.get(LISTED).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
