"""Writing a later version, its exhibits, what the parties say of it, and its required terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from agreements.clauses import Section
from agreements.forms.agreements import ReasonForm, TextField
from agreements.models import Party, Version
from collaborative.forms import WholeNumberInput
from collaborative.uploads import size_in_words
from initiatives.forms.files import UploadField

ENDINGS = (".pdf", ".docx")


class VersionForm(forms.Form):
    """The words of a later version while it is a draft."""

    text = TextField()
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(version: Version) -> dict[str, object]:
        """What stands in the form of a draft."""
        return {"text": version.draft, "revision": version.revision}


class BeginForm(forms.Form):
    """From which words a later version begins."""

    text = forms.ChoiceField(
        label="Begin with the words of",
        widget=forms.RadioSelect,
        help_text="Its exhibits and what was found of the required terms come along.",
    )

    def __init__(self, *args: Any, texts: Mapping[str, str], **kwargs: Any) -> None:
        """Know the texts to choose from: name by SHA-256, the usual one first."""
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.choices = list(texts.items())  # type: ignore[attr-defined] # it is a ChoiceField
        field.initial = next(iter(texts), None)


class DropForm(ReasonForm):
    """Why a draft of a later version is dropped."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say who reads the reason."""
        super().__init__(*args, **kwargs)
        self.fields[
            "reason"
        ].help_text = "The facilitators read it, and the parties if it was shared."


class ExhibitField(UploadField):
    """A file that can be an exhibit."""

    def __init__(self, **kwargs: Any) -> None:
        """Say which files are taken."""
        super().__init__(**kwargs)
        most = size_in_words(settings.ATTACHMENT_MAX_BYTES)
        self.help_text = f"PDF or Word (.docx), up to {most}."
        self.widget.attrs["accept"] = ",".join(ENDINGS)

    def clean(self, data: UploadedFile[Any] | None, initial: object = None) -> Any:
        """Refuse other kinds of file before they are looked into."""
        if data is not None and not str(data.name).lower().endswith(ENDINGS):
            raise ValidationError(
                f"“{data.name}” is neither PDF nor Word (.docx). Save it as one of the two and add "
                "it again."
            )
        return super().clean(data, initial)


class ExhibitForm(forms.Form):
    """A new exhibit."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="As the text refers to it. The number is given by its place.",
    )
    file = ExhibitField(label="File")


class ExhibitChangeForm(forms.Form):
    """An exhibit's title and place."""

    title = forms.CharField(label="Title", max_length=200)
    number = forms.IntegerField(label="Number", min_value=1, widget=WholeNumberInput)


class CommentForm(forms.Form):
    """What somebody says of a text for a party."""

    party = forms.ModelChoiceField(Party.objects.none(), label="For", empty_label=None)
    section = forms.ChoiceField(label="About", required=False)
    words = forms.CharField(
        label="Comment",
        max_length=5000,
        help_text="Say what should be different, and why. The clerks and liaisons of all parties "
        "and the facilitators read it; the public does not. It cannot be changed afterwards.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(
        self, *args: Any, parties: Sequence[Party], sections: Sequence[Section], **kwargs: Any
    ) -> None:
        """Know for whom the person speaks, and the text's sections."""
        super().__init__(*args, **kwargs)
        keys = [party.pk for party in parties]
        self.fields["party"].queryset = (  # type: ignore[attr-defined] # a ModelChoiceField
            Party.objects.filter(pk__in=keys).select_related("organisation")
        )
        self.fields["section"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", "The whole text"),
            *((section.label, section.label) for section in sections),
        ]


class AnswerForm(forms.Form):
    """What becomes of a comment."""

    TAKEN_OVER, NOT_TAKEN_OVER = "yes", "no"
    outcome = forms.ChoiceField(
        label="What becomes of it",
        choices=[(TAKEN_OVER, "Taken over"), (NOT_TAKEN_OVER, "Not taken over")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        help_text="Needed when it is not taken over. Otherwise say where it went, if that helps.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """What is not taken over has its reason."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == self.NOT_TAKEN_OVER and not cleaned.get("reason"):
            self.add_error("reason", "Say why it is not taken over.")
        return cleaned
