"""The steps of a council's matter: those up to its decision, and one that came after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME

from agreements.forms.rollcalls import others_field, roll_call, roll_call_field, take_roll_call
from agreements.models import Action
from agreements.operations.facts import STEP_COLUMNS, Step
from collaborative.forms import DateInput, WholeNumberInput
from collaborative.wording import day

Kind = Action.Kind
UP_TO_IT = (
    Kind.INTRODUCED,
    Kind.REFERRED,
    Kind.COMMITTEE,
    Kind.FIRST_READING,
    Kind.SECOND_READING,
    Kind.AMENDED,
    Kind.POSTPONED,
    Kind.VOTED,
)
"""Steps that lead to a council's decision."""

AFTER_IT = (
    Kind.SIGNED,
    Kind.VETOED,
    Kind.OVERRIDDEN,
    Kind.RECONSIDERED,
    Kind.VOTED,
    Kind.RESCINDED,
)
"""Steps that come after it."""

MOST = 40
PASSED: Mapping[str, bool | None] = {"": None, "yes": True, "no": False}
_SAID = {value: said for said, value in PASSED.items()}
USUAL = ("kind", "on", "body", "passed", "postponed_to")


class StepForm(forms.ModelForm[Action]):
    """One step up to the decision. Blank means that the record does not say."""

    passed = forms.TypedChoiceField(
        required=False,
        label="Result",
        choices=[("", "Not on record"), ("yes", "Passed"), ("no", "Failed")],
        coerce=PASSED.__getitem__,
        empty_value=None,
    )
    others = others_field()
    votes = roll_call_field()

    class Meta:
        model = Action
        fields = (
            "kind", "on", "body", "passed", "postponed_to", "word", "result_word", "mover",
            "seconder", "tally", "version", "agenda_number", "text",
        )  # fmt: skip
        labels = {
            "kind": "What was done",
            "on": "Day",
            "body": "By which body",
            "word": "In the record’s own word",
            "result_word": "Result in the record’s own word",
            "mover": "Moved by",
            "seconder": "Seconded by",
            "postponed_to": "Put off to",
            "text": "What the minutes say",
        }
        help_texts = {
            "body": "As in Finance Committee.",
            "postponed_to": "For a postponement to a certain day.",
            "word": "As printed, where it differs: “advanced to second and final reading”.",
            "tally": "As in the minutes: 6-0. It is kept as typed.",
        }
        widgets = {
            "on": DateInput,
            "postponed_to": DateInput,
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    kinds: tuple[Action.Kind, ...] = UP_TO_IT

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Know the cities' own date; offer the kinds of step that belong here."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["kind"].choices = [  # type: ignore[attr-defined] # it is a ChoiceField
            ("", "Choose one"),
            *((kind.value, kind.label) for kind in self.kinds),
        ]

    def clean_on(self) -> date | None:
        """What is on record has happened."""
        on: date | None = self.cleaned_data["on"]
        if on is not None and on > self.today:
            raise ValidationError(f"{day(on)} is in the future. Record the step once it is taken.")
        return on

    def clean(self) -> dict[str, Any]:
        """A step says what was done; only what was put off has the day to which it was."""
        cleaned = super().clean() or {}
        take_roll_call(self)
        if self.has_changed() and not cleaned.get("kind") and not cleaned.get("word"):
            self.add_error("kind", "Choose what was done, or write the record’s own word for it.")
        if cleaned.get("postponed_to") and cleaned.get("kind") != Kind.POSTPONED:
            self.add_error("postponed_to", "Only what was postponed has a day to which it was.")
        return cleaned

    def step(self, there: Step | None = None) -> Step:
        """The step as the operations take it; call it on a valid form."""
        cleaned = self.cleaned_data
        said = {name: cleaned[name] for name in STEP_COLUMNS if name in cleaned}
        further = there.further if there else {}
        return Step(**said, further=further, votes=cleaned["votes"])

    @property
    def usual(self) -> list[BoundField]:
        """The boxes that most steps need."""
        return [self[name] for name in USUAL if name in self.fields]

    @property
    def rest(self) -> list[BoundField]:
        """All other boxes."""
        shown = {*USUAL, *_NOT_SAID}
        return [self[name] for name in self.fields if name not in shown]

    @property
    def has_more(self) -> bool:
        """Whether a box that is folded away holds something, or has something wrong with it."""
        return any(box.value() or (self.is_bound and box.errors) for box in self.rest)


class AfterForm(StepForm):
    """One step after the decision: it has its day."""

    kinds = AFTER_IT

    def __init__(self, *args: Any, decided_on: date | None, **kwargs: Any) -> None:
        """Know the day of the decision that it comes after."""
        super().__init__(*args, **kwargs)
        self.decided_on = decided_on
        del self.fields["postponed_to"]
        self.fields["kind"].required = self.fields["on"].required = True

    def clean_on(self) -> date | None:
        """It comes after the decision, and has happened."""
        on = super().clean_on()
        if on is not None and self.decided_on is not None and on < self.decided_on:
            raise ValidationError(f"{day(on)} is before the decision of {day(self.decided_on)}.")
        return on


class StepRow(StepForm):
    """One step among others; one in which nothing was said is none."""

    was = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """Its place on record, so that what has no box stays with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take whatever was left blank as nothing said."""
        super().__init__(*args, **kwargs)
        self.empty_permitted, self.use_required_attribute = True, False

    def has_changed(self) -> bool:
        """Whether anything was typed into it; its place alone says nothing."""
        return bool(set(self.changed_data) - _NOT_SAID)


_NOT_SAID = frozenset({ORDERING_FIELD_NAME, DELETION_FIELD_NAME, "was"})


class _StepRows(forms.BaseFormSet[StepRow]):
    """The steps up to a decision, in the order of their places."""

    row_name = "Step"

    def add_fields(self, form: StepRow, index: int | None) -> None:
        """Let each row say its place, and that it is none."""
        super().add_fields(form, index)
        form.fields[ORDERING_FIELD_NAME].label = "Place in the order"
        form.fields[ORDERING_FIELD_NAME].widget = WholeNumberInput()
        form.fields[DELETION_FIELD_NAME].label = "Leave this step out"

    def steps(self, there: Sequence[Step] = ()) -> tuple[Step, ...]:
        """The steps as the operations take them, over those on record; call it on valid rows."""
        said = [row for row in self.forms if row.cleaned_data and not self._is_out(row)]
        said.sort(key=lambda row: row.cleaned_data.get(ORDERING_FIELD_NAME) or MOST)
        return tuple(row.step(_at(there, row.cleaned_data["was"])) for row in said)

    @staticmethod
    def _is_out(row: StepRow) -> bool:
        return bool(row.cleaned_data.get(DELETION_FIELD_NAME))


def _at(steps: Sequence[Step], place: int | None) -> Step | None:
    """The step on record at a place, counted from 1; None where there is none."""
    return steps[place - 1] if place and 0 < place <= len(steps) else None


StepRows = forms.formset_factory(
    StepRow,
    formset=_StepRows,
    extra=0,
    can_order=True,
    can_delete=True,
    max_num=MOST,
    absolute_max=MOST,
    validate_max=True,
)


def initial_steps(actions: Iterable[Action]) -> list[dict[str, object]]:
    """What stands in the rows for steps that are on record."""
    return [
        {
            **{name: getattr(action, name) for name in StepForm.Meta.fields},
            "passed": _SAID[action.passed],
            "votes": roll_call(action.votes.all()),
            "was": place,
        }
        for place, action in enumerate(actions, start=1)
    ]
