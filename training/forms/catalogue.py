"""What is said of courses, topics, families and requirements; and what is asked of their list."""

from __future__ import annotations

from typing import Any

from django import forms

from collaborative.forms import MoneyField, Prose, WholeNumberInput
from training.catalogues import Facts
from training.models import Course, Family, Requirement, Topic
from training.operations.requirements import Terms

_COSTS = ("fixed_cost", "cost_per_seat", "market_price", "market_travel")
_FACTS = tuple(name for name in Facts.__slots__ if name != "is_retired")


class _Kept(forms.Form):
    """A form that says which revision of the row was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)


class CourseForm(_Kept, forms.ModelForm[Course]):
    """All that is said of a course. Its code never changes once it is there."""

    class Meta:
        model = Course
        fields = _FACTS
        field_classes = dict.fromkeys(_COSTS, MoneyField) | {"about": Prose}
        help_texts = {
            "hours": "From beginning to end, without breaks: 8 or 7.5.",
            "fixed_cost": "Dollars for a class, however many come: instructor, room, material.",
            "cost_per_seat": "Dollars that each seat adds: books, food, certificates.",
            "market_price": "Dollars at another provider; blank where nobody knows.",
            "market_travel": "Dollars for each person’s way there; blank where nobody knows.",
            "every_months": "Blank where once is enough.",
            "family": "A family or topic that is missing is added on the page of topics.",
        }
        widgets = dict.fromkeys(("min_seats", "max_seats", "every_months"), WholeNumberInput())

    def __init__(self, data: Any = None, *, course: Course | None = None) -> None:
        """Begin with what is said of the course, where there is one."""
        revision = course.revision if course else None
        super().__init__(data, instance=course, initial={"revision": revision})
        self.fields["code"].disabled = course is not None

    def clean_code(self) -> str:
        """A code is written in capitals."""
        return str(self.cleaned_data["code"]).upper()

    def facts(self) -> Facts:
        """Return what was typed; only of a valid form."""
        said = {name: self.cleaned_data[name] for name in _FACTS}
        names = {"family": said["family"].name, "topic": said["topic"].name}
        return Facts(**said | names, is_retired=self.instance.is_retired)


class TopicForm(_Kept, forms.ModelForm[Topic]):
    """A subject, and what belongs to it."""

    class Meta:
        model = Topic
        fields = ("name", "about", "is_safety", "is_retired")

    def __init__(self, data: Any = None, *, topic: Topic | None = None) -> None:
        """Begin with what is said of the topic, where there is one."""
        revision = topic.revision if topic else None
        super().__init__(data, instance=topic, initial={"revision": revision})
        if topic is None:
            del self.fields["is_retired"]


class FamilyForm(_Kept, forms.ModelForm[Family]):
    """The name of a family."""

    class Meta:
        model = Family
        fields = ("name",)

    def __init__(self, data: Any = None, *, family: Family | None = None) -> None:
        """Begin with the name as it is, where there is one."""
        revision = family.revision if family else None
        super().__init__(data, instance=family, initial={"revision": revision})


class RequirementForm(_Kept, forms.ModelForm[Requirement]):
    """Who must be taught what, and who says so."""

    class Meta:
        model = Requirement
        fields = (
            "name",
            "topic",
            "basis",
            "source",
            "city",
            "whom",
            "hours",
            "every_months",
            "is_retired",
        )
        widgets = {"basis": forms.RadioSelect, "every_months": WholeNumberInput}
        labels = {"source": "Rule, contract or policy", "hours": "Least hours"}
        help_texts = {
            "basis": "Federal OSHA rules do not bind Missouri’s cities. Where they are followed, "
            "say whose policy or advice that is.",
            "source": "By its name and number, with the section: others must be able to find it. "
            "Only good practice may go without.",
            "hours": "Blank where no number of hours is asked for.",
        }

    def __init__(self, data: Any = None, *, requirement: Requirement | None = None) -> None:
        """Begin with what is said of the requirement, where there is one."""
        revision = requirement.revision if requirement else None
        super().__init__(data, instance=requirement, initial={"revision": revision})
        self.fields["basis"].choices = Requirement.Basis.choices  # type: ignore[attr-defined]
        if requirement is None:
            del self.fields["is_retired"]

    def terms(self) -> Terms:
        """Return what was typed; only of a valid form."""
        said = {name: self.cleaned_data[name] for name in self.fields if name != "revision"}
        return Terms(**said)


class CourseFindForm(forms.Form):
    """Which courses to list."""

    may_wait = True
    """Nothing has to be chosen: nothing is marked as optional."""

    q = forms.CharField(label="Words", max_length=100, required=False)
    family = forms.ModelChoiceField(
        Family.objects.all(), to_field_name="slug", required=False, empty_label="Any"
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(), to_field_name="slug", required=False, empty_label="Any"
    )
    level = forms.ChoiceField(required=False, choices=[("", "Any"), *Course.Level.choices])
    delivery = forms.ChoiceField(
        label="Format", required=False, choices=[("", "Any"), *Course.Delivery.choices]
    )
    retired = forms.BooleanField(label="Show also what is no longer offered", required=False)
