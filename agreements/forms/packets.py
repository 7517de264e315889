"""What a packet and the next council's papers are to be like, and what of it is closed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agreements.drafts.shape import Instrument
from agreements.models import Closing, Party


class PacketForm(forms.Form):
    """For whom the packet is, and whether a recorder of deeds is to take it."""

    city = forms.ChoiceField(required=False, label="Packet for", widget=forms.RadioSelect)
    recordable = forms.BooleanField(
        required=False,
        label="Leave the room on page one that a recorder of deeds wants",
        help_text="Three inches free above page one, three quarters of an inch elsewhere, dark "
        "ink; page one names title, date and parties (RSMo 59.310 and 59.313). Print one side.",
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        """Know the parties whose own packet can be had."""
        super().__init__(*args, **kwargs)
        cities = [(party.organisation.slug, party.organisation.name) for party in parties]
        self.fields["city"].choices = [  # type: ignore[attr-defined] # it is a ChoiceField
            *((slug, f"{name}: its own act and roll calls") for slug, name in cities),
            ("", "All parties: the acts and roll calls of every council"),
        ]


class CouncilPaperForm(forms.Form):
    """Which paper, for which council, for which form of act."""

    ACT, SHEET = "act", "sheet"

    city = forms.ChoiceField(label="For the council of", widget=forms.RadioSelect)
    instrument = forms.ChoiceField(
        label="Form of the act",
        choices=[
            (Instrument.ORDINANCE.value, "Ordinance"),
            (Instrument.RESOLUTION.value, "Resolution"),
        ],
        widget=forms.RadioSelect,
        help_text="Councils have used an ordinance where an agreement binds money or duty. A "
        "resolution for such an agreement carries a note that says so; ask the city attorney.",
    )
    paper = forms.ChoiceField(
        label="Paper",
        choices=[(ACT, "Draft of the act"), (SHEET, "Cover sheet for the agenda")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        """Know the parties whose council has still to adopt."""
        super().__init__(*args, **kwargs)
        choices = [(party.organisation.slug, party.organisation.name) for party in parties]
        self.fields["city"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        if len(choices) == 1:
            self.fields["city"].initial = choices[0][0]


class ClosingForm(forms.Form):
    """Under which provision of the open records law a document is closed."""

    provision = forms.ChoiceField(
        label="Provision",
        choices=Closing.Provision.choices,
        widget=forms.RadioSelect,
        help_text="A closed record needs the provision that lets it be closed. Ask the city "
        "attorney when in doubt: exceptions to open records are read narrowly (RSMo 610.011).",
    )
    citation = forms.CharField(
        required=False,
        label="Citation in full, or a note to it",
        max_length=300,
        help_text="Everybody reads it, so say nothing of what the document holds.",
    )

    def clean(self) -> dict[str, Any]:
        """Another provision is named."""
        cleaned = super().clean() or {}
        other = cleaned.get("provision") == Closing.Provision.OTHER
        if other and not cleaned.get("citation", "").strip():
            self.add_error("citation", "Name the provision that lets the document be closed.")
        return cleaned


class ReopeningForm(forms.Form):
    """Why a closed document is open again."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="Everybody who may read the agreement reads it.",
    )
