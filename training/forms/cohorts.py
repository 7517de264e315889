"""A cohort: where and when it meets, for how many of each city, and at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from cities.models import City
from collaborative.forms import DateInput, MoneyField, TimeInput, WholeNumberInput
from training.catalogues import MOST_SEATS
from training.models import Cohort, CohortSession, Course, Venue
from training.operations.cohorts import Slot, Terms

ZONE = "By the clock in the cities, Central time."
EXTRA = 3
MOST_SESSIONS = 40


class CohortForm(forms.ModelForm[Cohort]):
    """Everything but the sessions; a box of seats for each city."""

    fixed_cost = MoneyField(label="Cost of the class")
    cost_per_seat = MoneyField(label="Cost of a seat taken")
    join_url = forms.URLField(
        label="Address to join online",
        required=False,
        assume_scheme="https",
        help_text="Shown to whoever has a place. Blank where people meet in a room.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)

    class Meta:
        model = Cohort
        fields = (
            "title",
            "venue",
            "join_url",
            "instructor",
            "hours",
            "min_seats",
            "fixed_cost",
            "cost_per_seat",
            "enrol_until",
            "seats_free_on",
            "may_miss",
        )
        widgets: ClassVar[dict[str, Any]] = {
            "enrol_until": DateInput,
            "seats_free_on": DateInput,
            "min_seats": WholeNumberInput,
            "may_miss": WholeNumberInput,
        }

    def __init__(
        self, *args: Any, cities: Sequence[City], seats: dict[int, int], **kwargs: Any
    ) -> None:
        """Ask of each city how many seats are kept for it; `seats` holds those of today."""
        super().__init__(*args, **kwargs)
        self.cities = cities
        venues = cast("forms.ModelChoiceField[Venue]", self.fields["venue"])
        is_kept = Q(cohorts=self.instance.pk) if self.instance.pk else Q(pk=None)
        venues.queryset = Venue.objects.filter(Q(is_retired=False) | is_kept).distinct()
        self.fields["revision"].initial = self.instance.revision
        for city in cities:
            self.fields[f"seats_{city.pk}"] = forms.IntegerField(
                label=f"Seats for {city.name}",
                min_value=0,
                max_value=MOST_SEATS,
                initial=seats.get(city.pk, 0),
                widget=WholeNumberInput,
            )

    def clean(self) -> dict[str, Any]:
        """One place at most, seats for somebody, and no more than the room holds."""
        cleaned: dict[str, Any] = super().clean() or {}
        venue, total = cleaned.get("venue"), sum(self._seats(cleaned).values())
        if venue and cleaned.get("join_url"):
            self.add_error("join_url", "Leave this blank where people meet in a room.")
        if total == 0:
            raise ValidationError("Keep at least one seat for a city.")
        if venue and total > venue.seats:
            self.add_error(
                "venue", f"{venue} holds {venue.seats} people; the cities’ seats are {total}."
            )
        return cleaned

    def _seats(self, cleaned: dict[str, Any]) -> dict[City, int]:
        return {city: cleaned.get(f"seats_{city.pk}") or 0 for city in self.cities}

    def terms(self, sessions: Sequence[Slot]) -> Terms:
        """What was typed, as the operations take it; call it on a valid form."""
        own = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return Terms(sessions=sessions, seats=self._seats(self.cleaned_data), **own)


class SessionRow(forms.Form):
    """One session on one day; a row that is left blank is none."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    on = forms.DateField(required=False, label="Day", widget=DateInput)
    begins = forms.TimeField(required=False, label="Begins", widget=TimeInput, help_text=ZONE)
    ends = forms.TimeField(required=False, label="Ends", widget=TimeInput, help_text=ZONE)

    def clean(self) -> dict[str, Any]:
        """All three or none, and the end after the beginning."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = [cleaned.get(name) for name in ("on", "begins", "ends")]
        if any(given) and not all(given):
            raise ValidationError("Say the day, the beginning and the end of each session.")
        if all(given) and cleaned["begins"] >= cleaned["ends"]:
            self.add_error("ends", "The session must end after it begins.")
        return cleaned

    def slot(self) -> Slot | None:
        """The session; None for a blank row."""
        on = self.cleaned_data.get("on")
        if on is None:
            return None
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"]
        return Slot(
            timezone.make_aware(datetime.combine(on, begins)),
            timezone.make_aware(datetime.combine(on, ends)),
            self.cleaned_data.get("key"),
        )


class _SessionRows(forms.BaseFormSet[SessionRow]):
    """The sessions of a cohort; what is emptied is dropped."""

    row_name = "Session"

    def clean(self) -> None:
        """At least one, and none while another lasts."""
        if any(self.errors):
            return
        slots = sorted(self.slots(), key=lambda slot: slot.begins_at)
        if not slots:
            raise ValidationError("Say the day and the time of at least one session.")
        pairs = pairwise(slots)
        if any(later.begins_at < earlier.ends_at for earlier, later in pairs):
            raise ValidationError("Two sessions are at the same time. Change one of them.")

    def slots(self) -> list[Slot]:
        """The sessions, as the operations take them; call it on valid rows."""
        return [slot for row in self.forms if (slot := row.slot())]


SessionRows = forms.formset_factory(
    SessionRow, formset=_SessionRows, extra=EXTRA, max_num=MOST_SESSIONS, validate_max=True
)


def rows_of(sessions: Sequence[CohortSession]) -> list[dict[str, Any]]:
    """The sessions as the rows show them."""
    return [
        {
            "key": session.pk,
            "on": timezone.localdate(session.begins_at),
            "begins": timezone.localtime(session.begins_at).time(),
            "ends": timezone.localtime(session.ends_at).time(),
        }
        for session in sessions
    ]


def planned_of(course: Course) -> Cohort:
    """A cohort that is not written yet, with what its course brings."""
    return Cohort(
        course=course,
        title=course.title,
        hours=course.hours,
        min_seats=course.min_seats,
        fixed_cost=course.fixed_cost,
        cost_per_seat=course.cost_per_seat,
        instructor=course.instructor,
    )


class CourseForm(forms.Form):
    """Which course the cohort is of."""

    course = forms.ModelChoiceField(
        Course.objects.filter(is_retired=False), to_field_name="code", label="Course"
    )


class ReasonForm(forms.Form):
    """Why something is called off or withdrawn."""

    reason = forms.CharField(max_length=300, help_text="Everybody who is concerned reads it.")


class CertificateForm(ReasonForm):
    """Why a certificate is withdrawn, and to whose name another one is written."""

    holder = forms.CharField(
        max_length=120,
        required=False,
        label="Name on a new certificate",
        help_text="Blank where none is to be written.",
    )
