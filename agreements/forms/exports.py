"""What is exported in bulk: whose acts, from which day to which, all of them or some."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from agreements.models import Agreement
from agreements.results.exports import Scope
from cities.models import City
from collaborative.forms import DateInput
from collaborative.wording import day


class ScopeForm(forms.Form):
    """Whose adoptions, and when; what is left open is not asked about."""

    council = forms.ModelChoiceField(
        City.objects.none(),
        required=False,
        label="Adopted by",
        empty_label="Any council",
        help_text="The council whose act it was.",
    )
    begins_on = forms.DateField(
        required=False,
        label="From",
        widget=DateInput,
        help_text="The first day of the vote. The same day twice is one session.",
    )
    ends_on = forms.DateField(
        required=False, label="To", widget=DateInput, help_text="The last day of the vote."
    )
    may_wait = True

    def __init__(self, *args: Any, councils: QuerySet[City], **kwargs: Any) -> None:
        """Know which councils may be chosen."""
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = councils

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error(
                "ends_on",
                f"{day(ends)} comes before {day(begins)}. Enter a last day that is not before the "
                "first.",
            )
        return cleaned

    def scope(self) -> Scope:
        """The scope as the operations take it; call it on a valid form."""
        cleaned = self.cleaned_data
        return Scope(cleaned["council"], cleaned["begins_on"], cleaned["ends_on"])


class PickForm(forms.Form):
    """All that was found, or those that are ticked."""

    ALL, TICKED = "all", "ticked"

    which = forms.ChoiceField(
        label="What to export", choices=[], initial=ALL, widget=forms.RadioSelect
    )
    agreements = forms.ModelMultipleChoiceField(
        Agreement.objects.none(),
        required=False,
        label="Agreements",
        help_text="They matter when you export those ticked.",
        widget=forms.CheckboxSelectMultiple,
    )
    may_wait = True

    def __init__(self, *args: Any, found: QuerySet[Agreement], number: int, **kwargs: Any) -> None:
        """Know what was found, and how many they are."""
        super().__init__(*args, **kwargs)
        which, agreements = self.fields["which"], self.fields["agreements"]
        assert isinstance(which, forms.ChoiceField)
        assert isinstance(agreements, forms.ModelMultipleChoiceField)
        every = "The one below" if number == 1 else f"All {number:,} below"
        which.choices = [(self.ALL, every), (self.TICKED, "Only those that are ticked")]
        agreements.queryset = found

    def clean(self) -> dict[str, Any]:
        """Whoever chooses by hand chooses something."""
        cleaned = super().clean() or {}
        if cleaned.get("which") == self.TICKED and not cleaned.get("agreements"):
            self.add_error("agreements", "Tick at least one agreement, or export all of them.")
        return cleaned

    def ticked(self) -> list[int] | None:
        """The keys of those chosen by hand; None for all. Call it on a valid form."""
        if self.cleaned_data["which"] == self.ALL:
            return None
        return [agreement.pk for agreement in self.cleaned_data["agreements"]]
