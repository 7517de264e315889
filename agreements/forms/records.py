"""Bringing a council's record in, from a file or from pasted words, and putting it right."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import normalize_newlines

from agreements.legistar import Record
from agreements.legistar.reading import MAX_NAME, MAX_NUMBER, MAX_TITLE
from agreements.models import Agreement
from agreements.operations.records import LABELS
from cities.models import City
from collaborative.forms import DateInput

MAX_BYTES = 1_400_000
"""What a page brings in: it carries the file from the look to the taking."""

_LONG = {"type": MAX_NAME, "status": MAX_NAME, "in_control": MAX_NAME, "file_number": MAX_NUMBER}


class WhereForm(forms.Form):
    """Whose record it is, and where it belongs when the record itself does not say."""

    city = forms.ModelChoiceField(City.objects.none(), label="Council of", empty_label=None)
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(),
        required=False,
        label="Agreement it belongs to",
        empty_label="Where the same file number is already, or none yet",
        to_field_name="slug",
    )
    matter = forms.CharField(
        required=False,
        max_length=MAX_NUMBER,
        label="File number that is meant",
        help_text="Only when the file holds several records, as a meeting does.",
    )
    list_file_number = forms.CharField(
        required=False,
        max_length=MAX_NUMBER,
        label="File number the rows belong to",
        help_text="Only when the file is a list of history rows, index words, sponsors or "
        "attachments without the matter itself.",
    )

    def __init__(
        self,
        *args: Any,
        cities: Iterable[City],
        agreements: Iterable[Agreement],
        **kwargs: Any,
    ) -> None:
        """Offer the cities whose clerk the person is, and their agreements."""
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined] # likewise


class RecordForm(WhereForm):
    """A file, or the words of a print."""

    file = forms.FileField(
        required=False,
        label="File",
        help_text="Legistar JSON of a matter, a meeting or a list, or the text of a print saved as "
        f"a text file. At most {MAX_BYTES:,} bytes.",
    )
    words = forms.CharField(
        required=False,
        strip=False,
        label="Or the text of a print",
        help_text="Open the page “Legislation Details (With Text)”, copy all of it and paste it "
        "here.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    field_order = ["file", "words", "city", "agreement", "matter", "list_file_number"]

    def clean(self) -> dict[str, Any]:
        """Keep the bytes of the one that was given as `source`."""
        cleaned = super().clean() or {}
        file, words = cleaned.get("file"), str(cleaned.get("words") or "")
        if bool(file) == bool(words):
            raise ValidationError(
                "Nothing was read. Choose a file or paste the text of a print, one of the two."
            )
        source = file.read() if file else normalize_newlines(words).encode()
        if len(source) > MAX_BYTES:
            raise ValidationError(
                f"The file has {len(source):,} bytes, and this page reads at most {MAX_BYTES:,}. "
                "The administrator can bring a larger one in with the command import_record."
            )
        return cleaned | {"source": source}


class TakeForm(WhereForm):
    """What was looked at, carried along, and the values to put right in it."""

    kept = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Record | None = None, **kwargs: Any) -> None:
        """Offer the values of `record` to be put right; of several records none."""
        super().__init__(*args, **kwargs)
        self.record = record
        if record is None:
            return
        for name in ("matter", "list_file_number"):
            self.fields[name].widget = forms.HiddenInput()
        for name, label in LABELS.items():
            self.fields[name] = _field(name, label)
            self.fields[name].initial = getattr(record, name)

    def clean_kept(self) -> bytes:
        """Return the bytes that were looked at."""
        try:
            return base64.b64decode(self.cleaned_data["kept"], validate=True)
        except binascii.Error as error:
            raise ValidationError("Bring the file again; what was sent is cut short.") from error

    def corrections(self) -> dict[str, Any]:
        """Return the values that differ from what was read."""
        if self.record is None:
            return {}
        given = {name: self.cleaned_data[name] for name in LABELS if name in self.cleaned_data}
        return {name: value for name, value in given.items() if value != getattr(self.record, name)}


def _field(name: str, label: str) -> forms.Field:
    if name.endswith("_on"):
        return forms.DateField(required=False, label=label, widget=DateInput)
    if name == "title":
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(required=False, label=label, max_length=MAX_TITLE, widget=area)
    return forms.CharField(required=name == "file_number", label=label, max_length=_LONG[name])


def kept(source: bytes) -> str:
    """Return a file's bytes as a form carries them."""
    return base64.b64encode(source).decode()


class AssignForm(forms.Form):
    """Which agreement a record belongs to that was kept without one."""

    agreement = forms.ModelChoiceField(
        Agreement.objects.none(), label="Agreement it belongs to", to_field_name="slug"
    )

    def __init__(self, *args: Any, agreements: Iterable[Agreement], **kwargs: Any) -> None:
        """Offer the agreements of the record's city."""
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined] # a ModelChoiceField
