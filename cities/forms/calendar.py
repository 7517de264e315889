"""The council's calendar: one meeting, a whole year by a rule, and its cancelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone

from cities.calendars import LAST, CutOff, OnHoliday, Planned, Rule, holidays, plan
from cities.models import Meeting
from cities.operations.calendar import MOST, Occasion
from collaborative.forms import DateInput, DateTimeInput, TimeInput
from collaborative.wording import day

ZONE = "By the clock in the cities, Central time."
YEARS_AT_ONCE = 2
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKS = ((1, "First"), (2, "Second"), (3, "Third"), (4, "Fourth"), (LAST, "Last"))
ON_HOLIDAY = (
    (OnHoliday.KEEP.value, "Leave the day as it is; I look at each one below"),
    (OnHoliday.DAY_AFTER.value, "Move it to the day after"),
    (OnHoliday.LEAVE_OUT.value, "Leave the meeting out"),
)
EARLIER = (
    (0, "The last one before the meeting"),
    (1, "One week earlier"),
    (2, "Two weeks earlier"),
)


def _moment(on: date, at: time | None) -> datetime | None:
    """A day and a time of its wall clock as a moment; None where no time is known."""
    return timezone.make_aware(datetime.combine(on, at)) if at else None


def _too_late(on: date, begins: time | None, cut_off_at: datetime | None) -> str | None:
    """Say that a cut-off is not before the meeting; None when all is well."""
    if cut_off_at is None:
        return None
    begins_at = _moment(on, begins) or _moment(on, time.max)
    if begins_at is not None and cut_off_at < begins_at:
        return None
    return f"The cut-off is not before the meeting of {day(on)}. Enter an earlier one."


class MeetingForm(forms.ModelForm[Meeting]):
    """One meeting as the clerk knows it."""

    begins = forms.TimeField(required=False, label="Begins at", help_text=ZONE, widget=TimeInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Meeting
        fields = ("on", "kind", "body", "cut_off_at", "note")
        labels = {"on": "Day", "kind": "Sort of meeting", "cut_off_at": "Agenda cut-off"}
        help_texts = {
            "body": "Who meets, as the agenda names it, such as City Council or Finance Committee.",
            "cut_off_at": f"Until when an item gets onto the agenda. {ZONE} Reminders run from it.",
            "note": "What people should know, such as another place. Everybody can read it.",
        }
        widgets = {"on": DateInput, "cut_off_at": DateTimeInput}

    field_order = ("on", "begins", "kind", "body", "cut_off_at", "note", "revision")

    def clean(self) -> dict[str, Any]:
        """Items are handed in before the meeting."""
        cleaned = super().clean() or {}
        on = cleaned.get("on")
        if on and (wrong := _too_late(on, cleaned.get("begins"), cleaned.get("cut_off_at"))):
            self.add_error("cut_off_at", wrong)
        return cleaned

    def validate_constraints(self) -> None:
        """Leave them to the operation: it says who entered the same meeting first."""

    def occasion(self) -> Occasion:
        """The meeting as the operations take it; call it on a valid form."""
        cleaned = self.cleaned_data
        return Occasion(
            on=cleaned["on"],
            begins_at=_moment(cleaned["on"], cleaned["begins"]),
            kind=cleaned["kind"],
            body=" ".join(cleaned["body"].split()),
            cut_off_at=cleaned["cut_off_at"],
            note=cleaned["note"],
        )

    @staticmethod
    def initial_of(meeting: Meeting) -> dict[str, object]:
        """What stands in the form of a meeting that is in the calendar, beside its own fields."""
        begins = timezone.localtime(meeting.begins_at).time() if meeting.begins_at else None
        return {"begins": begins, "revision": meeting.revision}


class CancelForm(forms.Form):
    """Why a meeting is not held."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        required=False,
        help_text="Such as: no quorum, moved to another day. Everybody can read it.",
    )


