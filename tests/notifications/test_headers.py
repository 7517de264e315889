"""Nothing that anybody types adds a header to a letter, or a second recipient."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from notifications.models import Message
from notifications.operations.blocks import tidy
from notifications.operations.letters import Enclosure, Letter
from notifications.operations.post import envelope
from tests.conftest import NOON

THIEF = "thief@elsewhere.example"
EXPECTED = sorted(
    [
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
)
BREAKS = st.sampled_from(
    ["\r", "\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\x00", " "]
)
TYPED = st.lists(
    st.text(max_size=40) | BREAKS | st.sampled_from([f"Bcc: {THIEF}", "Subject: x", "=?utf-8?q?"]),
    max_size=12,
).map("".join)
UNSUBSCRIBE = "https://portal.sample.example/messages/unsubscribe/token/"


def mail_of(subject, text, name):
    message = Message(
        message_id="<0@portal.sample.example>", address="clerk@raytown.example", due_at=NOON
    )
    enclosure = Enclosure(name, b"%PDF-", "application/pdf")
    letter = Letter(subject, text, unsubscribe=UNSUBSCRIBE, enclosures=(enclosure,))
    return envelope(message, letter, at=NOON)


def faults(mail: EmailMultiAlternatives) -> list[str]:
    """What the mail has beyond what it ought to have, read as a mail server reads it."""
    read = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    found = [] if sorted(read.keys()) == EXPECTED else [f"headers: {sorted(read.keys())}"]
    found += [] if mail.recipients() == ["clerk@raytown.example"] else [f"to {mail.recipients()}"]
    found += [] if str(read["To"]) == "clerk@raytown.example" else [f"To: {read['To']}"]
    kinds = [part.get_content_type() for part in read.walk() if not part.is_multipart()]
    if kinds != ["text/plain", "text/html", "application/pdf"]:
        found.append(f"parts: {kinds}")
    return found


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(subject=TYPED, text=TYPED, name=TYPED)
@example(f"Good\r\nBcc: {THIEF}", f"\r\n.\r\nMAIL FROM:<{THIEF}>", f"a.pdf\r\nBcc: {THIEF}")
@example("\u2028" * 300, "\x00", '"; filename="b.exe')
@example("x" * 2000, "", "ü" * 300)
def test_what_is_typed_adds_no_header_no_part_and_no_recipient(subject, text, name):
    assert faults(mail_of(subject, tidy(text), name)) == []


def test_the_check_sees_a_header_that_was_added():
    mail = mail_of("Good", "Words.", "a.pdf")
    mail.extra_headers["Reply-To"] = THIEF
    assert faults(mail) == [f"headers: {sorted([*EXPECTED, 'Reply-To'])}"]


@pytest.mark.parametrize("address", [f"clerk@raytown.example\nBcc: {THIEF}", "two@a.example\r\nx"])
def test_an_address_of_two_lines_is_refused(address):
    mail = mail_of("Good", "Words.", "a.pdf")
    mail.to = [address]
    with pytest.raises(ValueError, match="newline"):
        mail.message()
