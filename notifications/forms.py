"""What people type about their mail: shape and help, no acts."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from notifications.catalogue.wordings import (
    Wording,
    faults,
    fields_of,
    subject_fields_of,
)
from notifications.models import Preference
from notifications.models.notices import LONGEST_SUBJECT, LONGEST_TEXT
from notifications.operations.blocks import one_line
from notifications.results import Held

NOON = 12


def _hour(hour: int) -> str:
    half = "am" if hour < NOON else "pm"
    return f"{hour % NOON or NOON}:00 {half}"


class PreferenceForm(forms.ModelForm[Preference]):
    """How often, and when, the digest comes."""

    hour = forms.TypedChoiceField(
        coerce=int,
        choices=[(hour, _hour(hour)) for hour in range(24)],
        help_text="In the time zone of your city.",
    )

    class Meta:
        model = Preference
        fields = ("digest", "weekday", "hour")
        widgets = {"digest": forms.RadioSelect}
        labels = {"digest": "How often the digest comes"}
        help_texts = {
            "digest": "It tells what is new, what waits for your city and what is due. "
            "It is not sent when there is nothing to tell.",
            "weekday": "For a digest that comes once a week.",
        }


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
        return self._in_language("subject", one_line(self.cleaned_data["subject"]))

    def clean_text(self) -> str:
        """In the language of fields."""
        return self._in_language("text", self.cleaned_data["text"])

    def wording(self) -> Wording:
        """What was typed."""
        return Wording(self.cleaned_data["subject"], self.cleaned_data["text"])

    def _in_language(self, name: str, typed: str) -> str:
        if wrong := faults(typed, self.known[name]):
            raise forms.ValidationError(wrong)
        return typed


class HoldForm(forms.Form):
    """Why a notice is held back."""

    because = forms.CharField(
        label="Why it is held back",
        max_length=200,
        help_text="The other facilitators read it; the person does not.",
    )


class ReleaseForm(forms.Form):
    """Which of the held messages go out."""

    ALL, LATER = "all", "later"

    which = forms.ChoiceField(label="Which messages go out", widget=forms.RadioSelect)

    def __init__(self, data: MultiValueDict[str, str] | None = None, *, held: Held | None) -> None:
        """Offer both ways with their counts."""
        super().__init__(data)
        before, later = (held.before, held.later) if held else (0, 0)
        which = cast("forms.ChoiceField", self.fields["which"])
        which.choices = [
            (self.LATER, f"Only the {later:,} that fell due after mail was held"),
            (self.ALL, f"All {before + later:,}"),
        ]
        which.help_text = (
            f"The {before:,} that were due before may have been sent already by the portal as it "
            "was then. The first way sets them aside, and the ledger says why."
        )
