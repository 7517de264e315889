"""What a council is made of."""

from typing import Any

from django import forms

from agreements.operations.compositions import Stated
from cities.models import Composition
from collaborative.forms import DateInput, WholeNumberInput


class CompositionForm(forms.ModelForm[Composition]):
    """From which day how many elected members a council has, and how its mayor votes."""

    class Meta:
        model = Composition
        fields = ("starts_on", "members", "mayor", "source")
        labels = {
            "starts_on": "From this day on",
            "members": "Elected members beside the mayor",
            "mayor": "How the mayor votes",
        }
        help_texts = {
            "starts_on": "The first day for which your source says so.",
            "members": "Seats, not those who are filled today. Without the mayor.",
            "source": "Where it is written, such as the charter’s section or the city code. "
            "Everybody can read it.",
        }
        widgets = {"starts_on": DateInput, "members": WholeNumberInput, "mayor": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the ways a mayor votes, none chosen beforehand."""
        super().__init__(*args, **kwargs)
        self.fields["mayor"].choices = Composition.Mayor.choices  # type: ignore[attr-defined] # a ChoiceField

    def stated(self) -> Stated:
        """What was typed; call it on a valid form."""
        return Stated(**self.cleaned_data)
