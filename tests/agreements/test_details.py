"""The page "Legislation Details (With Text)" of an act, and the act as files to take along."""

import io
import json
import re
from datetime import date
from html import unescape

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.details import Details, typeset_details
from agreements.legistar import read_record
from agreements.models import Act
from agreements.operations import records
from collaborative.assets import document_fonts
from collaborative.models import PORTAL
from tests.agreements.test_legistar_shapes import NEW_YORK, PASSED, meeting
from tests.agreements.test_records import PRINT
from tests.conftest import NOON, SHARED
from tests.factories.agreements import (
    ActionFactory,
    DocumentFactory,
    VoteFactory,
    circulated,
    decided,
)
from tests.factories.cities import FactFactory
from tests.factories.closings import ClosingFactory
from tests.pdfs import claims, headings, kinds, letters, scopes, tags, untagged

pytestmark = pytest.mark.django_db

SEED = {
    "File #": "RES. NO. 21-08",
    "Name": "",
    "Type": "Resolution",
    "Status": "Agenda Ready",
    "File created": "3/31/2021",
    "In control": "City Council - Regular Session",
    "On agenda": "4/13/2021",
    "Final action": "",
    "Version": "1",
    "Title": "A Resolution adopting a Statement of Common Purpose to renew and expand the Eastern "
    "Jackson County Shared Service Collaborative Partnership.",
    "Sponsors": "",
    "Indexes": "",
    "Code sections": "",
    "Attachments": "1. Resolution, 2. Statement of Common Purpose",
}
"""Every field of the city's own print, as it stands there."""
ROW = ["Tuesday, April 13, 2021", "1", "City Council - Regular Session", "adopted", "Pass"]


@pytest.fixture
def bring(cities):
    def import_record(source, city="lees-summit", **more):
        outcome = records.import_record(source, city=cities[city], by=PORTAL, at=NOON, **more)
        return Act.objects.get(pk=outcome.act.pk)

    return import_record


def page(act, name="details") -> str:
    return reverse(f"agreements:{name}", args=[act.party.agreement.slug, act.pk])


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def fields(html: str) -> dict[str, str]:
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, re.DOTALL)
    return {plain(label): plain(said) for label, said in found}


def cells(html: str) -> list[str]:
    body = html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body, re.DOTALL)]


def seeds_text(html: str) -> str:
    return plain(html.split('id="text">Text</h2>')[1].split("</section>", maxsplit=1)[0])


def assert_seed_shows(client, act, source: bytes) -> None:
    """Each field of the seed stands on the page, and its history and its text."""
    html = client.get(page(act)).content.decode()
    shown = fields(html)
    for label, said in SEED.items():
        assert (label, shown[label]) == (label, said or "Not recorded")
    assert cells(html) == ROW
    words = re.sub(r"[-·\s]+", " ", read_record(source).text)
    assert re.sub(r"[-·\s]+", " ", seeds_text(html)) == words.strip()


def test_every_field_of_the_seed_stands_on_the_page_of_its_act(client, bring) -> None:
    assert_seed_shows(client, bring(PRINT), PRINT)


@pytest.mark.records
def test_every_field_of_the_citys_own_print_stands_on_the_page(client, bring) -> None:
    (seed,) = (SHARED / "seed").glob("*.txt")
    assert_seed_shows(client, bring(seed.read_bytes()), seed.read_bytes())


def test_the_page_shows_who_voted_how_in_the_councils_own_words(client, bring, cities) -> None:
    promise = circulated(cities["raytown"], cities["grandview"])
    act = bring(meeting(PASSED), "raytown", agreement=promise)
    decided(promise, cities["grandview"])
    said = plain(client.get(page(act)).content.decode())
    assert "Adopted, City Council, Tuesday, March 3, 2026" in said
    assert "Ward 1 Yes Aye Ward 2 No Nay" in said


def test_the_page_costs_the_same_with_one_step_and_with_many(client, cities) -> None:
    costs = []
    for steps in (1, 5):
        promise = circulated(cities["raytown"], cities["grandview"])
        act = decided(promise, cities["raytown"], result="pending", on=None)
        for _ in range(steps):
            VoteFactory(act=None, action=ActionFactory(act=act))
        Act.objects.filter(pk=act.pk).update(result="passed", acted_on=date(2026, 3, 1))
        client.get(page(act))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(act)).status_code == 200
        costs.append(len(asked))
    assert costs == [COST, COST]


COST = 9


