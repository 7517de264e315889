"""What a facilitator types about a round: shape and help, no acts."""

from collections.abc import Iterable
from typing import Any

from django import forms

from collaborative.forms import DateTimeInput, WholeNumberInput
from initiatives.models import Proposal, Round
from initiatives.operations.rounds import Plan

WHEN = "Central time, as in the cities."


class RoundForm(forms.ModelForm[Round]):
    """When a round takes place and how firm its ranking has to be."""

    class Meta:
        model = Round
        fields = (
            "title",
            "proposals_until",
            "declares_at",
            "opens_at",
            "closes_at",
            "by_clock",
            "has_discussion",
            "quorum",
            "sponsors_needed",
            "top",
            "draws",
            "seed",
        )
        labels = {
            "by_clock": "Begin declarations and scoring by itself at these times",
            "has_discussion": "Hold a discussion in which marks may be changed",
            "quorum": "How many cities must have scored a proposal",
            "sponsors_needed": "How many co-sponsor cities a proposal must have beside its lead",
            "top": "How many ranks count as the top",
            "draws": "How often the weights are shaken",
            "seed": "Seed of the shaking",
        }
        help_texts = {
            "title": "As people will speak of it, such as “Spring 2026”.",
            "proposals_until": (
                f"{WHEN} Until when writers send in proposals for this round. They are told when "
                "you announce it."
            ),
            "declares_at": (
                f"{WHEN} From when evaluators see the titles and declare conflicts. Leave it empty "
                "if they declare when scoring opens."
            ),
            "opens_at": f"{WHEN} It tells people when to expect it.",
            "closes_at": (
                f"{WHEN} The portal closes scoring by itself. A page that was opened before may "
                "still be sent in within 10 minutes."
            ),
            "by_clock": "Otherwise you begin the declarations and open scoring yourself.",
            "has_discussion": (
                "Evaluators may change what they sent in until you freeze the results; the first "
                "marks stay on record beside the changed ones."
            ),
            "quorum": "A proposal scored by fewer cities is not ranked.",
            "sponsors_needed": (
                "0 asks for none. A city that accepted with conditions counts; one that is asked "
                "again after a change counts once it has answered."
            ),
            "top": "The ranking shows how often a proposal stays within these ranks.",
            "draws": "From 100 to 20,000. More draws, firmer figures; 10,000 is customary.",
            "seed": "Any whole number. The same seed gives the same figures again.",
        }
        widgets = {
            "proposals_until": DateTimeInput(),
            "declares_at": DateTimeInput(),
            "opens_at": DateTimeInput(),
            "closes_at": DateTimeInput(),
            "quorum": WholeNumberInput(),
            "sponsors_needed": WholeNumberInput(),
            "top": WholeNumberInput(),
            "draws": WholeNumberInput(),
            "seed": WholeNumberInput(),
        }

    def plan(self) -> Plan:
        """Return what was typed; only of a valid form."""
        return Plan(**self.cleaned_data)


class ExtensionForm(forms.Form):
    """A later closing time."""

    closes_at = forms.DateTimeField(
        label="New closing time",
        widget=DateTimeInput(),
        help_text=f"{WHEN} It can only become later.",
    )


class EntriesForm(forms.Form):
    """Which proposals enter a round."""

    proposals = forms.MultipleChoiceField(
        label="Proposals",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "One of these proposals has moved on meanwhile. Choose again."
        },
    )

    def __init__(self, *args: Any, offered: Iterable[Proposal], **kwargs: Any) -> None:
        """Offer the proposals of this page, by reference."""
        super().__init__(*args, **kwargs)
        self.offered = {proposal.reference: proposal for proposal in offered}
        self.fields["proposals"].choices = [  # type: ignore[attr-defined] # a MultipleChoiceField
            (reference, _offer(proposal)) for reference, proposal in self.offered.items()
        ]

    def chosen(self) -> list[Proposal]:
        """Return the proposals that were ticked; only of a valid form."""
        return [self.offered[reference] for reference in self.cleaned_data["proposals"]]


def _offer(proposal: Proposal) -> str:
    """Name a proposal with its lead and its co-sponsors (loaded with their cities)."""
    sponsors = sorted(row.city.name for row in proposal.sponsorships.all() if row.counts)
    beside = f", with {', '.join(sponsors)}" if sponsors else ""
    return f"{proposal}, {proposal.city}{beside}"
