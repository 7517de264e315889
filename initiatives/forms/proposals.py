"""What authors and facilitators do with a proposal as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from collaborative.models import User
from initiatives.models import Proposal
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
    may_edit = forms.TypedChoiceField(
        label="Your colleague may",
        choices=[("yes", "read it and write it"), ("no", "read it only")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
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


class ScreeningForm(forms.Form):
    """What the facilitator decides on a proposal that was sent in, and why."""

    may_wait = True
    """The reason is needed for two of the three decisions: it is not marked as optional."""

    step = forms.ChoiceField(
        label="What happens with it",
        choices=[
            ("accept", "Accept it for evaluation"),
            ("send_back", "Send it back to its authors"),
            ("decline", "Decline it"),
        ],
        widget=forms.RadioSelect,
    )
    reason = Prose(
        label="Reason",
        required=False,
        max_length=2000,
        help_text=(
            "Its authors read it word for word. Needed to send it back or to decline it: say what "
            "has to change, or why it ends here."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Sending back and declining take a reason."""
        cleaned = super().clean() or {}
        needs_reason = cleaned.get("step") in {"send_back", "decline"}
        if needs_reason and (reason := rules.why_not_without(cleaned.get("reason", ""))):
            self.add_error("reason", reason)
        return cleaned
