"""The one door through which files come in from outside: checked, scanned, then an `Upload`."""

import hashlib
import logging
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from collaborative import scanning
from collaborative.uploads import ENDINGS, Refused, Upload, check_apart, size_in_words

logger = logging.getLogger(__name__)

NOTHING_IS_LOST = (
    "Nothing is lost: the file is where you took it from, and what the portal holds stays as it is."
)
WHO_HELPS = "tell the portal’s administrator at the Mid-America Regional Council"


class UploadField(forms.FileField):
    """One file of a kind that the portal takes; its value is an `Upload`.

    What is wrong with it stands beside it, with what to do. Nothing has been stored by then, and
    no transaction is open.
    """

    def __init__(self, **kwargs: Any) -> None:
        """Take what FileField takes; say which files are taken."""
        most = settings.ATTACHMENT_MAX_BYTES
        accept = ",".join(f".{ending}" for ending in ENDINGS)
        super().__init__(
            allow_empty_file=True,  # the check says it better
            help_text="PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, up to "
            f"{size_in_words(most)}.",
            widget=forms.FileInput(attrs={"accept": accept, "data-most-bytes": most}),
            **kwargs,
        )

    def clean(self, data: UploadedFile[Any] | None, initial: object = None) -> Any:
        """Check the file and have it scanned. Raises ValidationError with the sentence."""
        sent = super().clean(data, initial)
        content = sent.read()
        try:
            upload = self.checked(sent.name, content)
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
        if reason := _why_not_clean(upload, content):
            raise ValidationError(reason)
        return upload

    def checked(self, name: str, content: bytes) -> Upload:
        """Hold a file's name, first bytes and inside against each other. Raises Refused."""
        return check_apart(name, content, most_bytes=settings.ATTACHMENT_MAX_BYTES)


def _why_not_clean(upload: Upload, came: bytes) -> str | None:
    """Say what the scanner finds in a file as it came, or that it could not look."""
    if not settings.CLAMD_SOCKET:
        return None
    try:
        found = scanning.signature(came, address=settings.CLAMD_SOCKET)
    except scanning.TooLarge:
        logger.exception("No file of %d bytes can come in.", len(came))
        return (
            f"“{upload.name}” could not be checked for viruses, because it is larger than the "
            f"scanner takes. {NOTHING_IS_LOST} Save it smaller and add it again, or {WHO_HELPS}, "
            "who can let the scanner take more."
        )
    except scanning.Unchecked:
        logger.exception("No file can come in: the scanner at %s is silent.", settings.CLAMD_SOCKET)
        return (
            f"“{upload.name}” could not be checked for viruses, because the scanner does not "
            f"answer. {NOTHING_IS_LOST} Try again in ten minutes. If it happens again, {WHO_HELPS}."
        )
    if found:
        digest = hashlib.sha256(came).hexdigest()
        logger.error("A file was refused: the scanner found %s. SHA-256: %s.", found, digest)
        return (
            f"“{upload.name}” holds what the virus scanner knows as {found}, so it was not taken. "
            "Do not open it, and show it to those who look after your computer."
        )
    return None
