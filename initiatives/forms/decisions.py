"""What a facilitator types about a decision."""

from django import forms

from collaborative.forms import Prose
from initiatives.models import Decision


class DecisionForm(forms.ModelForm[Decision]):
    """The outcome and why; both become public with the release."""

    outcome = forms.ChoiceField(  # a radio button "Choose one" would look like an answer
        label="What becomes of the proposal",
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        help_text="A decision cannot be changed once it is recorded.",
    )
    rationale = Prose(
        label="Why",
        max_length=5000,
        help_text=(
            "The reasons given at the meeting, also where they depart from the ranking. "
            "Everybody will read this after the release."
        ),
    )

    class Meta:
        model = Decision
        fields = ("outcome", "rationale")
