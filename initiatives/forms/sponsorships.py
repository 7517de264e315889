"""What authors ask other cities, and what a city's liaison answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from cities.models import City
from collaborative.forms import Prose
from initiatives.models import Sponsorship
from initiatives.operations.sponsorships import Reply
from initiatives.rules.sponsorships import why_not_word

State = Sponsorship.State


class AskForm(forms.Form):
    """Which cities to ask."""

    cities = forms.MultipleChoiceField(
        label="Cities",
        widget=forms.CheckboxSelectMultiple,
        help_text="Their liaisons get a letter, and read the text as you write it.",
        error_messages={"invalid_choice": "One of these cities was asked meanwhile. Choose again."},
    )

    def __init__(
        self, data: MultiValueDict[str, str] | None = None, *, offered: Iterable[City]
    ) -> None:
        """Offer cities, by slug."""
        super().__init__(data)
        self.offered = {city.slug: city for city in offered}
        self.fields["cities"].choices = [  # type: ignore[attr-defined] # a MultipleChoiceField
            (slug, city.name) for slug, city in self.offered.items()
        ]

    def chosen(self) -> list[City]:
        """Return the cities that were ticked; only of a valid form."""
        return [self.offered[slug] for slug in self.cleaned_data["cities"]]


class AnswerForm(forms.Form):
    """A city's answer, to the version and at the turn that the page showed."""

    may_wait = True
    """The words are needed for two of the three answers: they are not marked as optional."""

    reply = forms.ChoiceField(
        label="Your city’s answer",
        choices=[
            (State.ACCEPTED.value, "Accept"),
            (State.CONDITIONAL.value, "Accept with conditions"),
            (State.DECLINED.value, "Decline"),
        ],
        widget=forms.RadioSelect,
    )
    words = Prose(
        label="Conditions, or the reason",
        required=False,
        max_length=2000,
        help_text=(
            "Needed to accept with conditions or to decline. Conditions become public with the "
            "proposal, without your name; a reason for declining is read by its authors, their "
            "city, the other cities asked and the facilitator."
        ),
    )
    city = forms.SlugField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    turn = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, data: MultiValueDict[str, str] | None = None, *, sponsorship: Sponsorship
    ) -> None:
        """Answer one question, beginning with the former answer to it."""
        super().__init__(
            data,
            initial={
                "reply": sponsorship.state,
                "words": sponsorship.words,
                "city": sponsorship.city.slug,
                "version": sponsorship.proposal.version,
                "turn": sponsorship.turn,
            },
        )
        self.sponsorship = sponsorship

    def clean(self) -> dict[str, Any]:
        """Conditions and a refusal have words; a plain acceptance has none."""
        cleaned = super().clean() or {}
        if {"reply", "words"} <= cleaned.keys() and (
            reason := why_not_word(cleaned["reply"], cleaned["words"], self.sponsorship.city)
        ):
            self.add_error("words", reason)
        return cleaned

    def answer(self) -> Reply:
        """Return what was chosen and typed; only of a valid form."""
        return Reply(state=self.cleaned_data["reply"], words=self.cleaned_data["words"])
