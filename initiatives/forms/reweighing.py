"""Other weights for a round that was scored, with the reason."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from collaborative.forms import Prose
from initiatives.models import Criterion, Ranking
from initiatives.operations.reweighing import Change
from initiatives.results.reweighing import Weighed
from initiatives.rubrics import plain
from initiatives.rules.reweighing import why_not_this


class ReweighingForm(forms.Form):
    """A weight and a least mean mark for each scored criterion.

    `seen` is the digest of what the page compared; it is empty until there is a comparison.
    """

    may_wait = True
    """A criterion without a least mean mark has none: that box is not marked as optional."""

    reason = Prose(
        label="Why do the weights change?",
        max_length=Ranking._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Published word for word with both rankings once the round is released.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, scored: Sequence[Criterion]
    ) -> None:
        """Ask for each criterion, beginning with what is in force."""
        super().__init__(data)
        self.scored = scored
        for one in scored:
            box = forms.TextInput(attrs={"inputmode": "decimal"})
            self.fields[f"weight_{one.key}"] = forms.DecimalField(
                label=f"{one.label}: weight",
                initial=plain(one.weight or Decimal(0)),
                max_digits=5,
                decimal_places=2,
                min_value=Decimal("0.01"),
                widget=box,
            )
            self.fields[f"threshold_{one.key}"] = forms.DecimalField(
                label=f"{one.label}: least mean mark",
                initial=None if one.threshold is None else plain(one.threshold),
                max_digits=4,
                decimal_places=2,
                min_value=one.minimum,
                max_value=one.maximum,
                required=False,
                widget=box,
            )

    def boxes(self) -> Iterator[tuple[Criterion, BoundField, BoundField]]:
        """Yield each criterion with the boxes of its weight and its least mean mark."""
        for one in self.scored:
            yield one, self[f"weight_{one.key}"], self[f"threshold_{one.key}"]

    def clean(self) -> dict[str, Any]:
        """The weights sum to 100, and something changes."""
        cleaned = super().clean() or {}
        if not self.errors and (
            sentence := why_not_this(self.scored, self._weights(cleaned), cleaned["reason"])
        ):
            self.add_error(None, sentence)
        return cleaned

    def change(self) -> Change:
        """Return what was typed; only of a valid form."""
        return Change(
            weights=self._weights(self.cleaned_data),
            reason=self.cleaned_data["reason"],
            seen=self.cleaned_data["seen"],
        )

    def _weights(self, cleaned: Mapping[str, Any]) -> dict[str, Weighed]:
        return {
            one.key: Weighed(cleaned[f"weight_{one.key}"], cleaned[f"threshold_{one.key}"])
            for one in self.scored
        }
