"""What is typed about training records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cities.models import City, Department
from collaborative.forms import DateInput
from training.catalogues import MOST_HOURS
from training.models import Completion, Course, Requirement, Topic, Trainee, YearlyHours

NO_DEPARTMENT = "A department that is not in the list is added on the city’s page."


class DepartmentChoice(forms.ModelChoiceField[Department]):
    """One of the departments of some cities, with the city where there are several."""

    def __init__(self, cities: QuerySet[City], **kwargs: Any) -> None:
        """Take the cities."""
        self.names_city = cities.count() > 1
        rows = Department.objects.filter(organisation__in=cities.values("pk"))
        ordered = rows.select_related("organisation").order_by("organisation__name", "name", "pk")
        super().__init__(ordered, help_text=NO_DEPARTMENT, **kwargs)

    def label_from_instance(self, obj: Department) -> str:
        """Name a department."""
        return f"{obj.organisation}: {obj}" if self.names_city else obj.name


class TraineeForm(forms.Form):
    """Who comes onto the roll."""

    name = forms.CharField(max_length=120, label="Name", help_text="As it is on certificates.")
    mark = forms.CharField(
        max_length=40,
        required=False,
        label="Staff number",
        help_text="Only where two people of the city have the same name.",
    )

    def __init__(self, *args: Any, cities: QuerySet[City], **kwargs: Any) -> None:
        """Take the cities that somebody keeps the roll of."""
        super().__init__(*args, **kwargs)
        self.fields["department"] = DepartmentChoice(cities, label="Department")

    def clean_name(self) -> str:
        """A name without double spaces."""
        return " ".join(self.cleaned_data["name"].split())


class ChangeTraineeForm(forms.Form):
    """Where somebody works now, or when they left."""

    left_on = forms.DateField(
        required=False,
        widget=DateInput,
        label="Last day with the city",
        help_text="From then on nothing is due; what was had stays on record.",
    )

    def __init__(self, *args: Any, trainee: Trainee, **kwargs: Any) -> None:
        """Take the person, whose city's departments are offered."""
        initial = {"department": trainee.department, "left_on": trainee.left_on}
        super().__init__(*args, **{"initial": initial, **kwargs})
        cities = City.objects.filter(pk=trainee.city_id)
        self.fields["department"] = DepartmentChoice(cities, label="Department", required=False)


def why_not_of_the_topic(cleaned: Mapping[str, Any]) -> str | None:
    """Say that the chosen course is about another topic than the chosen one."""
    course, topic = cleaned.get("course"), cleaned.get("topic")
    if course and topic and course.topic_id != topic.pk:
        return f"{course} is about {course.topic}. Choose that topic, or no course."
    return None


class TrainingForm(forms.Form):
    """What training somebody had."""

    topic = forms.ModelChoiceField(Topic.objects.all(), label="Topic")
    course = forms.ModelChoiceField(
        Course.objects.all(),
        required=False,
        label="Course",
        help_text="Where it was one of the catalogue. It must be about the topic.",
    )
    on = forms.DateField(widget=DateInput, label="Completed on")
    hours = forms.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=MOST_HOURS, label="Hours"
    )
    source = forms.CharField(
        max_length=200,
        label="What shows it",
        help_text="A certificate with its number, or a list of who attended.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take the day, after which nothing was completed yet."""
        super().__init__(*args, **kwargs)
        self.today = today

    @staticmethod
    def initial_of(done: Completion) -> dict[str, Any]:
        """What stands on record."""
        return {name: getattr(done, name) for name in ("topic", "course", "on", "hours", "source")}

    def clean_on(self) -> date:
        """A day that has come."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError("This day is still to come. Record training once it is over.")
        return on

    def clean_hours(self) -> Any:
        """More than nothing."""
        if not self.cleaned_data["hours"]:
            raise ValidationError("Enter how many hours it took, such as 8 or 7.5.")
        return self.cleaned_data["hours"]

    def clean(self) -> dict[str, Any]:
        """A course is about its topic."""
        cleaned = super().clean() or {}
        if reason := why_not_of_the_topic(cleaned):
            self.add_error("course", reason)
        return cleaned


class PutRightForm(TrainingForm):
    """What the record should say, or that there was no such training; and why."""

    is_void = forms.BooleanField(required=False, label="There was no such training at all")
    because = forms.CharField(
        max_length=300, label="Why it is put right", help_text="It stays beside the record."
    )


class BindForm(forms.Form):
    """Who must meet a requirement, and by when first."""

    first_due_on = forms.DateField(widget=DateInput, label="To be met first by")

    def __init__(self, *args: Any, people: QuerySet[Trainee], **kwargs: Any) -> None:
        """Take the people who can be bound."""
        super().__init__(*args, **kwargs)
        self.fields["people"] = TraineesChoice(
            people, label="People", widget=forms.CheckboxSelectMultiple
        )


class TraineesChoice(forms.ModelMultipleChoiceField[Trainee]):
    """Several people, each with the department."""

    def label_from_instance(self, obj: Trainee) -> str:
        """Name a person and the place of work."""
        return f"{obj}, {obj.department or 'no department'}, {obj.city}"


class HoursForm(forms.Form):
    """How a requirement's hours are counted."""

    is_yearly = forms.BooleanField(
        required=False,
        label="Hours count over the calendar year",
        help_text="Each year begins at nothing on January 1.",
    )
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(is_retired=False),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Other topics whose hours count as well",
    )

    @staticmethod
    def initial_of(requirement: Requirement) -> dict[str, Any]:
        """How they are counted now."""
        rule = YearlyHours.objects.filter(requirement=requirement).first()
        return {"is_yearly": rule is not None, "topics": rule.topics.all() if rule else []}
