"""On which days a round's reminders come."""

from __future__ import annotations

from django import forms
from django.utils.datastructures import MultiValueDict

from notifications.schedule import Ladder

_BEFORE = (60, 30, 21, 14, 10, 7, 5, 3, 2, 1, 0)
_AFTER = (1, 2, 3, 5, 7, 14, 21, 30)


def _days(days: int) -> str:
    if days == 0:
        return "On the day itself, in the morning"
    return f"{abs(days)} days" if abs(days) > 1 else "1 day"


class LadderForm(forms.Form):
    """The days of one kind of reminder; where nothing can be done afterwards, none after."""

    before = forms.TypedMultipleChoiceField(
        coerce=int,
        label="Before the deadline",
        required=False,
        choices=[(days, _days(days)) for days in _BEFORE],
        widget=forms.CheckboxSelectMultiple,
    )
    after = forms.TypedMultipleChoiceField(
        coerce=int,
        label="After the deadline, while it is not done",
        required=False,
        choices=[(days, _days(days)) for days in _AFTER],
        widget=forms.CheckboxSelectMultiple,
    )
    hand_up = forms.TypedChoiceField(
        coerce=int,
        label="When the facilitators are told what is not done",
        required=False,
        empty_value=None,
    )

    def __init__(
        self, data: MultiValueDict[str, str] | None = None, *, now: Ladder, standard: Ladder
    ) -> None:
        """Show the days that count now; `standard` tells whether there are days after."""
        initial = {"before": now.before, "after": now.after, "hand_up": now.hand_up}
        super().__init__(data, initial=initial)
        is_over = not standard.after
        days = [*(-days for days in _BEFORE if days), *(() if is_over else (0, *_AFTER))]
        chosen = [(one, _hand_up(one)) for one in sorted(days)]
        self.fields["hand_up"].choices = [("", "Never"), *chosen]  # type: ignore[attr-defined]
        if is_over:
            del self.fields["after"]

    def ladder(self) -> Ladder:
        """What was chosen."""
        chosen = self.cleaned_data
        return Ladder(tuple(chosen["before"]), tuple(chosen.get("after", ())), chosen["hand_up"])


def _hand_up(days: int) -> str:
    if days == 0:
        return "On the day itself"
    return f"{_days(days)} {'after' if days > 0 else 'before'}"
