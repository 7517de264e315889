"""One criterion at a time, with the words behind its marks."""

from decimal import Decimal
from typing import Any, cast

from django import forms

from collaborative.forms import WholeNumberInput
from initiatives.models import Criterion
from initiatives.rubrics import Question

ROWS = 6  # as many as the usual scale, 0 to 5, has marks


class CriterionForm(forms.ModelForm[Criterion]):
    """What is asked, on which scale, with which weight."""

    may_wait = True
    """What may stay empty depends on the kind, so the hints say it."""

    class Meta:
        model = Criterion
        fields = (
            "label",
            "guidance",
            "kind",
            "weight",
            "minimum",
            "maximum",
            "threshold",
            "remark_below",
            "remark_above",
            "source",
        )
        labels = {
            "label": "Criterion",
            "kind": "How it is answered",
            "remark_below": "Ask for a reason at or below the mark of",
            "remark_above": "Ask for a reason at or above the mark of",
            "source": "Drawn from",
        }
        help_texts = {
            "label": "A few words, such as “Savings”.",
            "guidance": "What an evaluator should look at. It may stay empty.",
            "weight": "Per cent. The weights of all scored criteria sum to 100. A gate has none.",
            "minimum": "0 is customary. The lowest a scale may begin with.",
            "maximum": "5 is customary, 10 the most.",
            "threshold": (
                "If the cities’ mean mark is lower, the proposal is not ranked. Leave it empty "
                "for no such limit."
            ),
            "remark_below": (
                "With 1, whoever gives 0 or 1 has to say why. For a gate, 0 asks whoever says no. "
                "Empty asks nobody."
            ),
            "remark_above": (
                "With 5, whoever gives 5 has to say why. For a gate, 1 asks whoever says yes. "
                "Empty asks nobody."
            ),
            "source": "A published model, if there is one; otherwise leave it empty.",
        }
        widgets = {
            "guidance": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
            "weight": forms.TextInput(attrs={"inputmode": "decimal"}),
            "minimum": WholeNumberInput(),
            "maximum": WholeNumberInput(),
            "threshold": forms.TextInput(attrs={"inputmode": "decimal"}),
            "remark_below": WholeNumberInput(),
            "remark_above": WholeNumberInput(),
        }

    def clean(self) -> dict[str, Any]:
        """A scored criterion has a weight; a gate has neither weight nor scale of its own."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Criterion.Kind.GATE:
            fixed = {"weight": None, "threshold": None, "minimum": 0, "maximum": 1}
            for name in fixed:
                self.errors.pop(name, None)  # whatever stands there does not matter
            return cleaned | fixed
        weight = cleaned.get("weight")
        if "weight" in cleaned and not (weight and weight > Decimal(0)):
            self.add_error(
                "weight", "A scored criterion needs a weight of more than 0, such as 25."
            )
        return cleaned

    @property
    def scale(self) -> range | None:
        """The marks of the scale that was typed; None where it makes no sense."""
        low, high = (getattr(self, "cleaned_data", {}).get(end) for end in ("minimum", "maximum"))
        return None if low is None or high is None or low >= high else range(low, high + 1)

    def question(self, anchors: "Anchors") -> Question:
        """Return what was typed, with the anchors; only of valid forms."""
        return Question(**self.cleaned_data, anchors=anchors.texts())


class AnchorForm(forms.Form):
    """What one mark means; a row without words says nothing."""

    may_wait = True
    """Every row may stay as it is: nothing is marked as optional."""

    mark = forms.IntegerField(label="Mark", required=False, widget=WholeNumberInput())
    text = forms.CharField(label="What this mark means", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Words need their mark."""
        cleaned = super().clean() or {}
        text = cleaned.get("text")
        if text and "mark" in cleaned and cleaned["mark"] is None:
            self.add_error("mark", f"Say which mark means “{text}”.")
        return cleaned


class Anchors(forms.BaseFormSet[AnchorForm]):
    """The rows of anchors beside a criterion's form."""

    row_name = "Anchor"

    def __init__(self, *args: Any, criterion: CriterionForm, **kwargs: Any) -> None:
        """Know the criterion's form, whose scale the anchors must keep to."""
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.extra = max(ROWS - self.initial_form_count(), 1)

    def clean(self) -> None:
        """Every anchor lies on the scale, and no mark has two."""
        scale = self.criterion.scale
        seen: set[int] = set()
        for form in self.forms:
            if not form.is_valid() or not form.cleaned_data.get("text"):
                continue
            mark = form.cleaned_data["mark"]
            if scale is not None and mark not in scale:
                form.add_error("mark", f"{mark} is outside the scale of {scale[0]} to {scale[-1]}.")
            elif mark in seen:
                form.add_error("mark", f"There are two anchors for {mark}. Leave one out.")
            seen.add(mark)

    def texts(self) -> dict[int, str]:
        """Return {mark: words}; only of a valid formset."""
        typed = (form.cleaned_data for form in self.forms)
        return {row["mark"]: row["text"] for row in typed if row.get("text")}


def rows(criterion: Criterion | None = None) -> list[dict[str, Any]]:
    """Return the rows to begin with: a mark each, with its words where there are some."""
    if criterion is None:
        return [{"mark": mark} for mark in range(ROWS)]
    texts = {anchor.mark: anchor.text for anchor in criterion.anchors.all()}
    marks = sorted({*criterion.scale, *texts})
    return [{"mark": mark, "text": texts.get(mark, "")} for mark in marks]


AnchorFormSet = cast(
    "type[Anchors]", forms.formset_factory(AnchorForm, formset=Anchors, extra=ROWS, max_num=11)
)
