"""What somebody wants to see of an assessment's figures; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from cities.models import City, Department
from training.models import Assessment, Respondent
from training.results.gaps.grid import (
    BY_EACH,
    BY_NAME,
    BY_NEED,
    CITIES,
    DEPARTMENTS,
    ROLES,
    Look,
)
from training.results.gaps.scope import Scope

EVERYBODY = ("", "Everybody")
ALL_CITIES = ("", "All cities")


class _OfCitiesForm(forms.Form):
    """Asks of which of the reader's cities; for whoever sees all, also of all together."""

    may_wait = True
    """Nothing has to be chosen: nothing is marked as optional."""

    city = forms.ChoiceField(required=False)

    def __init__(self, data: Any, *, scope: Scope) -> None:
        """Offer the cities that the reader may see."""
        super().__init__(data)
        self.scope = scope
        cities = [(city.slug, city.name) for city in scope.cities]
        self.fields["city"].choices = [*([ALL_CITIES] if scope.is_all else []), *cities]  # type: ignore[attr-defined] # a choice field's

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen and can be; what is wrong is said on the page."""
        self.is_valid()
        return self.cleaned_data

    @property
    def chosen_city(self) -> City | None:
        """The city to show; None for all together."""
        cities = {city.slug: city for city in self.scope.cities}
        return cities.get(self.chosen.get("city", "")) or self.scope.own


class GapsForm(_OfCitiesForm):
    """Which people, side by side by what, in which order."""

    by = forms.ChoiceField(
        label="Side by side",
        required=False,
        choices=[
            (CITIES, "Cities"),
            (DEPARTMENTS, "Departments of a city"),
            (ROLES, "Kinds of work"),
        ],
    )
    role = forms.ChoiceField(
        label="Kind of work", required=False, choices=[EVERYBODY, *Respondent.Role.choices]
    )
    order = forms.ChoiceField(
        required=False,
        choices=[
            (BY_NEED, "Greatest need first"),
            (BY_EACH, "Greatest need of each person first"),
            (BY_NAME, "By name"),
        ],
    )
    safety = forms.BooleanField(label="Only safety at work", required=False)

    def clean(self) -> dict[str, Any]:
        """Departments are shown of one city at a time."""
        cleaned = super().clean() or {}
        if cleaned.get("by") == DEPARTMENTS and not (cleaned.get("city") or self.scope.own):
            self.add_error("city", "Choose the city whose departments to show.")
        return cleaned

    @property
    def look(self) -> Look:
        """What was chosen; for the rest, what is usual."""
        return Look(
            by=self.chosen.get("by") or CITIES,
            city=self.chosen_city,
            role=self.chosen.get("role", ""),
            is_safety=self.chosen.get("safety", False),
            order=self.chosen.get("order") or BY_NEED,
        )


class WhereForm(_OfCitiesForm):
    """Whose figures to account for."""

    department = forms.ChoiceField(required=False)
    role = forms.ChoiceField(
        label="Kind of work", required=False, choices=[EVERYBODY, *Respondent.Role.choices]
    )

    def __init__(self, data: Any, *, scope: Scope, departments: Sequence[Department]) -> None:
        """Offer the departments that were asked, in the reader's cities."""
        super().__init__(data, scope=scope)
        self.departments = {str(one.pk): one for one in departments}
        self.fields["department"].choices = [  # type: ignore[attr-defined] # a choice field's
            ("", "All departments"),
            *((key, f"{one.organisation}, {one}") for key, one in self.departments.items()),
        ]

    @property
    def department_chosen(self) -> Department | None:
        """The department to show; it settles the city."""
        return self.departments.get(self.chosen.get("department", ""))

    @property
    def look(self) -> Look:
        """Whose figures."""
        department = self.department_chosen
        cities = {city.pk: city for city in self.scope.cities}
        return Look(
            city=cities[department.organisation_id] if department else self.chosen_city,
            department=department,
            role=self.chosen.get("role", ""),
        )


class CompareForm(_OfCitiesForm):
    """Which earlier assessment to compare with, and where."""

    before = forms.ChoiceField(label="Compare with", required=False)
    field_order = ("before", "city")

    def __init__(self, data: Any, *, scope: Scope, others: Sequence[Assessment]) -> None:
        """Offer the earlier assessments, the latest first."""
        super().__init__(data, scope=scope)
        self.others = {one.slug: one for one in others}
        self.fields["before"].choices = [(one.slug, one.title) for one in others]  # type: ignore[attr-defined] # a choice field's

    @property
    def assessment(self) -> Assessment | None:
        """The assessment chosen, or the latest; None where there is no other."""
        latest = next(iter(self.others.values()), None)
        return self.others.get(self.chosen.get("before", ""), latest)

    @property
    def look(self) -> Look:
        """Where to compare."""
        return Look(city=self.chosen_city)
