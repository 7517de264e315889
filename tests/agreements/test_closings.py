"""What is closed by law: named by number and provision, held by nobody outside, never taken out."""

import io
import json
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from agreements import packets
from agreements.models import Closing, Document
from agreements.operations import closings
from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC, Event
from tests.conftest import NOON
from tests.factories.agreements import DocumentFactory, circulated, decided
from tests.factories.closings import ClosingFactory
from tests.factories.papers import FilingFactory

pytestmark = pytest.mark.django_db
LEGAL = Closing.Provision.LEGAL
SECRET = b"%PDF-1.7 the settlement"


@pytest.fixture
def promise(cities):
    agreement = circulated(cities["raytown"], cities["grandview"], slug="plows", title="Plows")
    decided(agreement, cities["raytown"])
    return agreement


@pytest.fixture
def memo(promise):
    return DocumentFactory(agreement=promise, name="Settlement.pdf", content=SECRET)


@pytest.fixture
def act_memo(promise):
    act = promise.parties.get(organisation__slug="raytown").acts.get()
    return DocumentFactory(agreement=None, act=act, name="Advice.pdf", content=SECRET + b"!")


def close(document, by, **more):
    facts = {"provision": LEGAL, "citation": "Advice of counsel", **more}
    return closings.close(document, **facts, by=by, at=NOON)


def files_of(sealed) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(sealed.pieces()))) as packet:
        return {name: packet.read(name) for name in packet.namelist()}


def at(name, *args):
    return reverse(f"agreements:{name}", args=args)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_closing_and_opening_are_added_to_the_record_and_say_no_name(memo, facilitator, clerk_of):
    close(memo, facilitator)
    closings.reopen(memo, reason="Settled", by=clerk_of("raytown"), at=NOON + timedelta(days=1))
    events = Event.objects.filter(kind__startswith="agreement.document")
    assert [(event.kind, event.office, event.detail["reason"]) for event in events] == [
        ("agreement.document_closed", "Facilitator, Mid-America Regional Council", ""),
        ("agreement.document_reopened", "Clerk, Raytown", "Settled"),
    ]
    assert "Settlement" not in json.dumps([event.detail for event in events])
    close(memo, facilitator)
    assert Closing.objects.filter(document=memo).count() == 2


def test_the_facilitator_and_the_clerks_in_charge_close_and_nobody_else(
    memo, act_memo, facilitator, clerk_of, liaison_of, staff_of
):
    def refused(document, actor) -> str:
        with pytest.raises(PermissionDenied) as refusal:
            close(document, actor)
        return str(refusal.value)

    assert [
        refused(memo, clerk_of("independence")),
        refused(memo, liaison_of("raytown")),
        refused(act_memo, clerk_of("grandview")),
        refused(act_memo, staff_of("raytown")),
    ] == [
        "Documents are closed and opened by a facilitator or the clerk of a party city.",
        "Documents are closed and opened by a facilitator or the clerk of a party city.",
        "Documents are closed and opened by a facilitator or the clerk of Raytown.",
        "Documents are closed and opened by a facilitator or the clerk of Raytown.",
    ]
    close(memo, clerk_of("grandview"))
    close(act_memo, clerk_of("raytown"))


def test_who_reads_a_closed_document(
    memo, act_memo, facilitator, clerk_of, liaison_of, administrator
):
    close(memo, facilitator)
    close(act_memo, facilitator)

    def read(actor) -> list[str]:
        return sorted(Document.objects.visible_to(actor).values_list("name", flat=True))

    assert [
        read(actor)
        for actor in (
            facilitator,
            clerk_of("raytown"),
            clerk_of("grandview"),
            clerk_of("independence"),
            liaison_of("raytown"),
            administrator,
            PUBLIC,
        )
    ] == [
        ["Advice.pdf", "Settlement.pdf"],
        ["Advice.pdf", "Settlement.pdf"],
        ["Settlement.pdf"],
        [],
        [],
        [],
        [],
    ]


def test_the_second_to_close_or_open_learns_who_was_first(memo, facilitator, clerk_of):
    close(memo, facilitator)
    with pytest.raises(StaleState, match="Facilitator, Mid-America Regional Council closed it on"):
        close(memo, clerk_of("raytown"))
    closings.reopen(memo, reason="Settled", by=facilitator, at=NOON)
    with pytest.raises(StaleState, match="open already"):
        closings.reopen(memo, reason="Settled", by=facilitator, at=NOON)


def test_the_database_takes_nothing_out(memo):
    closing = ClosingFactory(document=memo)
    for change in (
        closing.delete,
        lambda: Closing.objects.update(provision=Closing.Provision.BIDS),
        lambda: Closing.objects.update(reopened_at=NOON),
        lambda: ClosingFactory(document=memo),
        lambda: ClosingFactory(provision="other"),
    ):
        with pytest.raises((IntegrityError, Exception)), transaction.atomic():
            change()
    assert Closing.objects.get() == closing


