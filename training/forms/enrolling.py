"""Enrolling people, the sheet of who was there, and what people say of a course."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from cities.models import City, Department
from collaborative.forms import WholeNumberInput
from collaborative.models import User
from collaborative.wording import day
from training.models import FULL_SCORE, CohortSession, Enrolment
from training.operations.enrolling import Participant
from training.operations.holding import Said

MOST_AT_ONCE = 60
_MARKS = [(1, "1, not at all"), (2, "2"), (3, "3"), (4, "4"), (5, "5, fully")]


class PeopleForm(forms.Form):
    """People of one city: ticked where they have an account, else by name, one a line."""

    department = forms.ModelChoiceField(
        Department.objects.none(), required=False, empty_label="No department"
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        required=False,
        label="People with an account",
        widget=forms.CheckboxSelectMultiple,
    )
    names = forms.CharField(
        required=False,
        label="Other people, one a line",
        help_text="As the name shall stand on the certificate.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8000,
    )

    def __init__(self, *args: Any, city: City, people: Any, **kwargs: Any) -> None:
        """Offer the city's departments, and those of its people who are not enrolled yet."""
        super().__init__(*args, **kwargs)
        departments = cast("forms.ModelChoiceField[Department]", self.fields["department"])
        departments.queryset = Department.objects.filter(organisation=city)
        accounts = cast("forms.ModelMultipleChoiceField[User]", self.fields["people"])
        accounts.queryset = people
        if not people:
            del self.fields["people"]

    def clean_names(self) -> list[str]:
        """The names, each once, without blank lines."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["names"].splitlines())
        names = [line for line in lines if line]
        if long := next((name for name in names if len(name) > 120), ""):  # noqa: PLR2004 - the column's
            raise ValidationError(f"“{long[:40]}…” is longer than 120 signs.")
        twice = {name for name in names if sum(name.casefold() == n.casefold() for n in names) > 1}
        if twice:
            raise ValidationError(f"{min(twice)} stands twice.")
        return names

    def clean(self) -> dict[str, Any]:
        """Somebody, and not too many at once."""
        cleaned: dict[str, Any] = super().clean() or {}
        number = len(cleaned.get("people") or []) + len(cleaned.get("names") or [])
        if number == 0 and not self.errors:
            raise ValidationError("Tick somebody, or write a name.")
        if number > MOST_AT_ONCE:
            raise ValidationError(f"Enrol at most {MOST_AT_ONCE} people at once.")
        return cleaned

    def participants(self) -> list[Participant]:
        """Whom to enrol, in order; call it on a valid form."""
        department = self.cleaned_data["department"]
        people = [
            Participant(person=one, department=department)
            for one in self.cleaned_data.get("people") or []
        ]
        names = self.cleaned_data["names"]
        return people + [Participant(name=name, department=department) for name in names]


class SheetForm(forms.Form):
    """Who was there, a box for each person and session, and two scores for each person."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: Sequence[Enrolment],
        sessions: Sequence[CohortSession],
        present: set[tuple[int, int]],
        **kwargs: Any,
    ) -> None:
        """Know everybody with a place, the sessions, and what is written already."""
        super().__init__(*args, **kwargs)
        self.people, self.sessions = people, sessions
        for one in people:
            for session in sessions:
                self.fields[f"there_{one.pk}_{session.pk}"] = forms.BooleanField(
                    required=False,
                    label=day(session.begins_at),
                    initial=(one.pk, session.pk) in present,
                )
            for when in ("before", "after"):
                self.fields[f"{when}_{one.pk}"] = forms.IntegerField(
                    required=False,
                    label=f"Score {when}",
                    min_value=0,
                    max_value=FULL_SCORE,
                    initial=getattr(one, f"score_{when}"),
                    widget=WholeNumberInput,
                )

    def rows(self) -> Iterator[tuple[Enrolment, list[BoundField], list[BoundField]]]:
        """Each person with the boxes of the sessions, and those of the scores."""
        for one in self.people:
            there = [self[f"there_{one.pk}_{session.pk}"] for session in self.sessions]
            yield one, there, [self[f"before_{one.pk}"], self[f"after_{one.pk}"]]

    def sheet(self) -> dict[int, Said]:
        """What was written, as the operation takes it; call it on a valid form."""
        data = self.cleaned_data
        return {
            one.pk: Said(
                [s.pk for s in self.sessions if data[f"there_{one.pk}_{s.pk}"]],
                data[f"before_{one.pk}"],
                data[f"after_{one.pk}"],
            )
            for one in self.people
        }


class EvaluationForm(forms.Form):
    """Three questions, and room for a remark."""

    remark = forms.CharField(
        required=False,
        max_length=1000,
        label="What else should be said?",
        help_text="The training analyst reads it without your name. Name nobody in it.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    field_order = ("mark_0", "mark_1", "mark_2", "remark")

    def __init__(self, *args: Any, questions: Sequence[str], **kwargs: Any) -> None:
        """Ask the questions of the day."""
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions):
            self.fields[f"mark_{number}"] = forms.TypedChoiceField(
                label=question, choices=_MARKS, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields(self.field_order)

    def marks(self) -> list[int]:
        """The marks, in the order of the questions; call it on a valid form."""
        return [self.cleaned_data[f"mark_{number}"] for number in range(len(self.fields) - 1)]
