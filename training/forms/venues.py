"""A room in which courses are held."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from collaborative.forms import WholeNumberInput
from training.models import Venue

VALUES = ("name", "city", "address", "seats", "is_retired")


class VenueForm(forms.ModelForm[Venue]):
    """What people must know to find the room, and whether they fit in."""

    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Venue
        fields = VALUES
        widgets: ClassVar[dict[str, Any]] = {"seats": WholeNumberInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask of a new room nothing that only an old one can be."""
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = self.instance.revision
        if self.instance.pk is None:
            del self.fields["is_retired"]

    def values(self) -> dict[str, Any]:
        """What was typed, as the operation takes it; call it on a valid form."""
        return {name: self.cleaned_data[name] for name in VALUES if name in self.cleaned_data}