def test_the_pages_name_it_by_number_and_provision_alone(
    memo, promise, facilitator, client_for, clerk_of, staff_of
):
    close(memo, facilitator)
    address = promise.get_absolute_url()
    said = "Document 1. <strong>Closed to the public. RSMo 610.021(1): legal actions and legal"
    for actor in (PUBLIC, staff_of("raytown"), clerk_of("independence")):
        page = text_of(client_for(actor).get(address))
        assert ("Settlement" in page, said in page) == (False, True)
    assert "Settlement.pdf" in text_of(client_for(clerk_of("grandview")).get(address))

    def answered(actor) -> int:
        answer = client_for(actor).get(at("document", "plows", memo.pk))
        if answer.streaming:
            assert b"".join(answer.streaming_content) == SECRET
        return answer.status_code

    actors = (PUBLIC, staff_of("raytown"), clerk_of("grandview"), facilitator)
    assert [answered(actor) for actor in actors] == [302, 404, 200, 200]


def test_the_filing_log_does_not_name_a_receipt_that_is_closed(
    memo, promise, facilitator, client_for
):
    FilingFactory(version=promise.versions.get(), receipt=memo)
    close(memo, facilitator)
    public, inside = (
        text_of(client_for(actor).get(at("filing", "plows"))) for actor in (PUBLIC, facilitator)
    )
    assert ("Settlement" in public, "Its receipt is closed to the public." in public) == (
        False,
        True,
    )
    assert "Settlement.pdf" in inside


def test_history_does_not_say_the_name_of_what_is_closed_now(
    promise, facilitator, client_for, memo
):
    Event.objects.record(
        "agreement.document_added", promise, by=facilitator, at=NOON, document="Settlement.pdf"
    )
    pages = []
    for act in (lambda: None, lambda: close(memo, facilitator)):
        act()
        page = text_of(client_for(PUBLIC).get(promise.get_absolute_url()))
        pages.append(
            ("added the document Settlement.pdf" in page, "closed to the public now" in page)
        )
    assert pages == [(True, False), (False, True)]


def test_the_open_packet_holds_nothing_of_it_but_number_and_provision(memo, promise, facilitator):
    DocumentFactory(agreement=promise, name="Map.pdf", added_at=NOON + timedelta(hours=1))
    close(memo, facilitator)
    files = files_of(packets.pack(packets.hold(promise)))
    record = json.loads(files["record.json"])
    assert [name for name in files if name.startswith(("attachments", "closed"))] == [
        "attachments/02 Map.pdf"
    ]
    assert record["documents"][0] == {
        "number": "Document 1",
        "closed": (
            "Closed to the public. RSMo 610.021(1): legal actions and legal work product. Advice "
            "of counsel Closed by Facilitator, Mid-America Regional Council on Monday, "
            "March 2, 2026."
        ),
    }
    everything = b"".join(files.values())
    with pikepdf.open(io.BytesIO(files["packet.pdf"])) as pdf:
        everything += b"".join(page.Contents.read_bytes() for page in pdf.pages)
    hidden = (b"Settlement", b"settlement", memo.sha256.encode())
    assert [word for word in hidden if word in everything] == []


def test_the_closed_part_is_a_zip_of_its_own_for_those_in_charge(
    memo, act_memo, promise, facilitator, client_for, clerk_of
):
    close(memo, facilitator)
    close(act_memo, facilitator)

    def had(actor) -> list[str] | int:
        chosen = {"city": "", "closed": "yes"}
        answer = client_for(actor).post(at("packet", "plows"), chosen)
        content = b"".join(answer.streaming_content)
        with zipfile.ZipFile(io.BytesIO(content)) as packet:
            return [name for name in packet.namelist() if name.startswith("closed/")]

    numbers = {each.name: n for n, each in enumerate(packets.hold(promise).documents, start=1)}
    memos = [f"closed/Document {numbers[name]} {name}" for name in sorted(numbers, key=numbers.get)]
    own = [name for name in memos if "Settlement" in name]
    assert [had(actor) for actor in (facilitator, clerk_of("raytown"), clerk_of("grandview"))] == [
        memos,
        memos,
        own,
    ]
    event = Event.objects.filter(kind="agreement.packet_exported").last()
    assert (event.detail["part"], event.office) == ("closed", "Clerk, Grandview")


def test_the_command_writes_the_closed_part_when_asked(memo, promise, facilitator, tmp_path):
    close(memo, facilitator)
    paths = tmp_path / "open.zip", tmp_path / "closed.zip"
    call_command("export_packet", "plows", output=str(paths[0]))
    call_command("export_packet", "plows", output=str(paths[1]), closed=True)
    for path in paths:
        call_command("verify_packet", str(path))
    assert (SECRET in paths[0].read_bytes(), SECRET in paths[1].read_bytes()) == (False, True)


def test_closing_is_a_change_of_the_packets_state(memo, promise, facilitator):
    before = packets.hold(promise).as_of
    closings.close(memo, provision=LEGAL, citation="", by=facilitator, at=NOON + timedelta(days=3))
    assert (packets.hold(promise).as_of - before).days == 3


def test_a_document_is_closed_and_opened_on_its_pages(memo, promise, client_for, clerk_of):
    client = client_for(clerk_of("grandview"))
    faulty = client.post(at("close_document", "plows", memo.pk), {"provision": "other"})
    closed = client.post(at("close_document", "plows", memo.pk), {"provision": LEGAL}, follow=True)
    opened = client.post(at("reopen_document", "plows", memo.pk), {"reason": "Settled"})
    assert (
        "Name the provision that lets the document be closed." in text_of(faulty),
        "is closed to the public, and the record says why." in text_of(closed),
        opened.status_code,
        Document.objects.visible_to(PUBLIC).count(),
    ) == (True, True, 302, 1)
