"""Handing one letter to the mail server, and reading its answer."""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime

from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.mail import EmailMultiAlternatives, get_connection

from notifications.models import Message
from notifications.operations.blocks import one_line
from notifications.operations.dressing import as_html
from notifications.operations.letters import Letter

FIRST_PERMANENT = 500
"""SMTP's answers from 500 on are final; those below ask to come again."""
OF_THE_LETTER = frozenset({400, 404, 406, 413, 422})
"""A provider's answers, in HTTP, that are about this letter. All others (a wrong key, too many
letters, a fault over there) are about the way there: no letter gets through at present."""
STATUS = re.compile(r"\d{3} 5\.(\d{1,3}\.\d{1,3})(?![.\d])")
"""A reply with the status of RFC 3463 behind its number."""
OF_THE_ADDRESS = frozenset({"1.0", "1.1", "1.2", "1.3", "1.4", "1.6", "1.10", "2.1"})
"""Statuses that are about the recipient's address: it is not there, moved, or closed. A full
mailbox (2.2), the sender's address (1.7, 1.8) and a policy (7) are not."""


class Refused(Exception):
    """The mail server will never take this letter; the text is its answer.

    `is_of_address` where it is the address that it refuses: whatever else is sent there comes back
    as well.
    """

    def __init__(self, answer: str, *, is_of_address: bool = False) -> None:
        """Keep the answer."""
        super().__init__(answer)
        self.is_of_address = is_of_address


class PutOff(Exception):
    """The mail server asks to come again with this letter; the text is its answer."""


class Unreachable(PutOff):
    """The mail server did not answer, or hung up: no letter gets through at present."""


def envelope(message: Message, letter: Letter, *, at: datetime) -> EmailMultiAlternatives:
    """Return the mail: text, the same as HTML, and the headers that mail programs read."""
    headers = {
        "Message-ID": message.message_id,
        "Date": format_datetime(at),
        "Auto-Submitted": "auto-generated",
    }
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=one_line(letter.subject),
        body=letter.text,
        to=[message.address],
        headers=headers,
    )
    mail.attach_alternative(as_html(letter), "text/html")
    for one in letter.enclosures:
        mail.attach(one_line(one.name), one.content, one.media_type)
    return mail


def post(message: Message, letter: Letter, *, at: datetime) -> None:
    """Hand one letter for one recipient to the mail server, in an exchange of its own.

    Returns when the server has taken it. Raises Refused, PutOff or Unreachable.
    """
    mail = envelope(message, letter, at=at)
    connection = get_connection()
    try:
        try:
            connection.open()
        except OSError as error:
            raise Unreachable(_words(error)) from error
        try:
            connection.send_messages([mail])
        except (OSError, ValueError, AnymailError) as error:
            raise _answer(error) from error
    finally:
        with suppress(OSError):  # the letter is taken or not; how the goodbye went is no matter
            connection.close()


def _answer(error: OSError | ValueError | AnymailError) -> Refused | PutOff:
    """Tell a final no from "come again": only a reply of 500 or more to this letter is final."""
    if isinstance(error, AnymailRecipientsRefused | AnymailRequestsAPIError):
        return _providers_answer(error)
    if isinstance(error, ValueError | smtplib.SMTPNotSupportedError):
        return Refused(f"This address cannot be written to: {error}")
    code = _code(error)
    if code is None:
        return Unreachable(_words(error))
    words = _words(error)
    if code < FIRST_PERMANENT:
        return PutOff(words)
    return Refused(words, is_of_address=_is_of_address(error, words))


def _providers_answer(error: AnymailError) -> Refused | PutOff:
    """Tell the same of a mail provider's answer, which comes over HTTP."""
    if isinstance(error, AnymailRecipientsRefused):
        return Refused(_words(error), is_of_address=True)
    is_final = error.status_code in OF_THE_LETTER
    return Refused(_words(error)) if is_final else Unreachable(_words(error))


def _is_of_address(error: Exception, words: str) -> bool:
    """Tell whether a final no is about the address itself, and not about this letter or us.

    The status says so where there is one. Without one the server's no to the recipient's name is
    one to the address, unless it is that the mailbox is full (552) or of a policy (554).
    """
    if isinstance(error, smtplib.SMTPSenderRefused):
        return False
    if status := STATUS.match(words):
        return status[1] in OF_THE_ADDRESS
    return isinstance(error, smtplib.SMTPRecipientsRefused) and words[:3] not in {"552", "554"}


def _code(error: Exception) -> int | None:
    """The number of the server's answer, or None when it gave none or hung up."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return error.smtp_code
    return None


def _words(error: Exception) -> str:
    """The server's answer, or the trouble on the way to it, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = error.recipients.values()
        return one_line("; ".join(f"{code} {_text(words)}" for code, words in answers))
    if isinstance(error, smtplib.SMTPResponseException):
        return one_line(f"{error.smtp_code} {_text(error.smtp_error)}")
    return one_line(f"{type(error).__name__}: {error}")


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
