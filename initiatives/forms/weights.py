"""What somebody supposes the weights of a round to be; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from initiatives.models import Criterion
from initiatives.results.weights import WHOLE, plain

BEGINNING = "weight-"
"""Of the names of the fields; the criterion's key follows."""


class WeightsForm(forms.Form):
    """A weight for each scored criterion, together 100; at first the round’s own."""

    may_wait = True
    """Nothing is marked as required: what is not typed is the round's own weight."""

    def __init__(self, given: Mapping[str, Any], *, criteria: Sequence[Criterion]) -> None:
        """Ask for the weights of these criteria, the scored ones of a round."""
        self.own = {criterion.key: criterion.weight or Decimal(0) for criterion in criteria}
        own = {f"{BEGINNING}{key}": plain(weight) for key, weight in self.own.items()}
        typed = {name: given[name] for name in own if name in given}
        super().__init__(own | typed if typed else None)
        for criterion in criteria:
            self.fields[f"{BEGINNING}{criterion.key}"] = forms.DecimalField(
                label=criterion.label,
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=2,
                initial=plain(self.own[criterion.key]),
                help_text=f"In the round it weighs {plain(self.own[criterion.key])}.",
            )

    def clean(self) -> dict[str, Any]:
        """Refuse weights that do not sum to 100, and say what is missing."""
        found = super().clean() or {}
        if self.errors:
            return found
        total = sum(self._typed(found).values(), Decimal(0))
        if total != WHOLE:
            apart = plain(abs(WHOLE - total))
            raise ValidationError(
                f"The weights sum to {plain(total)}, which is {apart} "
                f"{'less' if total < WHOLE else 'more'} than 100. Change them so that they sum "
                "to 100; the ranking below is the one on record."
            )
        return found

    @property
    def weights(self) -> dict[str, Fraction]:
        """The weights to suppose, by key: the round’s own where none were given that do."""
        if not self.is_bound or not self.is_valid():
            return {key: Fraction(own) for key, own in self.own.items()}
        return {key: Fraction(typed) for key, typed in self._typed(self.cleaned_data).items()}

    def _typed(self, found: Mapping[str, Any]) -> dict[str, Decimal]:
        typed = {key: found.get(f"{BEGINNING}{key}") for key in self.own}
        return {key: self.own[key] if one is None else one for key, one in typed.items()}
