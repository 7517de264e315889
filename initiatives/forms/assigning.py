"""What a facilitator asks of an assignment: how many reviews, of how many cities, for whom."""

from __future__ import annotations

from typing import Any

from django import forms

from collaborative.forms import WholeNumberInput
from initiatives.assigning import Terms

MOST_REVIEWS, MOST_LOAD, MOST_SEED = 50, 2_000, 2**31 - 1


class TermsForm(forms.Form):
    """The rules of an assignment, as numbers."""

    each = forms.IntegerField(
        label="Reviews of each proposal",
        min_value=1,
        max_value=MOST_REVIEWS,
        widget=WholeNumberInput,
        help_text="Every proposal gets exactly so many. What is begun counts.",
    )
    of_one_city = forms.IntegerField(
        label="At most so many of them by one city",
        min_value=1,
        max_value=MOST_REVIEWS,
        widget=WholeNumberInput,
        help_text="1 asks a different city for each review.",
    )
    cap = forms.IntegerField(
        label="At most so many for one evaluator",
        min_value=1,
        max_value=MOST_LOAD,
        required=False,
        widget=WholeNumberInput,
        help_text="Leave it empty for no limit; loads are kept as low as they can be anyhow.",
    )
    seed = forms.IntegerField(
        label="Seed",
        min_value=0,
        max_value=MOST_SEED,
        widget=WholeNumberInput,
        help_text="Decides between equals. The same seed gives the same assignment again.",
    )

    def terms(self) -> Terms:
        """Return what was typed; only of a valid form."""
        numbers = {name: self.cleaned_data[name] for name in ("each", "of_one_city", "cap", "seed")}
        return Terms(**numbers)


class TakeOverForm(TermsForm):
    """The same, carried along hidden, with the digest of what was shown."""

    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Hide every box."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()
