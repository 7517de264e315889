"""What authors and facilitators type about a proposal."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.text import normalize_newlines

from cities.models import City, Department
from collaborative.forms import MoneyField
from collaborative.models import User
from initiatives.models import Proposal
from initiatives.results.proposals import QUESTIONS, Answers
from initiatives.rules import proposals as rules

HINTS: Mapping[str, str] = {
    "title": "What is to be shared, in a few words, as in “Shared street sweeper”.",
    "category": "Choose the one that fits best.",
    "department": "The department that would lead the work in {city}.",
    "problem": "What is hard, slow or dear today, for whom, and how often.",
    "current_service": (
        "Who does it in {city}, with how many people and machines, and what it costs in a year, "
        "as far as you know."
    ),
    "idea": "What the cities would do together, and what would change for residents.",
    "wanted_cities": "The cities that would gain from it, or that must take part for it to work.",
    "first_year_cost": (
        "US dollars, for all the cities together. A rough guess is enough; 0 is an answer."
    ),
    "first_year_saving": (
        "US dollars, for all the cities together, against what they spend today. A rough guess is "
        "enough; 0 is an answer."
    ),
}
"""What helps to answer each question."""


class Prose(forms.CharField):
    """Text over several lines; every system's line ends are made the same."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Read the text with plain line ends."""
        return str(normalize_newlines(super().to_python(value) or ""))


class ProposalForm(forms.ModelForm[Proposal]):
    """Everything a proposal is asked. All of it may wait until the proposal is sent in."""

    may_wait = True
    """The answers are needed, though not yet: nothing is marked as optional."""

    problem = Prose(required=False)
    current_service = Prose(required=False)
    idea = Prose(required=False)
    first_year_cost = MoneyField(required=False)
    first_year_saving = MoneyField(required=False)

    class Meta:
        model = Proposal
        fields = tuple(QUESTIONS)
        widgets = {"wanted_cities": forms.CheckboxSelectMultiple}

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        city: City,
        said: Answers | None = None,
    ) -> None:
        """Ask on behalf of a city; `said` is what was answered so far."""
        super().__init__(data, initial=_initial(said) if said else None)
        self.city = city
        for name, question in QUESTIONS.items():
            self.fields[name].label = question
            self.fields[name].help_text = HINTS[name].format(city=city)
        self.fields["category"].widget.choices = [("", "Choose one"), *Proposal.Category.choices]
        self._offer("department", city.departments.all())
        self._offer("wanted_cities", City.objects.exclude(pk=city.pk))

    def _offer(self, name: str, choices: QuerySet[Department] | QuerySet[City]) -> None:
        """Offer these rows to choose from."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = choices
            if not isinstance(field, forms.ModelMultipleChoiceField):
                field.empty_label = "Choose one"

    def answers(self) -> Answers:
        """Return what was typed, once it is valid."""
        values = {name: self.cleaned_data[name] for name in QUESTIONS}
        values["wanted_cities"] = frozenset(values["wanted_cities"])
        return Answers(**values)


def _initial(said: Answers) -> dict[str, Any]:
    return {name: getattr(said, name) for name in QUESTIONS}


class NewProposalForm(ProposalForm):
    """A proposal that is not there yet; its key is worth one draft, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class EditProposalForm(ProposalForm):
    """A draft to write on; its version tells which text it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @classmethod
    def typed_over(cls, data: MultiValueDict[str, str], current: Proposal) -> EditProposalForm:
        """Keep what was typed, now over the text as it stands."""
        rebased = data.copy()
        rebased["version"] = str(current.version)
        return cls(rebased, city=current.city)


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


class FilterForm(forms.Form):
    """Which proposals to list, and in which order."""

    q = forms.CharField(label="Words", max_length=100, required=False)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any"), *Proposal.State.choices]
    )
    city = forms.ModelChoiceField(
        label="City",
        required=False,
        queryset=City.objects.all(),
        to_field_name="slug",
        empty_label="Any",
    )
    category = forms.ChoiceField(
        label="Kind of service", required=False, choices=[("", "Any"), *Proposal.Category.choices]
    )
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Latest change first"),
            ("reference", "Reference"),
            ("title", "Title"),
            ("city", "City"),
        ],
    )