class RuleForm(forms.Form):
    """When a council meets, as a rule."""

    body = forms.CharField(
        max_length=200,
        help_text="Who meets, as the agenda names it, such as City Council.",
    )
    kind = forms.ChoiceField(label="Sort of meeting", choices=Meeting.Kind.choices)
    weeks = forms.TypedMultipleChoiceField(
        label="Which ones of the month",
        choices=WEEKS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    weekday = forms.TypedChoiceField(
        label="Day of the week", choices=list(enumerate(WEEKDAYS)), coerce=int
    )
    begins = forms.TimeField(required=False, label="Begins at", help_text=ZONE, widget=TimeInput)
    cut_off_weekday = forms.TypedChoiceField(
        required=False,
        label="Day of the agenda cut-off",
        choices=[("", "No cut-off is known"), *enumerate(WEEKDAYS)],
        coerce=int,
        empty_value=None,
        help_text="Until when an item gets onto the agenda.",
    )
    cut_off_time = forms.TimeField(
        required=False, label="Time of the cut-off", help_text=ZONE, widget=TimeInput
    )
    cut_off_earlier = forms.TypedChoiceField(
        label="Which day of that name", choices=EARLIER, coerce=int, initial=0
    )
    first = forms.DateField(label="From", widget=DateInput)
    last = forms.DateField(label="Until", widget=DateInput)
    on_holiday = forms.ChoiceField(
        label="When the day is a federal holiday",
        choices=ON_HOLIDAY,
        initial=OnHoliday.KEEP.value,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """A cut-off has its time; the days are in order and not too many."""
        cleaned = super().clean() or {}
        is_timed = cleaned.get("cut_off_time") or "cut_off_time" in self.errors
        if cleaned.get("cut_off_weekday") is not None and not is_timed:
            self.add_error("cut_off_time", "Enter the time of the cut-off, such as 12:00 noon.")
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", f"{day(last)} is before {day(first)}. Enter a later day.")
        elif first and last and last.year - first.year >= YEARS_AT_ONCE:
            self.add_error("last", "Enter no more than two years at once.")
        return cleaned

    def plan(self) -> list[Planned]:
        """The meetings by this rule; call it on a valid form."""
        cleaned = self.cleaned_data
        cut_off = None
        if cleaned["cut_off_weekday"] is not None:
            cut_off = CutOff(
                weekday=cleaned["cut_off_weekday"],
                at=cleaned["cut_off_time"],
                weeks_earlier=cleaned["cut_off_earlier"],
            )
        rule = Rule(
            weeks=frozenset(cleaned["weeks"]),
            weekday=cleaned["weekday"],
            begins=cleaned["begins"],
            cut_off=cut_off,
            on_holiday=OnHoliday(cleaned["on_holiday"]),
        )
        return plan(rule, first=cleaned["first"], last=cleaned["last"])


class PlannedRow(forms.Form):
    """One meeting of the preview: as it would be entered, to be changed or left out."""

    keep = forms.BooleanField(required=False, label="Enter it")
    on = forms.DateField(label="Day", widget=DateInput)
    begins = forms.TimeField(required=False, label="Begins at", widget=TimeInput)
    cut_off_at = forms.DateTimeField(required=False, label="Agenda cut-off", widget=DateTimeInput)

    def __init__(self, *args: Any, taken: frozenset[date], **kwargs: Any) -> None:
        """Know the days on which the calendar has such a meeting already."""
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean(self) -> dict[str, Any]:
        """Items are handed in before the meeting."""
        cleaned = super().clean() or {}
        on = cleaned.get("on")
        if on and (wrong := _too_late(on, cleaned.get("begins"), cleaned.get("cut_off_at"))):
            self.add_error("cut_off_at", wrong)
        return cleaned

    @property
    def on_day(self) -> date | None:
        """The day that stands in the row, if it is one."""
        try:
            found: date | None = self.fields["on"].to_python(self["on"].value())
        except ValidationError:
            return None
        return found

    @property
    def remark(self) -> str:
        """What the clerk should see of the day: it is in the calendar already, it is a holiday."""
        on = self.on_day
        if on is None:
            return ""
        said = ["Already in the calendar."] if on in self.taken else []
        eve = on - timedelta(days=1)
        if name := holidays(on.year).get(on):
            said.append(f"This is {name}.")
        elif name := holidays(eve.year).get(eve):
            said.append(f"The day before is {name}.")
        return " ".join(said)

    def boxes(self) -> Iterator[BoundField]:
        """The boxes in the order of the table's columns."""
        return iter([self["on"], self["begins"], self["cut_off_at"]])


class _PlanRows(forms.BaseFormSet[PlannedRow]):
    """The meetings of the preview."""

    def clean(self) -> None:
        """Something is ticked, and no day twice."""
        kept = [row.cleaned_data for row in self.forms if row.cleaned_data.get("keep")]
        if not kept:
            raise ValidationError("Tick at least one meeting, or go back without entering any.")
        days = [row["on"] for row in kept if row.get("on")]
        if twice := sorted({on for on in days if days.count(on) > 1}):
            raise ValidationError(f"{day(twice[0])} stands twice. Leave one of them out.")

    def occasions(self, *, kind: str, body: str) -> list[Occasion]:
        """What was ticked, as the operations take it; call it on valid rows."""
        kept = (row.cleaned_data for row in self.forms if row.cleaned_data["keep"])
        return [
            Occasion(
                on=row["on"],
                begins_at=_moment(row["on"], row["begins"]),
                kind=kind,
                body=" ".join(body.split()),
                cut_off_at=row["cut_off_at"],
            )
            for row in kept
        ]


def initial_rows(planned: Iterable[Planned], *, taken: frozenset[date]) -> list[dict[str, object]]:
    """The rows of a plan; what is in the calendar already is not ticked."""
    return [
        {
            "keep": one.on not in taken,
            "on": one.on,
            "begins": one.begins,
            "cut_off_at": timezone.make_aware(one.cut_off) if one.cut_off else None,
        }
        for one in planned
    ]


PlanRows = forms.formset_factory(
    PlannedRow, formset=_PlanRows, extra=0, max_num=MOST, absolute_max=MOST, validate_max=True
)
