"""What is typed about seats that a city asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cities.models import City
from collaborative.forms import DateInput, Prose, WholeNumberInput
from training.catalogues import MOST_SEATS
from training.forms.records import why_not_of_the_topic
from training.models import Course, Topic
from training.operations.requests import Wish


class SeatRequestForm(forms.Form):
    """In what a city wants seats, for how many, by when, and what for."""

    topic = forms.ModelChoiceField(Topic.objects.filter(is_retired=False), label="Topic")
    course = forms.ModelChoiceField(
        Course.objects.filter(is_retired=False),
        required=False,
        label="Course",
        help_text="Where only this one will do. It must be about the topic.",
    )
    people = forms.IntegerField(
        min_value=1, max_value=MOST_SEATS, widget=WholeNumberInput, label="How many people"
    )
    wanted_by = forms.DateField(widget=DateInput, label="Wanted by")
    why = Prose(max_length=500, label="What it is for", help_text="Without anybody’s name.")

    def __init__(self, *args: Any, cities: QuerySet[City], today: date, **kwargs: Any) -> None:
        """Take the cities that somebody asks for, and the day."""
        super().__init__(*args, **kwargs)
        self.today = today
        first = cities.first() if cities.count() == 1 else None
        self.fields["city"] = forms.ModelChoiceField(cities, label="City", initial=first)
        self.order_fields(["city", "topic", "course", "people", "wanted_by", "why"])

    def clean_wanted_by(self) -> date:
        """A day to come."""
        day: date = self.cleaned_data["wanted_by"]
        if day < self.today:
            raise ValidationError("This day is over. Say by when the seats are wanted.")
        return day

    def clean(self) -> dict[str, Any]:
        """A course is about its topic."""
        cleaned = super().clean() or {}
        if reason := why_not_of_the_topic(cleaned):
            self.add_error("course", reason)
        return cleaned

    def wish(self) -> Wish:
        """What is asked for."""
        names = ("topic", "course", "people", "wanted_by", "why")
        return Wish(**{name: self.cleaned_data[name] for name in names})


class AnswerForm(forms.Form):
    """The analyst's word on a request."""

    YES, NO = "accept", "decline"
    verdict = forms.ChoiceField(
        choices=[(YES, "Take it into the plan"), (NO, "Decline it")],
        widget=forms.RadioSelect,
        label="Your answer",
    )
    answer = Prose(
        max_length=500,
        required=False,
        label="What the city should know",
        help_text="Needed where you decline. The city’s liaison reads it.",
    )

    def clean(self) -> dict[str, Any]:
        """Whoever declines says why."""
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == self.NO and not cleaned.get("answer"):
            self.add_error("answer", "Say why it is declined.")
        return cleaned
