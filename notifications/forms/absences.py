"""When somebody is away, and who is written to meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from collaborative.forms import DateInput
from collaborative.models import User

LONGEST_ABSENCE = timedelta(days=366)


class AbsenceForm(forms.Form):
    """From when until when somebody is away, and the deputy."""

    starts_on = forms.DateField(label="First day away", widget=DateInput)
    ends_on = forms.DateField(label="Last day away", widget=DateInput)
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        empty_label="Choose one",
        help_text="Somebody in office in your own city or body, or a facilitator. Agree with them "
        "first; the portal does not ask.",
    )

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        deputies: QuerySet[User],
        on: date,
    ) -> None:
        """Offer these people, from a day on."""
        super().__init__(data)
        self.on = on
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = deputies

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, nor over, nor years ahead."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first is None or last is None:
            return cleaned
        if last < first:
            self.add_error("ends_on", "The last day away is before the first. Give a later one.")
        elif last < self.on:
            self.add_error("ends_on", "This day is past. Give today or a later one.")
        elif last > first + LONGEST_ABSENCE:
            self.add_error("ends_on", "Give a day within one year of the first.")
        return cleaned
