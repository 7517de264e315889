"""What facilitators say in a kind of letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from notifications.catalogue.letters import fields_in
from notifications.forms.language import in_language
from notifications.models.notices import LONGEST_SUBJECT
from notifications.models.wordings import LONGEST_PART
from notifications.operations.blocks import one_line
from notifications.operations.wordings import PARTS, Words


class LetterForm(forms.Form):
    """What facilitators say in one kind of letter, with fields in braces."""

    subject = forms.CharField(
        max_length=LONGEST_SUBJECT,
        required=False,
        help_text="Leave it empty for the portal’s own subject.",
    )
    opening = Prose(
        label="Opening",
        max_length=LONGEST_PART,
        required=False,
        help_text="It stands after the greeting, before what the portal says.",
    )
    closing = Prose(
        label="Closing",
        max_length=LONGEST_PART,
        required=False,
        help_text="It stands after what the portal says, before why the letter was sent.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        letter: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Word this letter, in the language of its fields."""
        super().__init__(data, initial=initial)
        self.known = {name: field.words for name, field in fields_in(letter).items()}

    def clean_subject(self) -> str:
        """One line, in the language of fields."""
        return in_language(one_line(self.cleaned_data["subject"]), self.known)

    def clean_opening(self) -> str:
        """In the language of fields."""
        return in_language(self.cleaned_data["opening"], self.known)

    def clean_closing(self) -> str:
        """In the language of fields."""
        return in_language(self.cleaned_data["closing"], self.known)

    def words(self) -> Words:
        """What was typed."""
        return Words(**{part: self.cleaned_data[part] for part in PARTS})
