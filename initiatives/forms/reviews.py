"""What an evaluator types: the declaration, the marks with their anchors, remarks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from initiatives.models import Criterion, Remark, Review
from initiatives.operations.reviews import Opinion
from initiatives.results.weights import plain
from initiatives.rules.criteria import unexplained
from initiatives.rules.reviews import outside, why_not_complete, why_not_without

NOT_JUDGED = "none"
COMMENT = Review._meta.get_field("comment").max_length
REMARK = Remark._meta.get_field("text").max_length


class DeclarationForm(forms.Form):
    """The declaration that opens the text, or a recusal with its reason."""

    NONE, CONFLICT = "none", "conflict"
    may_wait = True
    """The reason is needed with a conflict: it is not marked as optional."""

    conflict = forms.ChoiceField(
        label="Do you have a conflict of interest?",
        choices=[
            (NONE, "No: neither I nor anyone close to me gains or loses by this proposal"),
            (CONFLICT, "Yes: I recuse myself"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you have a conflict of interest."},
        help_text="For example: you or your family own, work for or sell to whoever would profit.",
    )
    reason = Prose(
        label="If yes, what is the conflict?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A few words are enough. It stays on record with its date.",
    )

    def clean(self) -> dict[str, Any]:
        """A recusal has its reason."""
        cleaned = super().clean() or {}
        is_recusal = cleaned.get("conflict") == self.CONFLICT and "reason" in cleaned
        if is_recusal and (sentence := why_not_without(cleaned["reason"])):
            self.add_error("reason", sentence)
        return cleaned

    @property
    def is_recusal(self) -> bool:
        """Whether a conflict was declared; only of a valid form."""
        return bool(self.cleaned_data["conflict"] == self.CONFLICT)


class RecusalForm(forms.Form):
    """A conflict that shows later."""

    reason = Prose(
        label="What is the conflict?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A few words are enough. It stays on record with its date.",
    )


class MarkField(forms.ChoiceField):
    """One criterion's mark as a row of buttons, with the anchors beside them."""

    def __init__(self, criterion: Criterion, **kwargs: Any) -> None:
        """Offer every mark of the scale, and to give none."""
        self.criterion = criterion
        super().__init__(
            label=criterion.label,
            help_text=_guidance(criterion),
            choices=list(_choices(criterion)),
            widget=forms.RadioSelect,
            **kwargs,
        )

    def validate(self, value: str) -> None:
        """Refuse what is not on the scale, with the scale in the sentence."""
        if value and not self.valid_value(value):
            raise ValidationError(outside(self.criterion, value))
        if not value and self.required:
            raise ValidationError(
                f"“{self.criterion}”: choose a mark, or that you cannot judge it."
            )


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion of the form: its mark and its remark, and what is saved if that differs."""

    mark: BoundField
    remark: BoundField
    saved: str


class ReviewForm(forms.Form):
    """A whole review. To be sent in it needs an answer to each criterion; to be kept, none."""

    may_wait = True
    """The marks are needed, though not yet: they are not marked as optional."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    comment = Prose(
        label="Comment on the proposal (optional)",
        required=False,
        max_length=COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Published after the decision with your city’s name and without yours.",
    )

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        review: Review,
        criteria: Sequence[Criterion],
        opinion: Opinion,
        complete: bool = False,
    ) -> None:
        """Ask for each criterion (with its anchors loaded), beginning with what is saved."""
        super().__init__(data, initial={"version": review.version, "comment": opinion.comment})
        judged = review.state == Review.State.SUBMITTED
        self.criteria = criteria
        self.complete = complete
        for one in criteria:
            saved = opinion.marks.get(one.key, NOT_JUDGED if judged else "")
            self.fields[f"mark_{one.key}"] = MarkField(one, required=complete, initial=str(saved))
            self.fields[f"remark_{one.key}"] = Prose(
                label=f"Remark on “{one.label}” (optional)",
                required=False,
                max_length=REMARK,
                initial=opinion.remarks.get(one.key, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def asked(self, saved: Opinion | None = None) -> Iterator[Asked]:
        """Yield what is asked, in the round's order; with what is saved where two versions meet."""
        for one in self.criteria:
            mark = self[f"mark_{one.key}"]
            yield Asked(
                mark=mark,
                remark=self[f"remark_{one.key}"],
                saved="" if saved is None else _saved(one, saved, typed=mark.value()),
            )

    def clean(self) -> dict[str, Any]:
        """A review that is sent in has at least one mark that counts."""
        cleaned = super().clean() or {}
        if self.complete and not self.errors:
            by_key = {criterion.key: criterion for criterion in self.criteria}
            if sentence := why_not_complete(by_key, self._marks(cleaned)):
                self.add_error(None, sentence)
        if self.complete:
            self._ask_for_reasons(cleaned)
        return cleaned

    def _ask_for_reasons(self, cleaned: dict[str, Any]) -> None:
        """Say at each remark that is missing for which marks it is needed."""
        by_key = {one.key: one for one in self.criteria if f"remark_{one.key}" in cleaned}
        remarks = {key: cleaned[f"remark_{key}"] for key in by_key}
        for key, sentence in unexplained(by_key, self._marks(cleaned), remarks).items():
            self.add_error(f"remark_{key}", sentence)

    def opinion(self) -> Opinion:
        """Return what was typed; only of a valid form."""
        texts = {one.key: self.cleaned_data[f"remark_{one.key}"] for one in self.criteria}
        return Opinion(
            marks=self._marks(self.cleaned_data),
            remarks={key: text for key, text in texts.items() if text},
            comment=self.cleaned_data["comment"],
        )

    def _marks(self, cleaned: dict[str, Any]) -> dict[str, int]:
        given = {one.key: cleaned.get(f"mark_{one.key}", "") for one in self.criteria}
        return {key: int(mark) for key, mark in given.items() if mark not in {"", NOT_JUDGED}}


@dataclass(frozen=True, slots=True)
class Said:
    """One criterion with the answer that was given to it, in words."""

    label: str
    mark: str
    remark: str


def said(criteria: Iterable[Criterion], opinion: Opinion) -> list[Said]:
    """List every criterion (with its anchors loaded) with the mark and remark it was given."""
    return [
        Said(one.label, _in_words(one, opinion), opinion.remarks.get(one.key, ""))
        for one in criteria
    ]


def _saved(criterion: Criterion, saved: Opinion, *, typed: object) -> str:
    """Say which mark and remark are saved, where the mark differs from the typed one."""
    mark = saved.marks.get(criterion.key)
    remark = saved.remarks.get(criterion.key, "")
    if str(mark) == typed and not remark:
        return ""
    return f"{_in_words(criterion, saved)}. {remark}".strip()


def _in_words(criterion: Criterion, opinion: Opinion) -> str:
    mark = opinion.marks.get(criterion.key)
    return "No mark" if mark is None else dict(_choices(criterion))[str(mark)]


def _guidance(criterion: Criterion) -> str:
    """Say what to look at, how much it weighs, and which marks need their reason."""
    weighs = "A gate: yes or no."
    if criterion.weight is not None:
        weighs = f"Weight {plain(criterion.weight)} of 100."
    reason = criterion.needs_reason_for
    why = f"Say why: required for {reason}." if reason else ""
    return " ".join(filter(None, (criterion.guidance, weighs, why)))


def _choices(criterion: Criterion) -> Iterator[tuple[str, str]]:
    """Yield the marks with their anchors; a gate's as yes and no."""
    anchors = {anchor.mark: anchor.text for anchor in criterion.anchors.all()}
    names = {1: "Yes", 0: "No"} if criterion.is_gate else {mark: mark for mark in criterion.scale}
    for mark, name in names.items():
        yield str(mark), f"{name}: {anchors[mark]}" if mark in anchors else f"{name}"
    yield NOT_JUDGED, "I cannot judge this"
