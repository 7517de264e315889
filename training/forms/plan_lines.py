"""Who wants what in a year's plan, and which limits its classes keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from cities.models import Department
from collaborative.forms import DateInput, MoneyInput, WholeNumberInput
from training.forms.tables import TableField
from training.models import Course, PlanLimit, PlanWant, Venue, YearPlan
from training.results.plans.sheets import COLUMNS

_NOT_IN_CLASSES = [Course.Delivery.SELF_PACED]


class DepartmentField(forms.ModelChoiceField[Department]):
    """A department of any body, named with it."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer all, those of one body together."""
        every = Department.objects.select_related("organisation")
        super().__init__(every.order_by("organisation__name", "name"), required=False, **kwargs)

    def label_from_instance(self, obj: Department) -> str:
        """Name it, as in "Raytown: Police"."""
        return f"{obj.organisation.name}: {obj.name}"


class WantForm(forms.ModelForm[PlanWant]):
    """Who wants a course: how many of which city, and by when."""

    department = DepartmentField(help_text="Blank for the whole city.")

    class Meta:
        model = PlanWant
        fields = (
            "course",
            "city",
            "department",
            "seats",
            "is_mandated",
            "due_on",
            "need",
            "backfill",
        )
        widgets = {
            "due_on": DateInput,
            "seats": WholeNumberInput,
            "need": WholeNumberInput,
            "backfill": MoneyInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the courses that are held in classes."""
        super().__init__(*args, **kwargs)
        course = self.fields["course"]
        assert isinstance(course, forms.ModelChoiceField)
        course.queryset = plannable()

    def clean(self) -> dict[str, Any]:
        """A department is one of the city's own."""
        return _own_department(self, super().clean() or {})


class LimitForm(forms.ModelForm[PlanLimit]):
    """One limit of any kind; what does not belong to the kind stays blank."""

    department = DepartmentField(help_text="Blank for the whole city.")

    class Meta:
        model = PlanLimit
        fields = ("kind", "city", "department", "venue", "most", "begins_on", "ends_on", "why")
        widgets = {
            "kind": forms.RadioSelect,
            "most": WholeNumberInput,
            "begins_on": DateInput,
            "ends_on": DateInput,
        }
        help_texts = {
            "city": "Blank for everybody, where nobody is away on some days.",
            "most": "Where people away are limited.",
            "venue": "Where a venue is not free.",
        }

    def __init__(self, *args: Any, plan: YearPlan, **kwargs: Any) -> None:
        """Offer the plan's venues."""
        super().__init__(*args, **kwargs)
        venue = self.fields["venue"]
        assert isinstance(venue, forms.ModelChoiceField)
        venue.queryset = Venue.objects.filter(pk__in=plan.venues.values("venue"))

    def clean(self) -> dict[str, Any]:
        """Say what the kind still needs, and leave out what it has no use for."""
        cleaned = _own_department(self, super().clean() or {})
        kind = cleaned.get("kind")
        if kind == PlanLimit.Kind.AWAY:
            self._needs(cleaned, city="Choose whose people.", most="Say how many at most.")
            cleaned |= {"venue": None, "begins_on": None, "ends_on": None}
        elif kind:
            self._needs(cleaned, begins_on="Say from which day.", ends_on="Say to which day.")
            cleaned["most"] = None
        if kind == PlanLimit.Kind.CLOSED:
            self._needs(cleaned, venue="Choose the venue.")
            cleaned |= {"city": None, "department": None}
        elif kind == PlanLimit.Kind.BLACKOUT:
            cleaned["venue"] = None
        return cleaned

    def _needs(self, cleaned: Mapping[str, Any], **sentences: str) -> None:
        for name, sentence in sentences.items():
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, sentence)


class SheetForm(forms.Form):
    """A sheet with a line for each want."""

    file = TableField(columns=COLUMNS, label="Sheet")


def plannable() -> Any:
    """The courses that are held in classes."""
    return Course.objects.filter(is_retired=False).exclude(delivery__in=_NOT_IN_CLASSES)


def _own_department(form: forms.BaseForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    city, department = cleaned.get("city"), cleaned.get("department")
    if department and (city is None or department.organisation_id != city.pk):
        form.add_error("department", "Choose a department of the city that you chose.")
    return cleaned
