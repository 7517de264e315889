"""`manage.py doctor`: what is wrong with this installation, a line each."""

import shutil
import smtplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collaborative.dashboard import health

LEAST_FREE_BYTES = 1024**3


class Command(BaseCommand):
    """Looks at every part an installation needs; exit 1 when anything is wrong."""

    help = "Say what is wrong with this installation and what to do about it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault."""
        faults = [*health.faults(at=timezone.now()), *_mail(), *_files()]
        for sentence in faults:
            self.stderr.write(sentence)
        if faults:
            raise CommandError(f"{len(faults)} found.")
        self.stdout.write("All is well.")


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
