"""The words of a round's notices, and why one is held back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from notifications.catalogue.wordings import Wording, fields_of, subject_fields_of
from notifications.forms.language import in_language
from notifications.models.notices import LONGEST_SUBJECT, LONGEST_TEXT
from notifications.operations.blocks import one_line


class WordingForm(forms.Form):
    """Subject and text of a notice, with fields in braces."""

    subject = forms.CharField(max_length=LONGEST_SUBJECT)
    text = Prose(max_length=LONGEST_TEXT)

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        readers: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Word a notice to these readers, whose fields are named in the hints."""
        super().__init__(data, initial=initial)
        self.known = {"subject": subject_fields_of(readers), "text": fields_of(readers)}
        for name, known in self.known.items():
            self.fields[name].help_text = f"Fields: {', '.join(f'{{{field}}}' for field in known)}."

    def clean_subject(self) -> str:
        """One line, in the language of fields."""
        return in_language(one_line(self.cleaned_data["subject"]), self.known["subject"])

    def clean_text(self) -> str:
        """In the language of fields."""
        return in_language(self.cleaned_data["text"], self.known["text"])

    def wording(self) -> Wording:
        """What was typed."""
        return Wording(self.cleaned_data["subject"], self.cleaned_data["text"])


class HoldForm(forms.Form):
    """Why a notice is held back."""

    because = forms.CharField(
        label="Why it is held back",
        max_length=200,
        help_text="The other facilitators read it; the person does not.",
    )
