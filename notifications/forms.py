"""What people type about their mail: shape and help, no acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from collaborative.forms import DateInput, Prose
from collaborative.models import User
from notifications.catalogue.groups import GROUP_WORDS
from notifications.catalogue.letters import fields_in
from notifications.catalogue.wordings import (
    Wording,
    faults,
    fields_of,
    subject_fields_of,
)
from notifications.models import Group, Pace, Preference
from notifications.models.notices import LONGEST_SUBJECT, LONGEST_TEXT
from notifications.models.wordings import LONGEST_PART
from notifications.operations.blocks import one_line
from notifications.operations.wordings import PARTS, Words
from notifications.results import Held
from notifications.schedule import Ladder

NOON = 12
LONGEST_ABSENCE = timedelta(days=366)


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


class WordingForm(forms.Form):
    """Subject and text of a notice, with fields in braces."""

    subject = forms.CharField(max_length=LONGEST_SUBJECT)
    text = Prose(max_length=LONGEST_TEXT)

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        readers: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Word a notice to these readers, whose fields are named in the hints."""
        super().__init__(data, initial=initial)
        self.known = {"subject": subject_fields_of(readers), "text": fields_of(readers)}
        for name, known in self.known.items():
            self.fields[name].help_text = f"Fields: {', '.join(f'{{{field}}}' for field in known)}."

    def clean_subject(self) -> str:
        """One line, in the language of fields."""
        return self._in_language("subject", one_line(self.cleaned_data["subject"]))

    def clean_text(self) -> str:
        """In the language of fields."""
        return self._in_language("text", self.cleaned_data["text"])

    def wording(self) -> Wording:
        """What was typed."""
        return Wording(self.cleaned_data["subject"], self.cleaned_data["text"])

    def _in_language(self, name: str, typed: str) -> str:
        if wrong := faults(typed, self.known[name]):
            raise forms.ValidationError(wrong)
        return typed


class LetterForm(forms.Form):
    """What facilitators say in one kind of letter, with fields in braces."""

    subject = forms.CharField(
        max_length=LONGEST_SUBJECT,
        required=False,
        help_text="Leave it empty for the portal’s own subject.",
    )
    opening = Prose(
        label="Opening",
        max_length=LONGEST_PART,
        required=False,
        help_text="It stands after the greeting, before what the portal says.",
    )
    closing = Prose(
        label="Closing",
        max_length=LONGEST_PART,
        required=False,
        help_text="It stands after what the portal says, before why the letter was sent.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        letter: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Word this letter, in the language of its fields."""
        super().__init__(data, initial=initial)
        self.known = {name: field.words for name, field in fields_in(letter).items()}

    def clean_subject(self) -> str:
        """One line, in the language of fields."""
        return self._in_language(one_line(self.cleaned_data["subject"]))

    def clean_opening(self) -> str:
        """In the language of fields."""
        return self._in_language(self.cleaned_data["opening"])

    def clean_closing(self) -> str:
        """In the language of fields."""
        return self._in_language(self.cleaned_data["closing"])

    def words(self) -> Words:
        """What was typed."""
        return Words(**{part: self.cleaned_data[part] for part in PARTS})

    def _in_language(self, typed: str) -> str:
        if wrong := faults(typed, self.known):
            raise forms.ValidationError(wrong)
        return typed


class HoldForm(forms.Form):
    """Why a notice is held back."""

    because = forms.CharField(
        label="Why it is held back",
        max_length=200,
        help_text="The other facilitators read it; the person does not.",
    )


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


class AbsenceForm(forms.Form):
    """From when until when somebody is away, and the deputy."""

    starts_on = forms.DateField(label="First day away", widget=DateInput)
    ends_on = forms.DateField(label="Last day away", widget=DateInput)
    deputy = forms.ModelChoiceField(
        User.objects.none(),
        empty_label="Choose one",
        help_text="Somebody in office in your own city or body, or a facilitator. Agree with them "
        "first; the portal does not ask.",
    )

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        deputies: QuerySet[User],
        on: date,
    ) -> None:
        """Offer these people, from a day on."""
        super().__init__(data)
        self.on = on
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)
        deputy.queryset = deputies

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, nor over, nor years ahead."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first is None or last is None:
            return cleaned
        if last < first:
            self.add_error("ends_on", "The last day away is before the first. Give a later one.")
        elif last < self.on:
            self.add_error("ends_on", "This day is past. Give today or a later one.")
        elif last > first + LONGEST_ABSENCE:
            self.add_error("ends_on", "Give a day within one year of the first.")
        return cleaned
