"""What the analyst types about a shared course: its figures, each city's seats, other figures."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from cities.models import City
from collaborative.forms import DateInput, MoneyField, MoneyInput, WholeNumberInput
from training.catalogues import MOST_SEATS
from training.models import FIGURES, Course, Programme, ProgrammeCity
from training.operations.programmes import Asked
from training.options import Input, Study, inputs_of
from training.results.programmes import label_of

COUNTS = ("min_seats", "max_seats", "online_max_seats")
HOURS = ("hours", "market_hours")
DOLLARS = tuple(name for name in FIGURES if name not in (*COUNTS, *HOURS))
WORDS = ("title", "why", "required_cities")


class ProgrammeForm(forms.ModelForm[Programme]):
    """The course under study and its figures."""

    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Programme
        fields = (*WORDS, *FIGURES)
        field_classes = dict.fromkeys(DOLLARS, MoneyField)
        widgets = {
            "why": forms.Textarea(attrs={"rows": 3}),
            **dict.fromkeys(DOLLARS, MoneyInput),
            **dict.fromkeys((*COUNTS, "required_cities"), WholeNumberInput),
            **dict.fromkeys(HOURS, forms.TextInput(attrs={"inputmode": "decimal"})),
        }
        help_texts = {
            "title": "As the cities should read it.",
            "market_price": "What another provider asks for the same course.",
            "wage": "The mean of those who come, with benefits; 0 leaves it out of account.",
            "backfill_rate": "Overtime of whoever stands in; 0 leaves it out of account.",
            "onsite_fixed": "GTI comes to one city’s own people. Blank where it does not.",
            "online_fixed": "All cities in one class online. Blank where there is none.",
        }

    def words(self) -> dict[str, object]:
        """What the operations take; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in (*WORDS, *FIGURES)}

    @staticmethod
    def initial_of(course: Course) -> dict[str, object]:
        """What stands in the form of a new study: the course's own figures."""
        own = [name for name in FIGURES if hasattr(course, name)]
        return {"title": course.title, **{name: getattr(course, name) for name in own}}


class AskedForm(forms.ModelForm[ProgrammeCity]):
    """What one city asks for."""

    class Meta:
        model = ProgrammeCity
        fields = ("seats", "shift_seats", "travel", "travel_hours", "source")
        field_classes = {"travel": MoneyField}
        widgets = {
            "seats": WholeNumberInput,
            "shift_seats": WholeNumberInput,
            "travel": MoneyInput,
            "travel_hours": forms.TextInput(attrs={"inputmode": "decimal"}),
        }
        help_texts = {
            "seats": "0 where it asks for none.",
            "shift_seats": "Of these, people whose shift somebody must stand in for.",
            "travel": "Dollars a seat, to the shared course and back.",
            "travel_hours": "There and back.",
        }

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        """Know whose row it is."""
        super().__init__(*args, **{**kwargs, "prefix": city.slug})
        self.city = city
        for field in self.fields.values():
            field.label = f"{field.label}, {city.name}"

    def asked(self) -> Asked:
        """What the operations take; call it on a valid form."""
        return Asked(city=self.city, **self.cleaned_data)


class ChooseCourseForm(forms.Form):
    """Which course is to be studied."""

    course = forms.ModelChoiceField(
        Course.objects.filter(is_retired=False),
        to_field_name="code",
        help_text="Its figures and what is known of the demand stand in the next form.",
    )


class UntilForm(forms.Form):
    """Up to which day mandates count."""

    until = forms.DateField(label="Count what falls due until", widget=DateInput)


class DropForm(forms.Form):
    """Why a study is given up."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        help_text="Everybody who may read the programme reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhatIfForm(forms.Form):
    """Every figure on which the finding can turn, to be tried with other values."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, study: Study, names: Mapping[str, str]
    ) -> None:
        """Show the study's own values; what the address names is tried in their place."""
        self.study = study
        self.inputs = {_key(one): one for one in inputs_of(study)}
        own = {key: str(one.value) for key, one in self.inputs.items()}
        super().__init__(
            {**own, **{key: data[key] for key in own if key in data}} if data else None
        )
        self.initial = own
        for key, one in self.inputs.items():
            self.fields[key] = _field(one, label_of(one, names))

    def tried(self) -> Study:
        """The study with the values that were typed; call it on a valid form."""
        study = self.study
        for key in self.inputs:
            now = {_key(one): one for one in inputs_of(study)}
            if key in now:  # a city without seats has no travel any more
                study = now[key].changed(Decimal(self.cleaned_data[key]))
        return study

    @property
    def moved(self) -> list[str]:
        """The labels of the figures that are tried with another value."""
        return [
            str(self.fields[key].label)
            for key, one in self.inputs.items()
            if Decimal(self.cleaned_data[key]) != one.value
        ]


def _key(one: Input) -> str:
    return f"{one.name}-{one.city}" if one.city else one.name


def _field(one: Input, label: str) -> forms.Field:
    if one.is_seats:
        return forms.IntegerField(
            label=label, min_value=0, max_value=MOST_SEATS, widget=WholeNumberInput
        )
    if one.name == "market_hours":
        return forms.DecimalField(
            label=label,
            min_value=0,
            max_digits=4,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
    return MoneyField(label=label, max_digits=9)
