"""What a facilitator types about a meeting: shape and help, no acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from collaborative.forms import DateTimeInput, Prose, WholeNumberInput
from initiatives.forms.rounds import WHEN
from initiatives.models import Attendance, Jotting, Meeting, Motion
from initiatives.operations.meetings import Invitation
from initiatives.results.meetings import Seat


class MeetingForm(forms.ModelForm[Meeting]):
    """When and where a meeting takes place, and how many cities it needs."""

    class Meta:
        model = Meeting
        fields = ("begins_at", "place", "quorum")
        labels = {
            "begins_at": "When it begins",
            "place": "Where",
            "quorum": "How many cities must be present",
        }
        help_texts = {
            "begins_at": WHEN,
            "place": "As people will find it, such as “Council room, Raytown City Hall”.",
            "quorum": "A city is present when its evaluator or its liaison is there.",
        }
        widgets = {"begins_at": DateTimeInput(), "quorum": WholeNumberInput()}

    def invitation(self) -> Invitation:
        """Return what was typed; only of a valid form."""
        return Invitation(**self.cleaned_data)


class AttendanceForm(forms.Form):
    """Who is there now."""

    present = forms.MultipleChoiceField(
        label="Who is there",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": "One of these people is no longer in office. Look at the list again."
        },
    )

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        """Offer everybody who may take part, by office."""
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.person_id): seat for seat in seats}
        self.fields["present"].choices = [  # type: ignore[attr-defined] # a MultipleChoiceField
            (key, str(seat)) for key, seat in self.seats.items()
        ]

    def chosen(self) -> list[Seat]:
        """Return those who were ticked; only of a valid form."""
        return [self.seats[key] for key in self.cleaned_data["present"]]


class NoteForm(forms.Form):
    """What is said about an item, kept while it is typed."""

    note = Prose(
        label="Note of the discussion",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text="It goes into the minutes, which become public with the release of the round.",
    )


class MotionForm(forms.Form):
    """A motion with who put it, what became of it, and why."""

    text = Prose(
        label="The motion",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="The projector shows it while you type.",
    )
    asks = forms.ChoiceField(
        label="What it asks for", choices=Motion.Asks.choices, widget=forms.RadioSelect
    )
    mover = forms.ChoiceField(label="Moved by")
    seconder = forms.ChoiceField(label="Seconded by", required=False)
    rationale = Prose(
        label="Reasons given",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    outcome = forms.ChoiceField(
        label="What became of it", choices=Motion.Outcome.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, there: Iterable[Attendance], cities: Mapping[str, str], **kwargs: Any
    ) -> None:
        """Offer who is in the room, by office, and a vote to each city (slug to name)."""
        super().__init__(*args, **kwargs)
        self.there = {str(one.pk): one for one in there}
        offices = [(key, one.office) for key, one in self.there.items()]
        self.fields["mover"].choices = [("", "Choose one"), *offices]  # type: ignore[attr-defined]
        self.fields["seconder"].choices = [("", "Nobody"), *offices]  # type: ignore[attr-defined]
        self.cities = cities
        for slug, name in cities.items():
            self.fields[f"vote__{slug}"] = forms.ChoiceField(
                label=f"Vote of {name}",
                required=False,
                choices=[("", "No vote taken"), *Motion.Said.choices],
            )

    def motion(self) -> Motion:
        """Return what was typed as a motion that is not stored; only of a valid form."""
        typed = self.cleaned_data
        votes = {slug: typed[f"vote__{slug}"] for slug in self.cities}
        return Motion(
            text=typed["text"],
            asks=typed["asks"],
            mover=self.there[typed["mover"]],
            seconder=self.there.get(typed["seconder"]),
            outcome=typed["outcome"],
            votes={slug: said for slug, said in votes.items() if said},
            rationale=typed["rationale"],
        )


class CorrectionForm(MotionForm):
    """A motion as it should have been recorded, and why it was not."""

    because = Prose(
        label="Why it is corrected",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text="The minutes say that it was corrected, when and why.",
    )

    def motion(self) -> Motion:
        """Return the correction; only of a valid form."""
        motion = super().motion()
        motion.because = self.cleaned_data["because"]
        return motion


def boxes_in(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the boxes of an item that a page sent; what no page of ours sends is left out."""
    most = Jotting._meta.get_field("text").max_length
    sent = {
        box.value: typed[box].replace("\r\n", "\n").replace("\0", "")[:most]
        for box in Jotting.Box
        if box in typed
    }
    return {box: text for box, text in sent.items() if text == "" or _fits(box, text)}


def _fits(box: str, text: str) -> bool:
    if box == Jotting.Box.ASKS:
        return text in Motion.Asks.values
    return box not in {Jotting.Box.MOVER, Jotting.Box.SECONDER} or text.isdecimal()
