"""Recording what stands on the papers: signatures and filings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agreements.filing import FilingOffice, Place
from agreements.models import Act, Agreement, Document, Filing, Party, SignatureLine
from agreements.operations.filings import Receipt
from agreements.operations.signatures import Signed
from collaborative.forms import DateInput
from collaborative.wording import day


class EntryForm(forms.ModelForm[Any]):
    """An entry of a record that only grows; `standing` is the one it puts right, or None.

    `corrects` travels with the form, so that whoever comes second is told of the first.
    """

    corrects = forms.IntegerField(widget=forms.HiddenInput, required=False)
    because = forms.CharField(
        label="Why it is put right",
        max_length=300,
        help_text="Everybody who may read the agreement reads it. What stood here stays on record.",
    )

    def __init__(self, *args: Any, standing: Any, today: date, **kwargs: Any) -> None:
        """Know what stood when the form was opened, and today."""
        super().__init__(*args, **kwargs)
        self.today, self.standing = today, standing
        self.fields["corrects"].initial = standing.pk if standing else None
        if standing is None:
            del self.fields["because"]

    @property
    def reason(self) -> str:
        """The reason of a correction; call it on a valid form."""
        return str(self.cleaned_data.get("because", ""))

    @property
    def is_correction(self) -> bool:
        """Whether something is put right."""
        return "because" in self.fields

    def past(self, on: date | None) -> date | None:
        """Refuse a day to come: nothing was signed, filed or given tomorrow."""
        if on is not None and on > self.today:
            raise ValidationError(
                f"{day(on)} is in the future. Today is {day(self.today)} in the cities; record it "
                "once it has been done."
            )
        return on


class SignatureForm(EntryForm):
    """One line of a party's signature block, as the paper has it."""

    class Meta:
        model = SignatureLine
        fields = ("name", "title", "on", "act", "authority")
        labels = {
            "name": "Name",
            "title": "Title",
            "on": "Date on the paper",
            "act": "Act that authorizes it",
            "authority": "Authority, as the paper has it",
        }
        help_texts = {
            "name": "As it stands on the paper.",
            "title": "The office, as in Mayor, City Clerk or City Attorney.",
            "on": "The date beside the signature. Leave it blank when the paper has none.",
            "act": "Of this party’s council, on record here.",
            "authority": "When the paper names another act or resolution.",
        }
        widgets = {"on": DateInput}

    field_order = ("name", "title", "on", "act", "authority", "because", "corrects")

    def __init__(self, *args: Any, party: Party, part: str, **kwargs: Any) -> None:
        """Know whose line it is, and which."""
        super().__init__(*args, **kwargs)
        self.fields["name"].required = not self.is_correction
        if self.is_correction:
            self.fields["name"].help_text = (
                "As it stands on the paper. Leave all of it blank when nothing stands there after "
                "all: the line is blank again then."
            )
        if part == SignatureLine.Part.SIGNATURE:
            acts = Act.objects.filter(party=party, corrected_by=None).order_by("-acted_on", "pk")
            choice = self.fields["act"]
            choice.queryset = acts  # type: ignore[attr-defined] # it is a ModelChoiceField
            choice.label_from_instance = said_of  # type: ignore[attr-defined] # likewise
        else:
            del self.fields["act"], self.fields["authority"]

    def clean_on(self) -> date | None:
        """Nothing was signed tomorrow."""
        return self.past(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        """A line without a name is wholly blank."""
        cleaned = super().clean() or {}
        beside = any(cleaned.get(each) for each in ("title", "on", "act", "authority"))
        if not cleaned.get("name") and beside and "name" not in self.errors:
            self.add_error("name", "Enter the name, or leave the whole line blank.")
        return cleaned

    def signed(self) -> Signed:
        """The line as the operations take it; call it on a valid form."""
        cleaned: Mapping[str, Any] = self.cleaned_data
        return Signed(
            name=cleaned["name"],
            title=cleaned["title"],
            on=cleaned["on"],
            act=cleaned.get("act"),
            authority=cleaned.get("authority", ""),
        )


def said_of(act: Act) -> str:
    """An act as a list of acts names it."""
    acted = f", {day(act.acted_on)}" if act.acted_on else ""
    return f"{act.get_instrument_display()} {act.file_number}{acted}: {act.get_result_display()}"


class FilingForm(EntryForm):
    """One filing, as the receipt has it."""

    class Meta:
        model = Filing
        fields = ("on", "book", "page", "number", "officer", "receipt")
        labels = {
            "on": "Day of filing",
            "number": "Instrument or file number",
            "officer": "Officer who has it",
            "receipt": "Receipt or stamped copy",
        }
        help_texts = {
            "on": "As stamped or receipted.",
            "number": "As the office gave it.",
            "officer": "As in City Clerk.",
            "receipt": "One of the documents beside the agreement; add it there first.",
        }
        widgets = {"on": DateInput}

    field_order = ("on", "book", "page", "number", "officer", "receipt", "because", "corrects")

    def __init__(self, *args: Any, agreement: Agreement, place: Place, **kwargs: Any) -> None:
        """Know which filing it is."""
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["on"].required = not self.is_correction
        if self.is_correction:
            self.fields[
                "on"
            ].help_text = (
                "As stamped or receipted. Leave all of it blank when it was not filed after all."
            )
        self.fields["receipt"].queryset = (  # type: ignore[attr-defined] # a ModelChoiceField
            Document.objects.filter(agreement=agreement)
        )
        for name in self._not_of_this_office():
            del self.fields[name]

    def _not_of_this_office(self) -> tuple[str, ...]:
        match self.place.office:
            case FilingOffice.STATE:
                return ("book", "page", "officer")
            case FilingOffice.RECORDER:
                self.fields["number"].help_text = "Or book and page: one of the two is needed."
                return ("officer",)
            case FilingOffice.KEEPER:
                return ("book", "page", "number")

    def clean_on(self) -> date | None:
        """Nothing was filed tomorrow."""
        return self.past(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        """A recorder's filing can be found again; one without a day is wholly blank."""
        cleaned = super().clean() or {}
        on, number = cleaned.get("on"), cleaned.get("number")
        paged = cleaned.get("book") and cleaned.get("page")
        at_recorder = self.place.office is FilingOffice.RECORDER
        if on and at_recorder and not number and not paged:
            self.add_error("number", "Enter the instrument number, or both book and page.")
        beside = any(cleaned.get(each) for each in ("book", "page", "number", "officer", "receipt"))
        if beside and not on and "on" not in self.errors:
            self.add_error("on", "Enter the day of filing, or leave all of it blank.")
        return cleaned

    def filed(self) -> Receipt:
        """The filing as the operations take it; call it on a valid form."""
        cleaned: Mapping[str, Any] = self.cleaned_data
        return Receipt(
            on=cleaned["on"],
            book=cleaned.get("book", ""),
            page=cleaned.get("page", ""),
            number=cleaned.get("number", ""),
            officer=cleaned.get("officer", ""),
            document=cleaned["receipt"],
        )
