"""Drafting an agreement, withdrawing it, ending it, and the files beside it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agreements.models import Agreement, Version
from agreements.operations.drafting import Terms
from cities.models import Organisation
from collaborative.forms import DateInput, WholeNumberInput
from collaborative.wording import day
from initiatives.forms.files import UploadField
from initiatives.models import Proposal

LONGEST_TEXT = 800_000
"""Characters: more than 200 pages."""


class TextField(forms.CharField):
    """The words of an agreement, as they are typed."""

    def __init__(self, **kwargs: Any) -> None:
        """Take what CharField takes."""
        usual = {
            "required": False,
            "label": "Text",
            "max_length": LONGEST_TEXT,
            "help_text": "Markdown: a line that begins with ## is the heading of a section, one "
            "with - is in a list. What is not agreed yet stays visibly blank: [to be agreed].",
            "widget": forms.Textarea(attrs={"rows": 24}),
        }
        super().__init__(**{**usual, **kwargs})


class AgreementForm(forms.ModelForm[Agreement]):
    """What an agreement says while it is a draft."""

    parties = forms.ModelMultipleChoiceField(
        Organisation.objects.order_by("name"),
        required=False,
        label="Parties",
        help_text="The cities and other bodies that promise.",
        widget=forms.CheckboxSelectMultiple,
    )
    signers = forms.ModelMultipleChoiceField(
        Organisation.objects.order_by("name"),
        required=False,
        label="Of these, who signs without an act of a council",
        help_text="As a regional council may. The councils of all other parties are asked to "
        "adopt the text.",
        widget=forms.CheckboxSelectMultiple,
    )
    text = TextField()
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Agreement
        fields = (
            "title",
            "kind",
            "purpose",
            "training_programme",
            "supersedes",
            "required_adoptions",
        )
        labels = {
            "purpose": "Purpose in short",
            "training_programme": "Training programme",
            "supersedes": "Replaces",
            "required_adoptions": "Councils needed",
        }
        help_texts = {
            "title": "As the councils should read it.",
            "purpose": "What it is for, in a few sentences; it is shown above the text.",
            "training_programme": "The name of the one that it is about; blank when it is about "
            "none.",
            "supersedes": "An older agreement in force that ends on the day this one comes into "
            "force; usually none.",
            "required_adoptions": "By the agreement's own terms. Leave it blank when every "
            "party's council has to adopt.",
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "required_adoptions": WholeNumberInput,
        }

    field_order = (
        "title", "kind", "purpose", "training_programme", "supersedes", "parties", "signers",
        "required_adoptions", "text", "revision",
    )  # fmt: skip

    def __init__(self, *args: Any, proposal: Proposal | None = None, **kwargs: Any) -> None:
        """Know the proposal that it is about, if any: then no training programme is named."""
        super().__init__(*args, **kwargs)
        if proposal or self.instance.proposal_id or self.instance.programme_id:
            del self.fields["training_programme"]
        older = Agreement.objects.filter(state=Agreement.State.IN_FORCE).exclude(
            pk=self.instance.pk
        )
        field = self.fields["supersedes"]
        field.queryset = older  # type: ignore[attr-defined] # it is a ModelChoiceField
        field.empty_label = "None"  # type: ignore[attr-defined] # likewise

    def clean(self) -> dict[str, Any]:
        """No more councils can be needed than are parties."""
        cleaned = super().clean() or {}
        needed, parties = cleaned.get("required_adoptions"), cleaned.get("parties")
        signers = set(cleaned.get("signers") or ())
        if parties is None:
            return cleaned
        if strangers := signers - set(parties):
            names = ", ".join(sorted(body.name for body in strangers))
            self.add_error("signers", f"{names}: choose only bodies that are parties.")
        asked = len(set(parties) - signers)
        if needed is not None and not 1 <= needed <= max(asked, 1):
            self.add_error(
                "required_adoptions",
                f"{needed} councils cannot be needed of {asked} that are asked. Enter a number "
                "from 1 to the number of councils asked, or leave it blank for all.",
            )
        return cleaned

    def terms(self) -> Terms:
        """The draft as the operations take it; call it on a valid form."""
        cleaned = self.cleaned_data
        return Terms(
            title=cleaned["title"],
            kind=cleaned["kind"],
            purpose=cleaned["purpose"],
            training_programme=cleaned.get("training_programme", ""),
            supersedes=cleaned["supersedes"],
            text=cleaned["text"],
            parties=list(cleaned["parties"]),
            signers=list(cleaned["signers"]),
            required_adoptions=cleaned["required_adoptions"],
        )

    @staticmethod
    def initial_of(agreement: Agreement, version: Version) -> dict[str, object]:
        """What stands in the form of a draft, beside the agreement's own fields."""
        return {
            "parties": [party.organisation_id for party in agreement.parties.all()],
            "signers": [
                party.organisation_id for party in agreement.parties.all() if not party.adopts
            ],
            "text": version.draft,
            "revision": agreement.revision,
        }


class ReasonForm(forms.Form):
    """Why an agreement is withdrawn."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        help_text="Everybody who may read the agreement reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(ReasonForm):
    """When and why an agreement ends."""

    on = forms.DateField(label="Last day", widget=DateInput)
    field_order = ("on", "reason")

    def __init__(self, *args: Any, since: date, today: date, **kwargs: Any) -> None:
        """Know since when it is in force, and today."""
        super().__init__(*args, **kwargs)
        self.since, self.today = since, today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        """An agreement ends after it began, and not in the future."""
        on: date = self.cleaned_data["on"]
        if not self.since <= on <= self.today:
            raise ValidationError(
                f"{day(on)} is not between {day(self.since)}, when it came into force, and today."
            )
        return on


class DocumentForm(forms.Form):
    """A file beside an agreement or an act, checked while it is read."""

    file = UploadField(label="Document")
