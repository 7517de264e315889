"""What somebody sees of a world, so that two worlds can be compared byte for byte."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from collaborative.models import Actor
from notifications.models import Message
from notifications.operations import writing
from notifications.operations.digests.gathering import gather
from notifications.operations.digests.items import Window
from notifications.operations.digests.periods import reader_of
from notifications.operations.letters import Unwanted
from tests.conftest import sign_in

CHANGING = re.compile(rb'name="(?:csrfmiddlewaretoken|key|made_for)" value="[^"]+"|nonce-[^"]+')
"""What is new in every answer."""

BOOKS = {"events", "notifications:clockwork", "notifications:ledger", "notifications:message"}
"""Whoever keeps these knows that something was done and written to somebody, never what."""


def seen(actor: Actor, pages: Mapping[str, str]) -> dict[str, tuple[int, bytes]]:
    """What each page answers, one after the other, to somebody who has just signed in."""
    answers, client = {}, sign_in(actor)
    for name, url in pages.items():
        with transaction.atomic():
            answer = client.get(url)
            body = b"".join(answer) if answer.streaming else answer.content
            body = _cells(body) if name.endswith("_xlsx") else body
            transaction.set_rollback(True)
        answers[name] = (answer.status_code, CHANGING.sub(b"", body))
    return answers


def _cells(workbook: bytes) -> bytes:
    """All sheets but the last, which says, as the properties do, when the file was made."""
    if not zipfile.is_zipfile(io.BytesIO(workbook)):
        return workbook
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        return b"".join(parts.read(name) for name in sheets[:-1] or sheets)


def digest(actor: Actor) -> object:
    """What somebody's digest would tell; None for whoever has no account."""
    now = timezone.now()
    reader = reader_of(actor.user, on=timezone.localdate(now)) if actor.user else None
    window = Window(now - timedelta(days=1), now + timedelta(days=1))
    return gather(reader, window, at=now).items if reader else None


def letters(actor: Actor) -> list[tuple[str, ...]]:
    """The letters to somebody in the ledger, as they would be written now."""
    own = Message.objects.filter(recipient=actor.user).order_by("kind", "key")
    return [(message.kind, *_letter(message)) for message in own if actor.user]


def _letter(message: Message) -> tuple[str, ...]:
    try:
        letter = writing.write(message, at=timezone.now())
    except Unwanted as reason:
        return (str(reason),)
    return (letter.subject, letter.copy)
