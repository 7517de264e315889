"""The scoresheet that comes back: a workbook, checked and opened apart."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from collaborative.uploads import MEDIA_TYPES, Kind, Refused, size_in_words
from collaborative.workbooks import Book, cells_apart
from initiatives.forms.files import UploadField

MOST_BYTES = 4 * 1024 * 1024
"""Of a scoresheet; that of a thousand proposals with long remarks has half."""


class ScoresheetField(UploadField):
    """A workbook; its value is what stands in its cells."""

    def __init__(self, **kwargs: Any) -> None:
        """Say that a scoresheet is asked for."""
        super().__init__(**kwargs)
        self.help_text = (
            f"The Excel file (.xlsx) that you filled in, up to {size_in_words(MOST_BYTES)}."
        )
        self.widget.attrs |= {"accept": ".xlsx", "data-most-bytes": MOST_BYTES}

    def clean(self, data: UploadedFile[Any] | None, initial: object = None) -> Book:
        """Check the file as any other, then read its cells. Raises ValidationError."""
        if data is not None and data.size is not None and data.size > MOST_BYTES:
            raise ValidationError(
                f"“{data.name}” is {size_in_words(data.size)}; a scoresheet has "
                f"{size_in_words(MOST_BYTES)} at most. Download yours anew and fill that in."
            )
        upload = super().clean(data, initial)
        if upload.media_type != MEDIA_TYPES[Kind.XLSX]:
            raise ValidationError(
                f"“{upload.name}” is no Excel file. Save your scoresheet as .xlsx, and upload that."
            )
        try:
            return cells_apart(upload.name, upload.content)
        except Refused as refused:
            raise ValidationError(str(refused)) from refused


class ScoresheetForm(forms.Form):
    """One filled-in scoresheet."""

    file = ScoresheetField(label="Scoresheet")
