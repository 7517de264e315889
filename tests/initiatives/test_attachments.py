"""A proposal's files: in, out, and never without their row."""

import io
import re
import uuid
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from collaborative.http import handed_out
from collaborative.models import PUBLIC, Event
from collaborative.uploads import Upload, check
from initiatives.events import ProposalEvent
from initiatives.models import Attachment, Proposal
from initiatives.operations import attachments as operations
from tests.conftest import NOON
from tests.factories.proposals import AttachmentFactory, ProposalFactory
from tests.initiatives.files import PDF, PROGRAM, SVG, docx, picture, xlsx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TOKEN = re.compile('name="csrfmiddlewaretoken" value="[^"]+"')
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def draft(cities, author):
    return ProposalFactory(reference="EJC-2026-014", city=cities["raytown"], author=author.user)


@pytest.fixture
def upload():
    return check("Kosten – plan.pdf", PDF, most_bytes=1000)


def stored(settings) -> list[str]:
    """Every file below MEDIA_ROOT."""
    return sorted(
        str(path.relative_to(settings.MEDIA_ROOT))
        for path in settings.MEDIA_ROOT.rglob("*")
        if path.is_file()
    )


def add(client, proposal, name, content):
    sent = SimpleUploadedFile(name, content)
    return client.post(
        reverse("initiatives:add_attachment", args=[proposal.reference]), {"file": sent}
    )


# Operations --------------------------------------------------------------------------------------


def test_a_file_is_kept_under_a_name_nobody_guesses(draft, author, upload, settings):
    kept = operations.attach(draft, upload=upload, by=author, at=NOON)
    row = Attachment.objects.get()
    assert (row.pk, row.name, row.size, row.media_type, row.added_by, row.added_at) == (
        kept.pk,
        "Kosten – plan.pdf",
        len(PDF),
        "application/pdf",
        author.user,
        NOON,
    )
    assert stored(settings) == [f"attachments/EJC-2026-014/{kept.pk.hex}"]
    assert row.file.read() == PDF
    row.file.close()
    event = Event.objects.get()
    assert (event.kind, event.detail) == (
        ProposalEvent.FILE_ADDED,
        {"name": "Kosten – plan.pdf", "sha256": row.sha256},
    )


def test_the_same_file_twice_is_kept_once(draft, author, upload, settings):
    first = operations.attach(draft, upload=upload, by=author, at=NOON)
    again = operations.attach(draft, upload=upload, by=author, at=NOON)
    assert (again, Attachment.objects.count(), Event.objects.count()) == (first, 1, 1)
    assert len(stored(settings)) == 1


def test_a_file_whose_row_fails_leaves_nothing_behind(draft, author, upload, settings, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Event.objects, "record", fail)
    with pytest.raises(RuntimeError):
        operations.attach(draft, upload=upload, by=author, at=NOON)
    assert (Attachment.objects.count(), stored(settings)) == (0, [])


def test_a_file_that_the_disk_took_only_half_of_leaves_nothing_behind(
    draft, author, upload, settings, monkeypatch
):
    storage = Attachment._meta.get_field("file").storage

    def fill_the_disk(name, content):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "_save", fill_the_disk)
    with pytest.raises(OSError, match="No space left"):
        operations.attach(draft, upload=upload, by=author, at=NOON)
    assert (Attachment.objects.count(), stored(settings)) == (0, [])


def test_files_of_a_proposal_stay_under_their_limit_together(draft, author, settings):
    settings.ATTACHMENTS_MAX_BYTES = 10
    operations.attach(
        draft, upload=Upload("a.pdf", "application/pdf", b"123456"), by=author, at=NOON
    )
    with pytest.raises(PermissionDenied, match="there is room for 4 bytes"):
        operations.attach(
            draft, upload=Upload("b.pdf", "application/pdf", b"12345"), by=author, at=NOON
        )
    assert Attachment.objects.count() == 1


def test_no_file_comes_to_a_text_that_stands(cities, author, upload, settings):
    sent_in = ProposalFactory(state="submitted", city=cities["raytown"], author=author.user)
    attachment = AttachmentFactory(proposal=sent_in)
    with pytest.raises(PermissionDenied, match="its text stands"):
        operations.attach(sent_in, upload=upload, by=author, at=NOON)
    with pytest.raises(PermissionDenied, match="its text stands"):
        operations.detach(attachment, by=author, at=NOON)
    assert (Attachment.objects.get(), len(stored(settings))) == (attachment, 1)


def test_a_file_goes_with_its_row_once_that_is_certain(
    draft, author, settings, django_capture_on_commit_callbacks
):
    attachment = AttachmentFactory(proposal=draft)
    with django_capture_on_commit_callbacks() as afterwards:
        operations.detach(attachment, by=author, at=NOON)
    assert (Attachment.objects.count(), len(stored(settings))) == (0, 1)
    for callback in afterwards:
        callback()
    assert stored(settings) == []
    event = Event.objects.get()
    assert (event.kind, event.detail) == (
        ProposalEvent.FILE_REMOVED,
        {"name": "sample.pdf", "sha256": attachment.sha256},
    )


