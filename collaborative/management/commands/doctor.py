"""`manage.py doctor`: what is wrong with this installation, a line each."""

import contextlib
import shutil
import smtplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from collaborative import rights, scanning
from collaborative.dashboard import health

LEAST_FREE_BYTES = 1024**3


class Command(BaseCommand):
    """Looks at every part an installation needs; exit 1 when anything is wrong."""

    help = "Say what is wrong with this installation and what to do about it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault."""
        faults = [*health.faults(at=timezone.now()), *_rights(), *_mail(), *_files(), *_scanner()]
        if not settings.CLAMD_SOCKET:
            self.stdout.write(
                "Files that come in are not scanned for viruses: CLAMD_SOCKET is not set."
            )
        for sentence in faults:
            self.stderr.write(sentence)
        if faults:
            raise CommandError(f"{len(faults)} found.")
        self.stdout.write("All is well.")


def _rights() -> Iterator[str]:
    """Look at what the portal could do in the database; one that is away was named already."""
    with contextlib.suppress(DatabaseError):
        yield from rights.faults()


def _mail() -> Iterator[str]:
    """Greet the mail server, and send nothing."""
    connection = get_connection()
    try:
        connection.open()
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        yield (
            f"Mail cannot be handed over to {settings.EMAIL_HOST}, port {settings.EMAIL_PORT} "
            f"({type(error).__name__}). Is EMAIL_URL right, and does the server answer?"
        )


def _files() -> Iterator[str]:
    """Look at the folder for uploaded files."""
    folder = Path(settings.MEDIA_ROOT)
    if settings.STATIC_ROOT and folder.resolve().is_relative_to(settings.STATIC_ROOT):
        yield (
            f"The folder for uploaded files, {folder}, lies inside {settings.STATIC_ROOT}, which "
            "everybody can read. Set MEDIA_ROOT to another."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield f"The folder for uploaded files, {folder}, cannot be written ({error.strerror})."
        return
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        yield f"Only {free // 1024**2} MB are free below {folder}; make room for 1,024 MB or more."


def _scanner() -> Iterator[str]:
    """Knock at the scanner's door, where there is one."""
    if not settings.CLAMD_SOCKET:
        return
    try:
        scanning.ping(address=settings.CLAMD_SOCKET)
    except scanning.Unchecked as error:
        yield (
            f"The virus scanner at {settings.CLAMD_SOCKET} does not answer ({error}), so no file "
            "can be added. Is clamd running, and is CLAMD_SOCKET right?"
        )
