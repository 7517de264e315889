"""A criteria set: taking one into a round, keeping a round's, writing the next version."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME

from collaborative.forms import Prose, WholeNumberInput
from initiatives.forms.criteria import CriterionForm
from initiatives.models import Anchor, CriteriaSet
from initiatives.operations.library import Wording
from initiatives.rubrics import Question, faults

NEW = "new"
LONGEST_ANCHOR = Anchor._meta.get_field("text").max_length or 0
_ANCHOR = re.compile(r"(?P<mark>\d+|yes|no)\s*[:.)]\s*(?P<text>\S.*)", re.IGNORECASE)


class _SetField(forms.ModelChoiceField[CriteriaSet]):
    """Sets to choose from, each with what it holds."""

    def label_from_instance(self, obj: CriteriaSet) -> str:
        """Name the set and count what it asks."""
        asked = obj.asked
        gates = sum(question.is_gate for question in asked)
        return f"{obj}: {_counted(len(asked) - gates, 'criterion', 'criteria')}" + (
            f" and {_counted(gates, 'gate', 'gates')}" if gates else ""
        )


class TakeForm(forms.Form):
    """Which set a round begins with."""

    taken = _SetField(
        queryset=CriteriaSet.objects.none(),
        label="Which set?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a set."},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, chosen: int | None = None) -> None:
        """Offer the newest version of each set, and the one that was chosen on its own page."""
        super().__init__(data, initial={"taken": chosen})
        field = cast("forms.ModelChoiceField[CriteriaSet]", self.fields["taken"])
        offered = [one.pk for one in CriteriaSet.objects.newest()]
        field.queryset = CriteriaSet.objects.filter(
            pk__in=[*offered, *filter(None, [chosen])]
        ).order_by("-is_starting_point", "title", "-version")


class KeepForm(forms.Form):
    """What a round's criteria are kept as."""

    may_wait = True
    """The title is needed for a new set only: it is not marked as optional."""

    into = forms.ChoiceField(
        label="Keep them as",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they are kept as."},
    )
    title = forms.CharField(
        label="Title of a new set",
        required=False,
        max_length=CriteriaSet._meta.get_field("title").max_length,
        help_text="A new version keeps the title of its set.",
    )
    note = Prose(
        label="What is it for, or what is different in the new version?",
        max_length=CriteriaSet._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences. Whoever chooses a set for a round reads them.",
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, sets: Iterable[CriteriaSet]
    ) -> None:
        """Offer a new set, or a new version of one that is there."""
        super().__init__(data)
        self.sets = {one.slug: one for one in sets}
        field = cast("forms.ChoiceField", self.fields["into"])
        field.choices = [
            (NEW, "A new set"),
            *(
                (slug, f"Version {one.version + 1} of “{one.title}”")
                for slug, one in self.sets.items()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """A new set has a title."""
        cleaned = super().clean() or {}
        if cleaned.get("into") == NEW and not cleaned.get("title"):
            self.add_error("title", "Give the new set a title, such as “Criteria of 2027”.")
        return cleaned

    def earlier(self) -> CriteriaSet | None:
        """Return the set that gets a new version; None for a new set. Only of a valid form."""
        return self.sets.get(self.cleaned_data["into"])


class SetForm(forms.ModelForm[CriteriaSet]):
    """What is said of the next version of a set, beside its criteria."""

    class Meta:
        model = CriteriaSet
        fields = ("title", "note", "source", "reading", "additions", "is_starting_point")
        labels = {
            "note": "What is different in this version?",
            "source": "Where it comes from",
            "is_starting_point": "Label it as a starting point",
        }
        help_texts = {
            "note": "Whoever chooses a set for a round reads it.",
            "source": "The published model with its address, if there is one.",
            "reading": "What you found in that model.",
            "additions": "Weights, scales and words that the model does not have.",
            "is_starting_point": "It then says that the cities have not agreed on it.",
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("note", "source", "reading", "additions")
        }

    def __init__(self, data: Mapping[str, Any] | None = None, *, earlier: CriteriaSet) -> None:
        """Begin with what the earlier version says."""
        said = {name: getattr(earlier, name) for name in self._meta.fields or ()}
        super().__init__(data, initial={**said, "note": ""})

    def wording(self) -> Wording:
        """Return what was typed; only of a valid form."""
        return Wording(**{name: self.cleaned_data[name] for name in self._meta.fields or ()})


class Anchors(Prose):
    """The words behind the marks, a line each: "3: A clear saving". Its value maps marks to words.

    A gate's lines may begin with Yes and No.
    """

    def clean(self, value: object) -> Any:
        """Read the lines."""
        anchors: dict[int, str] = {}
        for line in filter(None, map(str.strip, super().clean(value).split("\n"))):
            mark, text = _anchor(line)
            if mark in anchors:
                raise ValidationError(f"There are two lines for {mark}. Leave one out.")
            anchors[mark] = text
        return anchors


class QuestionForm(CriterionForm):
    """One criterion of a set, with its anchors in one box."""

    key = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=40)
    anchors = Anchors(
        label="What the marks mean",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="A line for each mark, as in “3: A clear saving”. For a gate: “Yes: …”, “No: …”.",
    )

    def clean(self) -> dict[str, Any]:
        """Every anchor lies on the scale."""
        cleaned = super().clean()
        gate = cleaned.get("kind") == "gate"
        scale = range(2) if gate else self.scale
        outside = [mark for mark in cleaned.get("anchors", ()) if scale and mark not in scale]
        if scale and outside:
            self.add_error(
                "anchors", f"{outside[0]} is outside the scale of {scale[0]} to {scale[-1]}."
            )
        return cleaned

    def typed(self) -> Question:
        """Return the question; only of a valid form."""
        own = {name: self.cleaned_data[name] for name in Question.__slots__}
        return Question(**own)


class Questions(forms.BaseFormSet[QuestionForm]):
    """The criteria of a set, in their order, with one more to add."""

    row_name = "Criterion"

    def add_fields(self, form: QuestionForm, index: int | None) -> None:
        """Say in plain words how a criterion is moved and left out."""
        super().add_fields(form, index)
        place, gone = form.fields[ORDERING_FIELD_NAME], form.fields[DELETION_FIELD_NAME]
        place.label, place.widget = "Place in the order", WholeNumberInput()
        gone.label = "Leave this criterion out"

    def clean(self) -> None:
        """A set can be used as it stands: its weights sum to 100."""
        if self.is_valid() and (sentences := list(faults(self.questions()))):
            raise ValidationError(sentences)

    def questions(self) -> list[Question]:
        """Return what was typed, in its order; only where every row is valid."""
        return [form.typed() for form in self.ordered_forms]


def asked(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Return the rows to begin with."""
    return [
        {
            **{name: getattr(question, name) for name in Question.__slots__},
            "anchors": "\n".join(f"{name}: {text}" for name, text in question.worded),
        }
        for question in questions
    ]


QuestionFormSet = cast(
    "type[Questions]",
    forms.formset_factory(
        QuestionForm, formset=Questions, extra=1, max_num=30, can_order=True, can_delete=True
    ),
)


def _anchor(line: str) -> tuple[int, str]:
    found = _ANCHOR.fullmatch(line)
    if found is None:
        raise ValidationError(
            f"“{line[:60]}”: begin the line with its mark, as in “3: A clear saving”."
        )
    text = found["text"]
    if len(text) > LONGEST_ANCHOR:
        raise ValidationError(
            f"“{text[:60]}…” has {len(text)} characters; {LONGEST_ANCHOR} are the most."
        )
    mark = {"yes": "1", "no": "0"}.get(found["mark"].lower(), found["mark"])
    return int(mark), text


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
