"""Naming another body that can be a party to agreements."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cities.models import Organisation

LONGEST_COUNTY = 80
_LIE_IN_A_COUNTY = frozenset({Organisation.Kind.COUNTY, Organisation.Kind.OTHER})
"""Kinds that are municipalities or political subdivisions, whose recorder gets a copy."""


class BodyForm(forms.Form):
    """What a body is called, what it is, and where it lies."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="In full, as it signs: Jackson County, Missouri."
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[
            (kind.value, kind.label) for kind in Organisation.Kind if kind != Organisation.Kind.CITY
        ],
        widget=forms.RadioSelect,
    )
    counties = forms.CharField(
        required=False,
        label="Counties it lies in",
        help_text="With commas between them: Jackson, Cass. Executed agreements are filed with the "
        "recorder of deeds of each. An association lies in none.",
    )
    source = forms.CharField(
        required=False,
        max_length=300,
        label="Where that is from",
        help_text="A published page or record, so that others can look it up.",
    )

    def clean_name(self) -> str:
        """Each body is named once, whatever the capitals."""
        name = " ".join(self.cleaned_data["name"].split())
        if Organisation.objects.filter(name__iexact=name).exists():
            raise ValidationError(f"{name} is among the bodies already.")
        return name

    def clean_counties(self) -> list[str]:
        """The counties, each once, without the word county."""
        parts = (part.strip() for part in self.cleaned_data["counties"].split(","))
        names = [re.sub(r"\s+county$", "", part, flags=re.IGNORECASE) for part in parts if part]
        if any(len(name) > LONGEST_COUNTY for name in names):
            raise ValidationError("One of these is too long for the name of a county.")
        return list({name.casefold(): name for name in names}.values())

    def clean(self) -> dict[str, Any]:
        """A county without its source is none; a public body lies somewhere."""
        cleaned = super().clean() or {}
        counties = cleaned.get("counties")
        if counties and not cleaned.get("source"):
            self.add_error("source", "Enter where the counties are from.")
        if counties == [] and cleaned.get("kind") in _LIE_IN_A_COUNTY:
            self.add_error("counties", "Enter the county or counties that it lies in.")
        return cleaned
