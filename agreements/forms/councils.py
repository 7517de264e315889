"""Recording a council's act, its roll call included."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agreements.legistar.reading import MAX_NAME
from agreements.legistar.words import vote_value
from agreements.models import Act, Party, Text, Vote, normalised
from agreements.operations.facts import Ballot, Facts, facts_of
from collaborative.forms import DateInput
from collaborative.wording import day

CIRCULATED, OTHER = "circulated", "other"
_GROUP = re.compile(r"\s*([^:]{1,60}?)\s*:\s*(.*)")
_MAYOR = re.compile(r"mayor\b(?!.*pro[ -]?tem)", re.IGNORECASE)
_COUNT = re.compile(r"^\d{1,3}\s*(?:[-\N{EN DASH}]\s*|$)")


class RollCallField(forms.CharField):
    """A roll call as minutes print it, a line for each way of voting: "Aye: 4 - names"."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> Any:
        """Read the lines into votes, the minutes' own word kept beside what it means."""
        votes: list[Ballot] = []
        lines = re.split(r"[\r\n;]+", super().to_python(value) or "")
        for number, line in enumerate(lines, start=1):
            if line.strip():
                votes += _ballots(line, number)
        return tuple(votes)

    def validate(self, value: Any) -> None:
        """Refuse nothing more: a roll call may be missing."""

    def run_validators(self, value: Any) -> None:
        """Leave the validators of a text: the value is a list of votes."""


def _ballots(line: str, number: int) -> list[Ballot]:
    """Return the votes of one line of a roll call."""
    found = _GROUP.fullmatch(line)
    value = vote_value(found[1]) if found else None
    if found is None or value is None:
        shown = " ".join(line.split())[:60]
        raise ValidationError(
            f"Line {number} (“{shown}”) does not begin with a vote. Write Aye, Nay, Abstain, "
            "Absent, Excused or Recused, a colon, then the names with commas between them."
        )
    names = _COUNT.sub("", found[2])
    voters = [name for name in (part.strip() for part in names.split(",")) if name]
    if not voters and re.match(r"0*[1-9]", found[2]):
        raise ValidationError(
            f"Line {number} counts votes without a name. Write the names after the colon, or put "
            "the figures into Tally alone."
        )
    if any(len(name) > MAX_NAME for name in voters):
        raise ValidationError(f"Line {number} holds a name of more than {MAX_NAME} characters.")
    return [
        Ballot(voter, value.value, found[1], is_mayor=bool(_MAYOR.match(voter))) for voter in voters
    ]


def roll_call(votes: Iterable[Vote]) -> str:
    """Return votes as the lines that RollCallField reads."""
    groups: dict[str, list[str]] = {}
    for vote in votes:
        groups.setdefault(vote.word or vote.get_value_display(), []).append(vote.voter)
    return "\n".join(f"{word}: {', '.join(names)}" for word, names in groups.items())


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
    votes = RollCallField(
        required=False,
        label="Roll call",
        help_text="A line for each way of voting, as in “Aye: first name, second name”. Leave it "
        "blank when the minutes do not name the votes.",
    )

    class Meta:
        model = Act
        fields = (
            "instrument", "file_number", "enactment_number", "title", "body", "introduced_on",
            "agenda_on", "acted_on", "mover", "seconder", "tally", "result",
        )  # fmt: skip
        labels = {
            "body": "Adopting body",
            "enactment_number": "Enactment number",
            "acted_on": "Day of the vote",
            "agenda_on": "On the agenda of",
            "introduced_on": "Introduced on",
            "mover": "Moved by",
            "seconder": "Seconded by",
        }
        help_texts = {
            "file_number": "As the council's own record has it, as in RES. NO. 21-08.",
            "enactment_number": "When the council gave the act another number.",
            "title": "As printed on the agenda.",
            "body": "As in City Council - Regular Session.",
            "acted_on": "Needed once the council has voted; not in the future.",
            "tally": "As in the minutes: 6-0. It is kept as typed.",
        }
        widgets = dict.fromkeys(("introduced_on", "agenda_on", "acted_on"), DateInput)

    field_order = (
        "party", "instrument", "file_number", "enactment_number", "title", "body",
        "introduced_on", "agenda_on", "which_text", "other_text", "result", "acted_on", "mover",
        "seconder", "tally", "votes",
    )  # fmt: skip

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
        decided = cleaned.get("result") in {Act.Result.PASSED, Act.Result.FAILED}
        if decided and cleaned.get("acted_on") is None and "acted_on" not in self.errors:
            self.add_error("acted_on", "Enter the day of the vote, since the act has its result.")
        if cleaned.get("which_text") == OTHER and not normalised(cleaned.get("other_text", "")):
            self.add_error("other_text", "Paste the text that the council had before it.")
        return cleaned

    def facts(self, act: Act | None = None) -> Facts:
        """The act as the operations take it, over what is on record of it already, if anything.

        Call it on a valid form.
        """
        cleaned: Mapping[str, Any] = self.cleaned_data
        other = cleaned["other_text"] if cleaned["which_text"] == OTHER else ""
        named = {name: cleaned[name] for name in self.Meta.fields}
        said = {**named, "votes": cleaned["votes"], "other_text": other}
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
