"""What is typed about safety at work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cities.models import City
from collaborative.forms import DateInput, Prose, WholeNumberInput
from training.forms.records import DepartmentChoice
from training.models import Incident, Topic
from training.models.safety import FIRST_YEAR
from training.operations.safety import Happening

FACTS = ("on", "kind", "severity", "is_near_miss", "topic", "hours_lost", "what")


class IncidentForm(forms.Form):
    """What happened, or nearly did; nobody is named."""

    on = forms.DateField(widget=DateInput, label="Day")
    kind = forms.ChoiceField(choices=Incident.Kind.choices, label="What happened")
    is_near_miss = forms.BooleanField(
        required=False, label="It was a near miss: nobody was hurt and nothing broke"
    )
    severity = forms.ChoiceField(
        choices=Incident.Severity.choices,
        widget=forms.RadioSelect,
        label="How grave",
        help_text="Of a near miss: what could easily have come of it.",
    )
    hours_lost = forms.DecimalField(
        max_digits=7,
        decimal_places=2,
        min_value=0,
        initial=0,
        label="Hours of work lost",
        help_text="By everybody together, so far.",
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        required=False,
        label="Topic",
        help_text="What training could have helped with. Leave it open where none would.",
    )
    what = Prose(
        max_length=500,
        required=False,
        label="In a few words",
        help_text="Never write who was hurt: no names, no ages, no medical facts.",
    )

    def __init__(self, *args: Any, cities: QuerySet[City], today: date, **kwargs: Any) -> None:
        """Take the cities that somebody reports for, and the day."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["department"] = DepartmentChoice(cities, label="Department")
        self.order_fields(["department"])

    @staticmethod
    def initial_of(incident: Incident) -> dict[str, Any]:
        """What stands on record."""
        return {name: getattr(incident, name) for name in ("department", *FACTS)}

    def clean_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError("This day is still to come.")
        return on

    def clean(self) -> dict[str, Any]:
        """A near miss costs no hours."""
        cleaned = super().clean() or {}
        if cleaned.get("is_near_miss") and cleaned.get("hours_lost"):
            self.add_error("hours_lost", "A near miss costs nobody hours of work. Enter 0.")
        return cleaned

    def happening(self) -> Happening:
        """What is reported."""
        return Happening(**{name: self.cleaned_data[name] for name in ("department", *FACTS)})


class PutRightIncidentForm(IncidentForm):
    """What the report should say, or that nothing happened; and why."""

    is_void = forms.BooleanField(required=False, label="It did not happen at all")
    because = forms.CharField(
        max_length=300, label="Why it is put right", help_text="It stays beside the report."
    )


class WorkedForm(forms.Form):
    """The hours that a city's people worked in a quarter."""

    quarter = forms.TypedChoiceField(
        choices=[
            (1, "January to March"),
            (2, "April to June"),
            (3, "July to September"),
            (4, "October to December"),
        ],
        coerce=int,
        label="Quarter",
    )
    hours = forms.DecimalField(
        max_digits=10,
        decimal_places=2,
        min_value=Decimal(1),
        label="Hours worked",
        help_text="By everybody together, from the payroll, without time off.",
    )
    because = forms.CharField(
        max_length=300,
        required=False,
        label="Why they are put right",
        help_text="Only where the hours of this quarter are on record already.",
    )

    def __init__(self, *args: Any, cities: QuerySet[City], today: date, **kwargs: Any) -> None:
        """Take the cities that somebody reports for, and the day."""
        super().__init__(*args, **kwargs)
        first = cities.first() if cities.count() == 1 else None
        self.fields["city"] = forms.ModelChoiceField(cities, label="City", initial=first)
        self.fields["year"] = forms.IntegerField(
            min_value=FIRST_YEAR,
            max_value=today.year,
            widget=WholeNumberInput,
            label="Year",
            initial=today.year,
        )
        self.order_fields(["city", "year", "quarter", "hours", "because"])