def test_a_closed_document_is_named_neither_on_the_page_nor_in_a_file(client, bring) -> None:
    act = bring(PRINT)
    for name in ("Resolution.pdf", "Memo of the attorney.pdf", "Minutes.pdf"):
        document = DocumentFactory(agreement=None, act=act, name=name)
        if name != "Minutes.pdf":
            ClosingFactory(document=document)
    html = client.get(page(act)).content.decode()
    said = [client.get(page(act, name)).content.decode() for name in ("matter", "bill")]
    assert fields(html)["Attachments"] == "1. Statement of Common Purpose, 2. Minutes.pdf"
    whole = "".join([html, *said])
    assert [name for name in ("attorney", "Resolution.pdf") if name in whole] == []


# --- files ---------------------------------------------------------------------------------------


def test_the_record_as_json_is_a_file_that_comes_in_again_without_a_change(client, bring) -> None:
    act = bring(PRINT)
    response = client.get(page(act, "matter"))
    again = records.import_record(
        response.content, city=act.party.organisation.city, by=PORTAL, at=NOON
    )
    assert (
        response["Content-Disposition"],
        response["Content-Type"],
        json.loads(response.content)["MatterFile"],
        (again.inserted, again.updated, again.unchanged),
        client.get(page(act, "matter")).content == response.content,
    ) == (
        'attachment; filename="lees-summit-res-no-21-08.json"',
        "application/json",
        "RES. NO. 21-08",
        (0, 1, 2),
        True,
    )


def test_the_record_as_open_civic_data_names_the_citys_division(client, bring, cities) -> None:
    FactFactory(
        organisation=cities["lees-summit"],
        position=9,
        label="Open Civic Data division",
        value="ocd-division/country:us/state:mo/place:lee~s_summit",
    )
    act = bring(PRINT)
    said = json.loads(client.get(page(act, "bill")).content)
    (event,) = said["vote_events"]
    assert (
        said["bill"]["extras"]["division_id"],
        said["bill"]["sources"][0]["url"].endswith(page(act)),
        event["bill"] == said["bill"]["id"],
        event["result"],
    ) == ("ocd-division/country:us/state:mo/place:lee~s_summit", True, True, "pass")


def printed(source: bytes, **changes) -> pikepdf.Pdf:
    facts = {
        "record": read_record(source),
        "issuer": "The City of Lee's Summit",
        "agreement": "Statement of Common Purpose",
        "sample": False,
        "as_of": date(2026, 3, 2),
        **changes,
    }
    return pikepdf.open(io.BytesIO(typeset_details(Details(**facts), fonts=document_fonts())))


def test_the_pdf_is_accessible_and_archivable() -> None:
    pdf = printed(json.dumps(NEW_YORK).encode())
    heads = [tag for tag in tags(pdf) if str(tag.S) == "/TH"]
    assert (
        claims(pdf),
        untagged(pdf),
        headings(pdf),
        {tuple(scopes(head)) for head in heads},
        len(heads),
        {"Title", "Table", "TD"} <= set(kinds(pdf)),
        str(pdf.Root.Lang),
    ) == (
        ["3", "A", "1", "Legislation Details (With Text): Res 0001-2026"],
        [],
        [
            ("H1", "History"),
            ("H2", "Approved, by Council, City Council, Tuesday, March 3, 2026"),
            ("H1", "Text"),
        ],
        {("/Column",)},
        8,
        True,
        "en-US",
    )


def test_the_pages_of_a_pdf_after_the_first_repeat_the_number_and_the_version() -> None:
    pdf = printed(PRINT)
    heads = [min(y for _, y, _, _ in letters(page)) for page in pdf.pages]
    first, second = ([y for _, y, _, _ in letters(page)] for page in pdf.pages)
    assert (len(heads), max(second) > TOP, max(first) > TOP) == (2, True, False)


TOP = 11 * 72 - 0.8 * 72
"""Only the running line of a later page stands above this, in points from the page's foot."""


def test_the_same_record_gives_the_same_pdf() -> None:
    facts = Details(
        record=read_record(PRINT),
        issuer="The City of Lee's Summit",
        agreement="Statement",
        sample=True,
        as_of=date(2026, 3, 2),
    )
    first, second = (typeset_details(facts, fonts=document_fonts()) for _ in range(2))
    assert first == second


def test_the_pdf_of_an_act_is_handed_over_under_its_number(client, bring) -> None:
    response = client.get(page(bring(PRINT), "details_pdf"))
    assert (response["Content-Disposition"], response.content[:5]) == (
        'attachment; filename="lees-summit-res-no-21-08.pdf"',
        b"%PDF-",
    )