def test_removing_a_file_twice_is_told_once(draft, author):
    attachment = AttachmentFactory(proposal=draft)
    again = Attachment.objects.get()
    operations.detach(attachment, by=author, at=NOON)
    operations.detach(again, by=author, at=NOON)
    assert Event.objects.count() == 1


# Pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.pdf", PDF), ("plan.docx", docx()), ("map.png", picture("PNG"))],
)
def test_a_good_file_comes_in(name, content, draft, author, client_for):
    response = add(client_for(author), draft, name, content)
    assert (response.status_code, response.url) == (302, draft.get_absolute_url())
    assert Attachment.objects.get().name == name


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.pdf", PROGRAM, "“plan.pdf” is named like a PDF file, but it is a program."),
        ("map.svg", SVG, "A drawing of this kind can hold a program."),
        ("plan.pdf", b"", "“plan.pdf” is empty."),
        ("plan.docm", docx(), "Save it in Word as .docx without macros"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(
    name, content, sentence, draft, author, client_for, settings
):
    response = add(client_for(author), draft, name, content)
    page = response.content.decode()
    assert sentence in page
    assert "<title>Error: Add a file" in page
    assert (Attachment.objects.count(), Event.objects.count()) == (0, 0)
    assert not settings.MEDIA_ROOT.exists()


def test_a_file_beyond_the_room_left_is_refused_beside_its_field(
    draft, author, client_for, settings
):
    settings.ATTACHMENTS_MAX_BYTES = 10
    response = add(client_for(author), draft, "plan.pdf", PDF)
    assert "The files of one proposal may have 10 bytes together" in response.content.decode()
    assert Attachment.objects.count() == 0


def test_no_file_at_all_is_told(draft, author, client_for):
    response = client_for(author).post(
        reverse("initiatives:add_attachment", args=[draft.reference]), {}
    )
    assert "File: choose a file." in response.content.decode()


class Unread(io.BytesIO):
    """A body that nobody may touch."""

    def read(self, size=-1):
        raise AssertionError("The body was read.")

    readline = read


@pytest.mark.parametrize("route", ["add_attachment", "edit_proposal"])
def test_two_gigabytes_are_refused_before_a_byte_is_read(route, draft, author, client_for):
    client = client_for(author)
    request = RequestFactory().post("/").environ | {
        "PATH_INFO": reverse(f"initiatives:{route}", args=[draft.reference]),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(2 * 1024**3),
        "wsgi.input": Unread(),
    }
    response = client.request(**request)
    assert response.status_code == 413
    assert "25 MB for one file" in response.content.decode()


def test_a_length_that_is_no_number_is_taken_as_none(draft, author, client_for):
    address = reverse("initiatives:proposal", args=[draft.reference])
    assert client_for(author).get(address, CONTENT_LENGTH="many").status_code == 200


def test_a_file_is_handed_out_to_be_saved_under_its_own_name(draft, author, client_for, upload):
    attachment = operations.attach(draft, upload=upload, by=author, at=NOON)
    response = client_for(author).get(attachment.get_absolute_url())
    assert b"".join(response.streaming_content) == PDF
    response.close()
    name = quote("Kosten – plan.pdf", safe="")
    assert dict(response.headers) == {
        "Cache-Control": "private, no-store",
        "Content-Disposition": (
            f"attachment; filename=\"Kosten - plan.pdf\"; filename*=UTF-8''{name}"
        ),
        "Content-Length": str(len(PDF)),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": "application/pdf",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Vary": "Cookie",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("plan.pdf", PDF, "application/pdf"),
        ("plan.docx", docx(), WORD),
        ("plan.xlsx", xlsx(), EXCEL),
        ("map.png", picture("PNG"), "image/png"),
        ("van.jpg", picture("JPEG"), "image/jpeg"),
    ],
)
def test_each_kind_is_handed_out_as_what_it_was_found_to_be(
    name, content, media_type, draft, author, client_for
):
    assert add(client_for(author), draft, name, content).status_code == 302
    response = client_for(author).get(Attachment.objects.get().get_absolute_url())
    response.close()
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        media_type,
        f'attachment; filename="{name}"',
    )


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Übersicht für Straße.pdf", "Ubersicht fur Stra_e.pdf"),
        ("計画.pdf", "__.pdf"),
        ('the "new" plan.pdf', "the _new_ plan.pdf"),
        ("100% done\\now.pdf", "100_ done_now.pdf"),
        ("a\u202fb—c.pdf", "a b-c.pdf"),
        ("a\r\nb.pdf", "a__b.pdf"),
    ],
)
def test_a_name_of_any_letters_is_also_given_in_plain_ones(name, plain):
    response = handed_out(io.BytesIO(b""), name=name, media_type="application/pdf")
    assert response["Content-Disposition"] == (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )


