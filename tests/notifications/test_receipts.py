"""The receipt of what was sent in: to whom it goes, and the document that goes with it."""

import io

import pikepdf
import pytest

from initiatives.models import Invited, Proposal, Submission
from initiatives.operations import proposals, revising, writing
from notifications.models import Message
from notifications.operations import outbox
from notifications.operations.post import envelope
from notifications.operations.writing import write
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.proposals import AttachmentFactory, whole_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cities, staff_of) -> Proposal:
    """A proposal of Raytown, sent in at noon by its author, with a colleague who writes too."""
    author, colleague = staff_of("raytown"), staff_of("grandview")
    city = cities["raytown"]
    department = DepartmentFactory(organisation=city, name="Public Works")
    text = {
        **whole_text(city),
        "title": "Shared street sweeper",
        "category": "fleet",
        "department": str(department.pk),
        "idea": "Buy **one** together:\n\n- in spring\n- in fall",
        "wanted__grandview": "yes",
    }
    begun = writing.start(city, answers=text, by=author, at=NOON)
    AttachmentFactory(proposal=begun, name="Hours.pdf", added_at=NOON)
    proposals.share(begun, colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    proposals.submit(Proposal.objects.get(pk=begun.pk), by=author, at=NOON)
    outbox.post_events(at=NOON)
    return Proposal.objects.get(pk=begun.pk)


def receipts() -> list[Message]:
    return list(Message.objects.filter(kind="submission.received").order_by("pk"))


def test_sender_author_and_writing_colleagues_get_one_receipt_each(sent):
    assert [str(message.recipient) for message in receipts()] == [
        "Staff, Raytown",
        "Staff, Grandview",
    ]
    outbox.post_events(at=NOON)
    assert len(receipts()) == 2


def test_the_letter_says_the_number_and_what_is_next_and_holds_the_document(sent):
    letter = write(receipts()[0], at=NOON)
    assert letter.subject == "Received: EJC-2026-001 Shared street sweeper"
    assert "Its reference number is EJC-2026-001." in letter.text
    assert "You can withdraw it until its evaluation round closes" in letter.text
    mail = envelope(receipts()[0], letter, at=NOON)
    assert [(part[0], part[2]) for part in mail.attachments] == [
        ("EJC-2026-001, as sent in.pdf", "application/pdf")
    ]
    assert mail.message().get_content_type() == "multipart/mixed"


def words_of(document: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(document))


def test_the_document_is_of_the_text_that_was_sent_in_whatever_is_written_since(
    sent, facilitator, staff_of
):
    first = write(receipts()[0], at=NOON).enclosures[0].content
    proposals.send_back(sent, reason="Why?", by=facilitator, at=NOON)
    stands = revising.locked(sent)
    revising.revise(stands, {"title": "Another title"}, by=facilitator, at=NOON)
    assert write(receipts()[0], at=NOON).enclosures[0].content == first
    document = words_of(first)
    title = str(document.docinfo["/Title"])
    assert ("Shared street sweeper" in title, str(document.Root.Lang)) == (True, "en-US")
    assert Submission.objects.get().revision.number == 1


def test_readers_save_the_document_and_others_find_nothing(sent, client_for, facilitator, stranger):
    url = f"{sent.get_absolute_url()}proposal.pdf"
    answer = client_for(facilitator).get(url)
    assert (answer.status_code, answer["Content-Type"], answer["Content-Disposition"]) == (
        200,
        "application/pdf",
        'inline; filename="EJC-2026-001-sent-in.pdf"',
    )
    assert answer.content == write(receipts()[0], at=NOON).enclosures[0].content
    assert client_for(stranger).get(url).status_code == 404
