"""A table that comes in, as CSV or as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from collaborative.tables import MOST_BYTES, Column, Table, read_table
from collaborative.uploads import Refused, Upload, checked_name, size_in_words
from initiatives.forms.files import UploadField


class TableField(UploadField):
    """A file with a table; its value is a `Table`, whose faults are the caller's to show.

    A file that is no table at all is refused beside the field.
    """

    def __init__(self, *, columns: Sequence[Column], **kwargs: Any) -> None:
        """Take the columns that may be in it."""
        super().__init__(**kwargs)
        self.columns = columns
        self.help_text = f"CSV or Excel (.xlsx), up to {size_in_words(MOST_BYTES)}."
        self.widget.attrs |= {"accept": ".csv,.xlsx", "data-most-bytes": MOST_BYTES}

    def clean(self, data: UploadedFile[Any] | None, initial: object = None) -> Table:
        """Check the file as any other, then read its rows. Raises ValidationError."""
        upload = super().clean(data, initial)
        try:
            return read_table(upload.name, upload.content, self.columns)
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    def checked(self, name: str, content: bytes) -> Upload:
        """Let a CSV in as it is, being nothing but text; all else as usual. Raises Refused."""
        if name.lower().endswith(".csv"):
            return Upload(checked_name(name), "text/csv", content)
        return super().checked(name, content)