def test_nothing_of_a_name_is_in_the_place_where_the_file_is_kept(
    draft, author, client_for, settings
):
    assert add(client_for(author), draft, "../../static/plan.pdf", PDF).status_code == 302
    (place,) = stored(settings)
    kept = Attachment.objects.get()
    assert (kept.name, place) == ("plan.pdf", f"attachments/EJC-2026-014/{kept.pk.hex}")
    assert kept.pk.version == 4  # nothing but chance


def test_a_kept_file_is_at_no_address_but_its_own(draft, author, client_for, settings):
    kept = AttachmentFactory(proposal=draft)
    folder, served = settings.MEDIA_ROOT, [Path(path) for path in settings.STATICFILES_DIRS]
    assert not [path for path in served if folder.is_relative_to(path)]
    assert not [path for path in served if path.is_relative_to(folder)]
    desk = client_for(author)
    tried = [f"/{kept.file.name}", f"/media/{kept.file.name}", f"/static/{kept.file.name}"]
    tried += [f"/static/../{kept.file.name}", f"/files/{kept.file.name}"]
    assert [desk.get(path).status_code for path in tried] == [404] * len(tried)


@pytest.mark.parametrize("who", ["another city's staff", "nobody"])
def test_a_hidden_file_answers_like_one_that_is_not_there(who, draft, client_for, staff_of):
    desk = client_for(PUBLIC if who == "nobody" else staff_of("grandview"))
    hidden = AttachmentFactory(proposal=draft).get_absolute_url()
    missing = [
        reverse("initiatives:attachment", args=[draft.reference, uuid.uuid4()]),
        reverse("initiatives:attachment", args=["EJC-2099-999", uuid.uuid4()]),
    ]
    answers = {answer_without_its_address(desk.get(path), path) for path in (hidden, *missing)}
    assert len(answers) == 1


def answer_without_its_address(response, path: str) -> tuple[str, ...]:
    """Everything that tells one answer from another, but for what was asked."""
    headers = sorted(response.headers.items())
    content = TOKEN.sub("", response.content.decode())
    parts = (str(response.status_code), content, repr(headers))
    return tuple(part.replace(path, "HERE") for part in parts)


def test_a_file_is_there_only_for_readers_and_only_under_its_own_proposal(
    cities, author, draft, client_for, staff_of, administrator, facilitator
):
    sent_in = ProposalFactory(state="submitted", city=cities["raytown"], author=author.user)
    attachment = AttachmentFactory(proposal=sent_in)
    path = attachment.get_absolute_url()
    for actor in (staff_of("raytown"), staff_of("grandview"), administrator):
        assert client_for(actor).get(path).status_code == 404
    public = client_for(PUBLIC).get(path)
    assert (public.status_code, public.url) == (302, f"/accounts/login/?next={path}")
    elsewhere = reverse("initiatives:attachment", args=[draft.reference, attachment.pk])
    assert client_for(author).get(elsewhere).status_code == 404
    allowed = client_for(facilitator).get(path)
    assert allowed.status_code == 200
    allowed.close()


def test_a_file_that_is_gone_from_the_disk_is_not_found_and_noted(
    draft, author, client_for, caplog
):
    attachment = AttachmentFactory(proposal=draft)
    attachment.file.storage.delete(attachment.file.name)
    assert client_for(author).get(attachment.get_absolute_url()).status_code == 404
    assert "is not in MEDIA_ROOT" in caplog.text


def test_a_file_is_removed_after_a_question(draft, author, client_for):
    attachment = AttachmentFactory(proposal=draft)
    path = reverse("initiatives:remove_attachment", args=[draft.reference, attachment.pk])
    desk = client_for(author)
    assert "Remove this file?" in desk.get(path).content.decode()
    assert Attachment.objects.count() == 1
    assert desk.post(path).url == draft.get_absolute_url()
    assert Attachment.objects.count() == 0


def test_who_only_reads_removes_no_file(cities, author, client_for, facilitator):
    sent_in = ProposalFactory(state="submitted", city=cities["raytown"], author=author.user)
    attachment = AttachmentFactory(proposal=sent_in)
    path = reverse("initiatives:remove_attachment", args=[sent_in.reference, attachment.pk])
    assert client_for(facilitator).post(path).status_code == 403
    assert Attachment.objects.count() == 1


def test_a_file_of_another_proposal_is_not_removed(draft, author, client_for):
    other = AttachmentFactory(proposal=ProposalFactory(author=author.user))
    path = reverse("initiatives:remove_attachment", args=[draft.reference, other.pk])
    assert client_for(author).post(path).status_code == 404
    assert Proposal.objects.get(pk=other.proposal_id).attachments.count() == 1
