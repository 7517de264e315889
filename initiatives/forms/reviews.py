"""What an evaluator types: the declaration, the marks with their anchors, remarks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.text import normalize_newlines

from collaborative.forms import Prose, sentences
from initiatives.forms.marks import NOT_JUDGED, MarkField, choices
from initiatives.models import Criterion, Remark, Review
from initiatives.operations.marking import Answers, Opinion
from initiatives.rules.criteria import unexplained
from initiatives.rules.reviews import why_not_complete, why_not_without

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
        self.criteria = criteria
        self.complete = complete
        saved = in_boxes(review, criteria, opinion)
        for one in criteria:
            name = f"mark_{one.key}"
            self.fields[name] = MarkField(one, required=complete, initial=saved[name])
            self.fields[f"remark_{one.key}"] = Prose(
                label=f"Remark on “{one.label}” (optional)",
                required=False,
                max_length=REMARK,
                initial=opinion.remarks.get(one.key, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @classmethod
    def of(
        cls, data: MultiValueDict[str, str], *, review: Review, criteria: Sequence[Criterion]
    ) -> Self:
        """Read some answers, as a page sends them by itself; `answers` and `problems` tell."""
        form = cls(data, review=review, criteria=criteria, opinion=Opinion())
        form.full_clean()
        return form

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
            unjudged=frozenset(
                one.key
                for one in self.criteria
                if self.cleaned_data[f"mark_{one.key}"] == NOT_JUDGED
            ),
        )

    def answers(self) -> Answers:
        """Return what was sent and can be read; a criterion without a chosen mark is not sent."""
        sent = {name: value for name, value in self.cleaned_data.items() if name in self.data}
        keys = [one.key for one in self.criteria]
        marks = {key: sent.get(f"mark_{key}", "") for key in keys}
        return Answers(
            marks={
                key: None if mark == NOT_JUDGED else int(mark)
                for key, mark in marks.items()
                if mark
            },
            remarks={key: sent[f"remark_{key}"] for key in keys if f"remark_{key}" in sent},
            comment=sent.get("comment"),
            read={
                key: normalize_newlines(self.data[name]).strip()
                for key, name in (
                    *((key, f"read_remark_{key}") for key in keys),
                    ("", "read_comment"),
                )
                if name in self.data
            },
        )

    def problems(self) -> dict[str, str]:
        """Return what is wrong with what was sent, by box."""
        return {name: " ".join(sentences(self[name])) for name in self.errors if name in self.data}

    def _marks(self, cleaned: dict[str, Any]) -> dict[str, int]:
        given = {one.key: cleaned.get(f"mark_{one.key}", "") for one in self.criteria}
        return {key: int(mark) for key, mark in given.items() if mark not in {"", NOT_JUDGED}}


def in_boxes(review: Review, criteria: Iterable[Criterion], opinion: Opinion) -> dict[str, str]:
    """Return what every box of a review's form shows of an opinion, by its name."""
    is_sent_in = review.state == Review.State.SUBMITTED
    boxes = {"comment": opinion.comment}
    for one in criteria:
        is_unjudged = is_sent_in or one.key in opinion.unjudged
        boxes[f"mark_{one.key}"] = str(
            opinion.marks.get(one.key, NOT_JUDGED if is_unjudged else "")
        )
        boxes[f"remark_{one.key}"] = opinion.remarks.get(one.key, "")
    return boxes


def progress(criteria: Sequence[Criterion], opinion: Opinion) -> str:
    """Say how many criteria have an answer."""
    answered = opinion.marks.keys() | opinion.unjudged
    number = sum(one.key in answered for one in criteria)
    return f"{number} of {len(criteria)} criteria answered."


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
    return "No mark" if mark is None else str(dict(choices(criterion))[str(mark)])
