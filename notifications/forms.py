"""What people type about their mail: shape and help, no acts."""

from django import forms

from notifications.models import Preference

NOON = 12


def _hour(hour: int) -> str:
    half = "am" if hour < NOON else "pm"
    return f"{hour % NOON or NOON}:00 {half}"


class PreferenceForm(forms.ModelForm[Preference]):
    """How often, and when, the digest comes."""

    hour = forms.TypedChoiceField(
        coerce=int,
        choices=[(hour, _hour(hour)) for hour in range(24)],
        help_text="In the time zone of your city.",
    )

    class Meta:
        model = Preference
        fields = ("digest", "weekday", "hour")
        widgets = {"digest": forms.RadioSelect}
        labels = {"digest": "How often the digest comes"}
        help_texts = {
            "digest": "It tells what is new, what waits for your city and what is due. "
            "It is not sent when there is nothing to tell.",
            "weekday": "For a digest that comes once a week.",
        }
