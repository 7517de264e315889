"""One day on which a body's offices are closed, or open on a federal holiday."""

from __future__ import annotations

from typing import Any

from django import forms

from cities.calendars import SATURDAY, holidays
from cities.models import Holiday
from cities.operations.holidays import DayOff
from collaborative.forms import DateInput


class HolidayForm(forms.ModelForm[Holiday]):
    """A day, what it is, and where it is written."""

    class Meta:
        model = Holiday
        fields = ("on", "name", "is_open", "source")
        widgets = {"on": DateInput}

    def clean(self) -> dict[str, Any]:
        """Only a workday closes, and only a federal holiday opens."""
        cleaned = super().clean() or {}
        if (on := cleaned.get("on")) is None:
            return cleaned
        if on.weekday() >= SATURDAY:
            self.add_error("on", "Nobody is reminded on a weekend. Give a day from Monday on.")
        elif cleaned["is_open"] and on not in holidays(on.year):
            self.add_error("is_open", "This is no federal holiday; the offices are open anyway.")
        elif not cleaned["is_open"] and on in holidays(on.year):
            self.add_error("on", "This is a federal holiday; it counts as closed without the list.")
        return cleaned

    def validate_constraints(self) -> None:
        """Leave them to the operation: it names the day that is there already."""

    def day_off(self) -> DayOff:
        """What was typed."""
        return DayOff(**self.cleaned_data)
