"""The marks of one criterion, offered as tiles with what each means."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from initiatives.models import Criterion
from initiatives.results.weights import plain
from initiatives.rules.reviews import outside

NOT_JUDGED = "none"


@dataclass(frozen=True, slots=True)
class Point:
    """One mark of a scale as it is offered: how it is said, and what it means."""

    name: str
    anchor: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.anchor}" if self.anchor else self.name


class MarkWidget(forms.RadioSelect):
    """The marks of one criterion as tiles, each large enough for a finger."""

    template_name = "forms/marks.html"


class MarkField(forms.ChoiceField):
    """One criterion's mark as a row of buttons, with the anchors beside them."""

    def __init__(self, criterion: Criterion, **kwargs: Any) -> None:
        """Offer every mark of the scale, and to give none."""
        self.criterion = criterion
        super().__init__(
            label=criterion.label,
            help_text=_guidance(criterion),
            choices=list(choices(criterion)),
            widget=MarkWidget,
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


def _guidance(criterion: Criterion) -> str:
    """Say what to look at, how much it weighs, and which marks need their reason."""
    weighs = "A gate: yes or no."
    if criterion.weight is not None:
        weighs = f"Weight {plain(criterion.weight)} of 100."
    reason = criterion.needs_reason_for
    why = f"Say why: required for {reason}." if reason else ""
    return " ".join(filter(None, (criterion.guidance, weighs, why)))


def choices(criterion: Criterion) -> Iterator[tuple[str, Point]]:
    """Yield the marks with their anchors; a gate's as yes and no."""
    anchors = {anchor.mark: anchor.text for anchor in criterion.anchors.all()}
    names = (
        {1: "Yes", 0: "No"} if criterion.is_gate else {mark: str(mark) for mark in criterion.scale}
    )
    for mark, name in names.items():
        yield str(mark), Point(name, anchors.get(mark, ""))
    yield NOT_JUDGED, Point("I cannot judge this")
