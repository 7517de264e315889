"""Recording a council's act, with every field of its record, its roll call included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from agreements.forms.rollcalls import others_field, roll_call, roll_call_field, take_roll_call
from agreements.legistar.reading import MAX_NAME
from agreements.models import Act, Party, Text, normalised
from agreements.operations.facts import LISTS, Facts, Step, facts_of
from collaborative.forms import DateInput
from collaborative.wording import day

CIRCULATED, OTHER = "circulated", "other"
MATTER = (
    "party", "instrument", "file_number", "enactment_number", "title", "introduced_on",
    "agenda_on",
)  # fmt: skip
DECISION = (
    "which_text", "other_text", "result", "acted_on", "body", "mover", "seconder", "tally",
    "others", "votes",
)  # fmt: skip
REST = (
    "version", "name", "type_name", "status", "in_control", "final_on", "enacted_on", "sponsors",
    "indexes", "code_sections", "requester", "notes", "agenda_number", "action_word",
    "result_word", "action_text",
)  # fmt: skip
"""All other fields, in the order of the printed "Legislation Details"."""
_NO_COLUMNS = {"party", "which_text", "other_text", "others", "votes"}


class Lines(forms.CharField):
    """A list of names, a line each."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """Read the lines that hold something."""
        lines = (super().to_python(value) or "").splitlines()
        return [" ".join(line.split()) for line in lines if line.strip()]

    def validate(self, value: Any) -> None:
        """Refuse a name that no column takes; a list may be empty."""
        if any(len(name) > MAX_NAME for name in value):
            raise ValidationError(f"A line has more than {MAX_NAME} characters. Shorten it.")

    def run_validators(self, value: Any) -> None:
        """Leave the validators of a text: the value is a list of names."""

    def prepare_value(self, value: Any) -> Any:
        """Write a list as lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as lines."""
        return super().has_changed(self.prepare_value(initial), data)


class ActForm(forms.ModelForm[Act]):
    """What a council did. Blank means that the council's record does not say."""

    party = forms.ModelChoiceField(Party.objects.none(), label="Council of", empty_label=None)
    which_text = forms.ChoiceField(
        label="Which text was before the council",
        initial=CIRCULATED,
        widget=forms.RadioSelect,
    )
    other_text = forms.CharField(
        required=False,
        label="The other text",
        max_length=200_000,
        help_text="Only when it was another one: paste it whole. A text that differs from the "
        "circulated one keeps the agreement out of force, and everybody sees why.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    others = others_field()
    votes = roll_call_field()
    sponsors = Lines(required=False, help_text="A line each.")
    indexes = Lines(required=False, help_text="A line each.")
    code_sections = Lines(required=False, label="Code sections", help_text="A line each.")

    class Meta:
        model = Act
        fields = tuple(name for name in (*MATTER, *DECISION, *REST) if name not in _NO_COLUMNS)
        labels = {
            "body": "Adopting body",
            "enactment_number": "Enactment number",
            "enacted_on": "Enactment date",
            "acted_on": "Day of the vote",
            "agenda_on": "On the agenda of",
            "introduced_on": "File created, or introduced, on",
            "final_on": "Final action",
            "type_name": "Type",
            "in_control": "In control",
            "mover": "Moved by",
            "seconder": "Seconded by",
            "agenda_number": "Agenda number",
            "action_word": "Action in the record’s own word",
            "result_word": "Result in the record’s own word",
            "action_text": "What the minutes say",
        }
        help_texts = {
            "file_number": "As the council's own record has it, as in RES. NO. 21-08.",
            "enactment_number": "When the council gave the act another number.",
            "title": "As printed on the agenda.",
            "body": "As in City Council - Regular Session.",
            "acted_on": "Needed once the council has voted; not in the future.",
            "tally": "As in the minutes: 6-0. It is kept as typed.",
            "in_control": "The body that has the matter, as printed.",
            "action_word": "As printed: adopted.",
            "result_word": "As printed: Pass.",
        }
        widgets = {
            **dict.fromkeys(
                ("introduced_on", "agenda_on", "acted_on", "final_on", "enacted_on"), DateInput
            ),
            "notes": forms.Textarea(attrs={"rows": 3}),
            "action_text": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = (*MATTER, *DECISION, *REST)

    def __init__(
        self,
        *args: Any,
        parties: Sequence[Party],
        text: Text | None,
        today: date,
        **kwargs: Any,
    ) -> None:
        """Know the parties to choose from, the circulated text, and the council's own date."""
        super().__init__(*args, **kwargs)
        self.parties = parties
        self.today = today
        self._offer_parties()
        begins = f" (its SHA-256 begins with {text.sha256[:12]})" if text else ""
        self.fields["which_text"].choices = [  # type: ignore[attr-defined] # it is a ChoiceField
            (CIRCULATED, f"The circulated text{begins}"),
            (OTHER, "Another text, pasted below"),
        ]

    def _offer_parties(self) -> None:
        """A clerk of one city is not asked for the city."""
        if len(self.parties) == 1:
            del self.fields["party"]
        else:
            keys = [party.pk for party in self.parties]
            self.fields["party"].queryset = (  # type: ignore[attr-defined] # a ModelChoiceField
                Party.objects.filter(pk__in=keys).select_related("organisation")
            )

    @property
    def chosen_party(self) -> Party:
        """The party whose council acted; call it on a valid form."""
        chosen = self.cleaned_data.get("party", self.parties[0])
        return next(party for party in self.parties if party == chosen)

    @property
    def matter(self) -> list[BoundField]:
        """The boxes of the matter itself that a clerk needs most."""
        return self._boxes(MATTER)

    @property
    def decision(self) -> list[BoundField]:
        """The boxes of the council's decision."""
        return self._boxes(DECISION)

    @property
    def rest(self) -> list[BoundField]:
        """All other boxes of a council record, in the printed order."""
        return self._boxes(REST)

    @property
    def has_more(self) -> bool:
        """Whether a box that is folded away holds something, or has something wrong with it."""
        return any(box.value() or (self.is_bound and box.errors) for box in self.rest)

    def _boxes(self, names: Iterable[str]) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def clean_file_number(self) -> str:
        """One blank between words, so that the same number is found again."""
        return " ".join(self.cleaned_data["file_number"].split())

    def clean_acted_on(self) -> date | None:
        """A council cannot have voted tomorrow."""
        on: date | None = self.cleaned_data["acted_on"]
        if on is not None and on > self.today:
            raise ValidationError(
                f"{day(on)} is in the future. Today is {day(self.today)} in the cities; record "
                "the vote once it has been taken."
            )
        return on

    def clean(self) -> dict[str, Any]:
        """A decided act has its day; another text has its words."""
        cleaned = super().clean() or {}
        take_roll_call(self)
        decided = cleaned.get("result") in {Act.Result.PASSED, Act.Result.FAILED}
        if decided and cleaned.get("acted_on") is None and "acted_on" not in self.errors:
            self.add_error("acted_on", "Enter the day of the vote, since the act has its result.")
        if cleaned.get("which_text") == OTHER and not normalised(cleaned.get("other_text", "")):
            self.add_error("other_text", "Paste the text that the council had before it.")
        return cleaned

    def facts(self, act: Act | None = None, *, steps: tuple[Step, ...] | None = None) -> Facts:
        """The act as the operations take it, over what is on record of it already, if anything.

        Call it on a valid form. `steps` None leaves the steps as they are on record.
        """
        cleaned: Mapping[str, Any] = self.cleaned_data
        other = cleaned["other_text"] if cleaned["which_text"] == OTHER else ""
        named = {name: cleaned[name] for name in self.Meta.fields}
        named |= {name: tuple(named[name]) for name in LISTS}
        said = {**named, "votes": cleaned["votes"], "other_text": other}
        if steps is not None:
            said["actions"] = steps
        return replace(facts_of(act), **said) if act else Facts(**said)

    @staticmethod
    def initial_of(act: Act, circulated: Text | None) -> dict[str, object]:
        """What stands in the form of an act that is on record."""
        other = act.text if act.text and act.text != circulated else None
        return {
            **{name: getattr(act, name) for name in ActForm.Meta.fields},
            "votes": roll_call(act.votes.all()),
            "which_text": OTHER if other else CIRCULATED,
            "other_text": other.body if other else "",
        }
