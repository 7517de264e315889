"""What authors and facilitators do with a proposal as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from collaborative.models import User
from initiatives.models import Invited, Proposal
from initiatives.rules import proposals as rules


class SubmitForm(forms.Form):
    """Which text is sent in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class WithdrawForm(forms.Form):
    """Why a proposal is withdrawn."""

    reason = Prose(
        label="Why you withdraw it",
        max_length=2000,
        help_text="The facilitator and your city’s liaison read it. It stays on record.",
    )


class ShareForm(forms.Form):
    """Whom to invite into a draft, and to do what."""

    email = forms.EmailField(
        label="Your colleague’s e-mail address",
        help_text="Somebody in office in one of the member cities, with an account here.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.TypedChoiceField(
        label="Your colleague may",
        help_text="Who may only read it does not read what its authors say to each other.",
        choices=Invited.choices,
        coerce=Invited,
        widget=forms.RadioSelect,
        initial=Invited.EDIT,
    )

    def __init__(
        self, data: MultiValueDict[str, str] | None = None, *, proposal: Proposal, on: date
    ) -> None:
        """Invite into one proposal, on a day."""
        super().__init__(data)
        self.proposal = proposal
        self.on = on

    def clean_email(self) -> User:
        """Find the person; say the same of an address without account and one without office."""
        address = self.cleaned_data["email"]
        person = User.objects.filter(email__iexact=address).first() or User(email=address)
        if reason := rules.why_not_share_with(person, self.proposal, on=self.on):
            raise forms.ValidationError(reason)
        return person

    def clean(self) -> dict[str, Any]:
        """Say so where the person cannot have the role."""
        cleaned = super().clean() or {}
        if {"email", "role"} <= cleaned.keys() and (
            reason := rules.why_not_share_with(
                cleaned["email"], self.proposal, on=self.on, role=cleaned["role"]
            )
        ):
            self.add_error("role", reason)
        return cleaned


class RoleForm(forms.Form):
    """What an invited colleague may do from now on."""

    role = forms.TypedChoiceField(choices=Invited.choices, coerce=Invited)
