"""One session of a council: what was the same for all its acts, and a row for each agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from agreements.forms.rollcalls import others_field, roll_call_field, take_roll_call
from agreements.legistar.reading import MAX_NAME, MAX_NUMBER, MAX_TITLE
from agreements.models import Act
from agreements.operations.facts import Facts, facts_of
from agreements.operations.sessions import Entry
from agreements.results import Before
from collaborative.forms import DateInput
from collaborative.wording import day

MOST = 70
"""How many agreements are shown at once."""
_RESULTS = [(Act.Result.PASSED.value, "Passed"), (Act.Result.FAILED.value, "Failed")]
_SHARED = "As for all"
VOTE = ("mover", "seconder", "tally", "votes")
"""What belongs to one vote: taken together from the row, or from what is said for all."""


class SessionForm(forms.Form):
    """What was the same for all acts of a session."""

    on = forms.DateField(label="Day of the session", widget=DateInput)
    body = forms.CharField(
        max_length=MAX_NAME,
        required=False,
        label="Adopting body",
        help_text="As in City Council - Regular Session.",
    )
    instrument = forms.ChoiceField(
        required=False,
        label="Instrument of all",
        choices=[("", "Said in each row"), *Act.Instrument.choices],
    )
    result = forms.ChoiceField(
        required=False, label="Result of all", choices=[("", "Said in each row"), *_RESULTS]
    )
    mover = forms.CharField(required=False, max_length=MAX_NAME, label="Moved by")
    seconder = forms.CharField(required=False, max_length=MAX_NAME, label="Seconded by")
    tally = forms.CharField(
        required=False, max_length=MAX_NAME, help_text="As in the minutes: 6-0."
    )
    others = others_field()
    votes = roll_call_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Know the cities' own date."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        """A council cannot have met tomorrow."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(f"{day(on)} is in the future. Record it once it was held.")
        return on

    def clean(self) -> dict[str, Any]:
        """Read the roll call."""
        cleaned = super().clean() or {}
        take_roll_call(self)
        return cleaned


class ActRow(forms.Form):
    """The act on one agreement, where it differs from what is said for all."""

    agreement = forms.IntegerField(widget=forms.HiddenInput)
    keep = forms.BooleanField(
        required=False, label="Acted on", widget=forms.CheckboxInput({"value": "on"})
    )
    file_number = forms.CharField(required=False, max_length=MAX_NUMBER, label="File number")
    instrument = forms.ChoiceField(
        required=False, label="Instrument", choices=[("", _SHARED), *Act.Instrument.choices]
    )
    result = forms.ChoiceField(required=False, label="Result", choices=[("", _SHARED), *_RESULTS])
    enactment_number = forms.CharField(
        required=False, max_length=MAX_NAME, label="Enactment number"
    )
    agenda_number = forms.CharField(required=False, max_length=MAX_NAME, label="Agenda number")
    title = forms.CharField(
        required=False, max_length=MAX_TITLE, help_text="As printed on the agenda."
    )
    mover = forms.CharField(required=False, max_length=MAX_NAME, label="Moved by")
    seconder = forms.CharField(required=False, max_length=MAX_NAME, label="Seconded by")
    tally = forms.CharField(required=False, max_length=MAX_NAME)
    others = others_field()
    votes = roll_call_field()

    def __init__(self, *args: Any, before: Mapping[int, Before], **kwargs: Any) -> None:
        """Know the agreements before the council, by their keys."""
        super().__init__(*args, **kwargs)
        self.known = before
        self.use_required_attribute = False

    @property
    def before(self) -> Before | None:
        """The agreement of this row with where the council stands."""
        key = str(self["agreement"].value() or "")
        return self.known.get(int(key)) if key.isdecimal() else None

    def clean(self) -> dict[str, Any]:
        """What was acted on has its number, and is an agreement of this council."""
        cleaned = super().clean() or {}
        take_roll_call(self)
        if not cleaned.get("keep"):
            self.errors.clear()
            return cleaned
        cleaned["file_number"] = " ".join(cleaned.get("file_number", "").split())
        if not cleaned["file_number"] and "file_number" not in self.errors:
            self.add_error("file_number", f"Enter the file number for “{self._title}”.")
        if self.before is None:
            raise ValidationError("An agreement of this page is no longer there. Open it again.")
        return cleaned

    @property
    def _title(self) -> str:
        return str(self.before.party.agreement) if self.before else "this agreement"

    @property
    def voted_apart(self) -> bool:
        """Whether the row tells of a vote of its own; call it on a valid row."""
        return any(self.cleaned_data.get(name) for name in (*VOTE, "result"))

    def entry(self, shared: Mapping[str, Any]) -> Entry:
        """The act as the operations take it; call it on a valid row that is ticked."""
        assert self.before is not None, "clean() has refused a row without its agreement"
        own, pending = self.cleaned_data, self.before.pending
        vote = own if self.voted_apart else shared
        there = facts_of(pending) if pending else Facts(instrument="", file_number="")
        said = {
            "instrument": own["instrument"] or shared["instrument"] or there.instrument,
            "file_number": own["file_number"],
            "enactment_number": own["enactment_number"] or there.enactment_number,
            "agenda_number": own["agenda_number"] or there.agenda_number,
            "title": own["title"] or there.title,
            "body": shared["body"],
            "acted_on": shared["on"],
            "result": own["result"] or shared["result"],
            **{name: vote[name] for name in VOTE},
        }
        return Entry(self.before.party, replace(there, **said), pending)

    @property
    def folded(self) -> list[BoundField]:
        """The boxes that most rows do not need."""
        names = ("enactment_number", "agenda_number", "title", "result", "mover", "seconder")
        return [self[name] for name in (*names, "tally", "others", "votes")]

    @property
    def has_more(self) -> bool:
        """Whether a box that is folded away holds something, or has something wrong with it."""
        return any(box.value() or (self.is_bound and box.errors) for box in self.folded)


class _ActRows(forms.BaseFormSet[ActRow]):
    """The agreements before the council."""

    shared: Mapping[str, Any]

    def judge(self, shared: Mapping[str, Any]) -> bool:
        """Whether every ticked row has all it needs, with what is said for all."""
        if not self.is_valid():
            return False
        for row in self.kept:
            for name in ("instrument", "result"):
                pending = row.before.pending if row.before else None
                there = pending.instrument if pending and name == "instrument" else ""
                if not (row.cleaned_data[name] or shared.get(name) or there):
                    row.add_error(name, f"Choose the {name} here, or above for all.")
        return not any(row.errors for row in self.forms)

    def clean(self) -> None:
        """Something was acted on."""
        if not any(row.cleaned_data.get("keep") for row in self.forms):
            raise ValidationError("Tick at least one agreement that the council acted on.")

    @property
    def kept(self) -> list[ActRow]:
        """The rows that are ticked; call it on valid rows."""
        return [row for row in self.forms if row.cleaned_data.get("keep")]


ActRows = forms.formset_factory(
    ActRow, formset=_ActRows, extra=0, max_num=MOST, absolute_max=MOST, validate_max=True
)


def initial_rows(before: list[Before]) -> list[dict[str, object]]:
    """The rows for these agreements; none is ticked, and only what is on record is filled in."""
    return [
        {
            "agreement": one.party.agreement_id,
            "file_number": one.pending.file_number if one.pending else "",
            "instrument": one.pending.instrument if one.pending else "",
        }
        for one in before
    ]
