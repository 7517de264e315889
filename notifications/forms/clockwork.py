"""Letting mail go out that was held."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.datastructures import MultiValueDict

from notifications.results import Held


class ReleaseForm(forms.Form):
    """Which of the held messages go out."""

    ALL, LATER = "all", "later"

    which = forms.ChoiceField(label="Which messages go out", widget=forms.RadioSelect)

    def __init__(self, data: MultiValueDict[str, str] | None = None, *, held: Held | None) -> None:
        """Offer both ways with their counts."""
        super().__init__(data)
        before, later = (held.before, held.later) if held else (0, 0)
        which = cast("forms.ChoiceField", self.fields["which"])
        which.choices = [
            (self.LATER, f"Only what fell due after mail was held: {later:,}"),
            (self.ALL, f"Everything: {before + later:,}"),
        ]
        which.help_text = (
            f"What was due before ({before:,}) may have been sent already by the portal as it was "
            "then. The first way sets it aside, and the ledger says why."
        )
