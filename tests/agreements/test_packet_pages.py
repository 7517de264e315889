"""The packet's page with its choices, and the papers for the next council."""

import io
import zipfile

import pikepdf
import pytest
from django.urls import reverse
from docx import Document

from agreements.clauses import TERMS
from collaborative.models import Event
from tests.factories.agreements import DocumentFactory, circulated, decided

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def at(name, *args, **query):
    return reverse(f"agreements:{name}", args=args)


@pytest.fixture
def promise(cities):
    agreement = circulated(cities["raytown"], cities["grandview"], slug="plows", title="Plows")
    decided(agreement, cities["grandview"])
    return agreement


@pytest.fixture
def clerks(client_for, clerk_of):
    return client_for(clerk_of("raytown"))


@pytest.fixture
def facilitators(client_for, facilitator):
    return client_for(facilitator)


def sent(answer) -> dict[str, bytes]:
    content = b"".join(answer.streaming_content)
    assert len(content) == int(answer.headers["Content-Length"])
    with zipfile.ZipFile(io.BytesIO(content)) as packet:
        return {name: packet.read(name) for name in packet.namelist()}


def test_what_the_page_says_is_what_is_handed_over(clerks, promise):
    page = clerks.get(at("packet", "plows"), {"city": "", "recordable": "on"})
    manifest = page.context["sealed"].manifest
    answer = clerks.post(at("packet", "plows"), {"city": "", "recordable": "on"})
    files = sent(answer)
    event = Event.objects.get(kind="agreement.packet_exported")
    assert (event.detail["sha256"], files["manifest.json"]) == (manifest.sha256, manifest.to_json())
    assert manifest.sha256 in text_of(page)
    with pikepdf.open(io.BytesIO(files["packet.pdf"])) as pdf:
        assert float(pdf.pages[0].MediaBox[3]) == 792


def test_a_clerk_has_the_own_citys_packet_or_everybodys_and_no_other(clerks, promise):
    names = []
    for city in ("raytown", "", "grandview"):
        answer = clerks.post(at("packet", "plows"), {"city": city})
        names.append(answer.headers.get("Content-Disposition"))
    assert names == [
        'attachment; filename="plows-raytown.zip"',
        'attachment; filename="plows.zip"',
        None,
    ]


def test_the_page_names_each_gap(facilitators, promise):
    page = facilitators.get(at("packet", "plows"))
    assert page.context["gaps"] == [
        "There is no record of an act by Raytown's council.",
        f"No roll call is on record for {act_of(promise)} of Grandview.",
        "No signature is on record for City of Grandview.",
        "No signature is on record for City of Raytown.",
        UNSETTLED,
        "No filing is on record: Secretary of State of Missouri.",
        "No filing is on record: Keeper of contracts, Grandview.",
        "No filing is on record: Keeper of contracts, Raytown.",
        *(UNPLACED.format(city) for city in ("Grandview", "Raytown")),
    ]


UNSETTLED = "Required terms that nobody has found in the text: {}.".format(
    ", ".join(term.title.lower() for term in TERMS)
)
UNPLACED = "It is not on record in which county {} lies, so its recorder of deeds cannot be named."


def act_of(promise) -> str:
    return f"Resolution {promise.parties.first().acts.get().file_number}"


def test_a_file_that_the_store_has_lost_is_named_and_nothing_is_exported(clerks, promise):
    document = DocumentFactory(agreement=promise, name="Map.pdf")
    document.file.storage.delete(str(document.file))
    answer = clerks.post(at("packet", "plows"))
    assert (answer.streaming, Event.objects.filter(kind="agreement.packet_exported").count()) == (
        False,
        0,
    )
    assert "does not hold Map.pdf as on record" in text_of(answer)


@pytest.mark.parametrize(
    ("paper", "name", "title"),
    [
        ("act", "draft-ordinance-raytown-plows.docx", "Draft ordinance: Plows"),
        ("sheet", "agenda-cover-sheet-raytown-plows.docx", "Agenda cover sheet: Plows"),
    ],
)
def test_a_paper_for_the_council_is_handed_over_as_a_word_document(
    clerks, promise, paper, name, title
):
    chosen = {"city": "raytown", "instrument": "ordinance", "paper": paper}
    answer = clerks.get(at("council_papers", "plows"), chosen)
    document = Document(io.BytesIO(b"".join(answer.streaming_content)))
    assert (answer.headers["Content-Disposition"], document.paragraphs[0].text) == (
        f'attachment; filename="{name}"',
        title,
    )


def test_papers_are_for_the_own_council_that_has_still_to_adopt(
    clerks, client_for, clerk_of, facilitators, promise
):
    def offered(client) -> list[str]:
        page = client.get(at("council_papers", "plows"))
        return [party.organisation.slug for party in page.context["parties"]]

    grandview = client_for(clerk_of("grandview"))
    assert [offered(client) for client in (clerks, grandview, facilitators)] == [
        ["raytown"],
        [],
        ["raytown"],
    ]
    others = {"city": "grandview", "instrument": "ordinance", "paper": "act"}
    assert not clerks.get(at("council_papers", "plows"), others).streaming
    assert (
        client_for(clerk_of("independence")).get(at("council_papers", "plows")).status_code == 403
    )


@pytest.mark.parametrize("count", [2, 5])
def test_the_packets_page_costs_the_same_for_any_number_of_acts(
    facilitators, cities, django_assert_num_queries, count
):
    agreement = circulated(*list(cities.values())[:count])
    for party in agreement.parties.all():
        decided(agreement, party.organisation)
    with django_assert_num_queries(39):
        facilitators.get(at("packet", agreement.slug))
