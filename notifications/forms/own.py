"""What people say of their own mail: what comes when, and when they looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from notifications.catalogue.groups import GROUP_WORDS
from notifications.models import Group, Pace, Preference

NOON = 12


def _hour(hour: int) -> str:
    half = "am" if hour < NOON else "pm"
    return f"{hour % NOON or NOON}:00 {half}"


class PreferenceForm(forms.ModelForm[Preference]):
    """How often, and when, the digest comes, and how soon mail of each group."""

    hour = forms.TypedChoiceField(
        coerce=int,
        choices=[(hour, _hour(hour)) for hour in range(24)],
        help_text="In the time zone of your city.",
    )

    def __init__(self, *args: Any, paces: Mapping[Group, Pace], **kwargs: Any) -> None:
        """Ask for the pace of each group too; `paces` are the present ones."""
        super().__init__(*args, **kwargs)
        for group in Group:
            self.fields[group.value] = forms.ChoiceField(
                label=group.label,
                choices=Pace.choices,
                initial=paces[group],
                help_text=GROUP_WORDS[group],
            )

    @property
    def of_digest(self) -> list[BoundField]:
        """The fields about the digest."""
        return [self[name] for name in self.Meta.fields]

    @property
    def of_groups(self) -> list[BoundField]:
        """The fields about mail that may be refused, one a group."""
        return [self[group.value] for group in Group]

    def choice(self) -> dict[str, Any]:
        """What was chosen."""
        own = {name: self.cleaned_data[name] for name in self.Meta.fields}
        paces = {group: Pace(self.cleaned_data[group.value]) for group in Group}
        return {**own, "groups": paces}

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


class SeenForm(forms.Form):
    """When somebody looked at the inbox."""

    seen_at = forms.DateTimeField()
