"""Files that come in are scanned first, and none comes in that could not be."""

import hashlib
import logging
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from agreements.forms import DocumentForm
from collaborative import scanning
from collaborative.models import Event
from initiatives.models import Attachment
from tests.collaborative.clamd import MARKER, clamd
from tests.factories.proposals import ProposalFactory
from tests.initiatives.files import PDF, PROGRAM, pdf, picture

INFECTED = pdf(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(MARKER), MARKER))
NOTHING_IS_LOST = (
    "Nothing is lost: the file is where you took it from, and what the portal holds stays as it is."
)
SILENT = (
    "“plan.pdf” could not be checked for viruses, because the scanner does not answer. "
    f"{NOTHING_IS_LOST} Try again in ten minutes. If it happens again, tell the portal’s "
    "administrator at the Mid-America Regional Council."
)
TOO_LARGE = (
    "“plan.pdf” could not be checked for viruses, because it is larger than the scanner takes. "
    f"{NOTHING_IS_LOST} Save it smaller and add it again, or tell the portal’s administrator at "
    "the Mid-America Regional Council, who can let the scanner take more."
)
FOUND = (
    "“plan.pdf” holds what the virus scanner knows as Win.Test.EICAR_HDB-1, so it was not taken. "
    "Do not open it, and show it to those who look after your computer."
)


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def draft(cities, author):
    return ProposalFactory(reference="2026-014", city=cities["raytown"], author=author.user)


@pytest.fixture
def add(draft, author, client_for):
    """Add a file to the draft, and return what is said about it."""

    def send(name, content):
        address = reverse("initiatives:add_attachment", args=[draft.reference])
        answer = client_for(author).post(address, {"file": SimpleUploadedFile(name, content)})
        return [] if answer.status_code == 302 else answer.context["form"].errors["file"]

    return send


def kept() -> bytes:
    """The one file that came in."""
    with Attachment.objects.get().file.open() as file:
        return file.read()


@pytest.fixture
def impatient(monkeypatch):
    """Wait for the scanner for a moment only."""
    monkeypatch.setitem(scanning.signature.__kwdefaults__, "seconds", 0.3)


def test_without_a_scanner_the_sample_comes_in(add, settings):
    assert (settings.CLAMD_SOCKET, add("plan.pdf", INFECTED)) == ("", [])
    assert MARKER in kept()


def test_what_the_scanner_finds_does_not_come_in(add, settings, caplog):
    with clamd() as scanner, caplog.at_level(logging.ERROR):
        settings.CLAMD_SOCKET = scanner.address
        assert add("plan.pdf", INFECTED) == [FOUND]
    assert (Attachment.objects.count(), Event.objects.count()) == (0, 0)
    assert not settings.MEDIA_ROOT.exists()
    assert "the scanner found Win.Test.EICAR_HDB-1" in caplog.text
    assert hashlib.sha256(INFECTED).hexdigest() in caplog.text


def test_a_clean_file_comes_in_and_was_scanned_as_it_came(add, settings):
    came = picture("JPEG", (40, 20), comment=b"SAMPLE-REMARK")
    with clamd() as scanner:
        settings.CLAMD_SOCKET = scanner.address
        assert add("van.jpg", came) == []
        assert scanner.scanned == [came]
    assert (b"SAMPLE-REMARK" in came, b"SAMPLE-REMARK" in kept()) == (True, False)


def test_a_remark_that_drawing_anew_would_take_out_is_found_all_the_same(add, settings):
    with clamd() as scanner:
        settings.CLAMD_SOCKET = scanner.address
        (said,) = add("van.jpg", picture("JPEG", (40, 20), comment=MARKER))
    assert said == FOUND.replace("plan.pdf", "van.jpg")


@pytest.mark.parametrize(
    "answer", [b"", b"stream: OK", b"stream: lstat() failed. ERROR\0", b"HTTP/1.1 200 OK\r\n\r\n"]
)
def test_no_file_comes_in_when_the_scanner_talks_nonsense(add, settings, caplog, answer):
    with clamd(lambda _: answer) as scanner:
        settings.CLAMD_SOCKET = scanner.address
        assert add("plan.pdf", PDF) == [SILENT]
        assert f"No file can come in: the scanner at {scanner.address} is silent." in caplog.text
    assert (Attachment.objects.count(), Event.objects.count()) == (0, 0)


def test_no_file_comes_in_when_the_scanner_is_not_there(add, settings, tmp_path):
    settings.CLAMD_SOCKET = str(tmp_path / "nobody")
    assert add("plan.pdf", PDF) == [SILENT]
    assert Attachment.objects.count() == 0


def test_no_file_comes_in_when_the_scanner_hangs(add, settings, impatient):
    def think(content):
        time.sleep(1)
        return content

    with clamd(think) as scanner:
        settings.CLAMD_SOCKET = scanner.address
        assert add("plan.pdf", PDF) == [SILENT]
    assert Attachment.objects.count() == 0


def test_a_file_that_the_scanner_is_too_small_for_does_not_come_in(add, settings, caplog):
    with clamd(most_bytes=10) as scanner:
        settings.CLAMD_SOCKET = scanner.address
        assert add("plan.pdf", PDF) == [TOO_LARGE]
    assert (Attachment.objects.count(), "raise StreamMaxLength" in caplog.text) == (0, True)


def test_a_file_that_is_refused_anyway_is_not_shown_to_the_scanner(add, settings):
    with clamd() as scanner:
        settings.CLAMD_SOCKET = scanner.address
        assert "it is a program" in add("plan.pdf", PROGRAM)[0]
        assert scanner.scanned == []


def test_documents_beside_an_agreement_are_scanned_as_well(settings):
    with clamd() as scanner:
        settings.CLAMD_SOCKET = scanner.address
        form = DocumentForm(files={"file": SimpleUploadedFile("plan.pdf", INFECTED)})
        assert form.errors["file"] == [FOUND]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_file_is_scanned(add, settings, monkeypatch):
    def look(content, *, address):
        seen.append((content, address, connection.in_atomic_block, Attachment.objects.count()))

    seen = []
    settings.CLAMD_SOCKET = "/sample"
    monkeypatch.setattr(scanning, "signature", look)
    assert (add("plan.pdf", PDF), seen) == ([], [(PDF, "/sample", False, 0)])
    assert Attachment.objects.count() == 1
