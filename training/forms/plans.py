"""What is typed about a year's plan, one step after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cities.models import City
from collaborative.forms import DateInput, MoneyInput, TimeInput, WholeNumberInput
from collaborative.wording import day
from training.models import Venue, YearPlan
from training.operations.plans.asking import Change

MOST_DAYS = 200
WEEKDAYS = [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")]


class FrameForm(forms.ModelForm[YearPlan]):
    """Its title, its year, its aim and its times."""

    class Meta:
        model = YearPlan
        fields = (
            "title",
            "begins_on",
            "ends_on",
            "aim",
            "budget",
            "starts_at",
            "most_a_day",
            "time_limit",
        )
        widgets = {
            "begins_on": DateInput,
            "ends_on": DateInput,
            "starts_at": TimeInput,
            "budget": MoneyInput,
            "most_a_day": WholeNumberInput,
            "time_limit": WholeNumberInput,
            "aim": forms.RadioSelect,
        }
        help_texts = {
            "title": "As in “Training year 2027”.",
            "budget": "US dollars for all of it, travel and standing in included. "
            "Only where need is to be met within a budget.",
            "starts_at": "Central time; a class lasts as many hours as its course.",
            "time_limit": "From 5 to 600. When it is over, the best plan so far is kept, "
            "with how much better any other could be.",
        }


class PlacesForm(forms.Form):
    """The venues, what a day in each costs, and what the way costs for one person of each city."""

    def __init__(self, *args: Any, plan: YearPlan, **kwargs: Any) -> None:
        """Ask about every venue that is in use."""
        super().__init__(*args, **kwargs)
        self.venues = list(Venue.objects.filter(is_retired=False).select_related("city"))
        self.cities = list(City.objects.all())
        used = {row.venue_id: row.cost_per_day for row in plan.venues.all()}
        ways = {(row.city_id, row.venue_id): row.per_seat for row in plan.travels.all()}
        for venue in self.venues:
            self.fields[f"use-{venue.pk}"] = forms.BooleanField(
                label=f"Use {venue.name}, for {venue.seats}",
                required=False,
                initial=venue.pk in used,
            )
            cost = used.get(venue.pk, Decimal(0))
            self.fields[f"day-{venue.pk}"] = _dollars(f"A day in {venue.name}", cost)
            for city in self.cities:
                label = f"{city.name} to {venue.name}, one person"
                cost = ways.get((city.pk, venue.pk), Decimal(0))
                self.fields[f"way-{city.pk}-{venue.pk}"] = _dollars(label, cost)

    def costs(self) -> dict[Venue, Decimal]:
        """Dollars a day by the venues that are used."""
        return {
            venue: self._amount(f"day-{venue.pk}")
            for venue in self.venues
            if self.cleaned_data[f"use-{venue.pk}"]
        }

    def travel(self) -> dict[tuple[City, Venue], Decimal]:
        """Dollars for the way, by city and venue."""
        return {
            (city, venue): self._amount(f"way-{city.pk}-{venue.pk}")
            for venue in self.venues
            for city in self.cities
        }

    def _amount(self, name: str) -> Decimal:
        return self.cleaned_data[name] or Decimal(0)


class SeriesForm(forms.Form):
    """Which weekdays, every how many weeks."""

    weekdays = forms.MultipleChoiceField(
        choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, label="Weekdays"
    )
    every = forms.IntegerField(
        label="Every how many weeks", min_value=1, max_value=12, widget=WholeNumberInput
    )
    may_wait = True

    def days(self, plan: YearPlan) -> list[date]:
        """The days of the plan's year that these are; call it on a valid form."""
        chosen = {int(one) for one in self.cleaned_data["weekdays"]}
        weeks = self.cleaned_data["every"]
        length = (plan.ends_on - plan.begins_on).days + 1
        return [
            on
            for on in (plan.begins_on + timedelta(days=number) for number in range(length))
            if on.weekday() in chosen and ((on - plan.begins_on).days // 7) % weeks == 0
        ]


class DaysForm(forms.Form):
    """The days, one on each line."""

    days = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 12}),
        label="Days on which classes can be held",
        help_text="One on each line, as in 2027-03-02.",
    )

    def __init__(self, *args: Any, plan: YearPlan, **kwargs: Any) -> None:
        """Know the year."""
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_days(self) -> list[date]:
        """Read every line; say which is none, or not in the year."""
        found = sorted({self._day(line) for line in self.cleaned_data["days"].split()})
        if len(found) > MOST_DAYS:
            raise ValidationError(f"{len(found)} days are too many; choose at most {MOST_DAYS}.")
        return found

    def _day(self, line: str) -> date:
        try:
            on = date.fromisoformat(line)
        except ValueError:
            raise ValidationError(f"“{line}” is not a day; expected one as 2027-03-02.") from None
        if not self.plan.begins_on <= on <= self.plan.ends_on:
            raise ValidationError(
                f"{day(on)} is not in the plan’s year, from {day(self.plan.begins_on)} to "
                f"{day(self.plan.ends_on)}."
            )
        return on


class AgainForm(forms.Form):
    """A day that is lost, where, and a day that is won."""

    title = forms.CharField(max_length=160, label="Title of the new plan")
    lost = forms.DateField(
        required=False, widget=DateInput, label="A day that is no longer possible"
    )
    venue = forms.ModelChoiceField(
        Venue.objects.none(), required=False, label="In this venue", empty_label="In every venue"
    )
    gained = forms.DateField(required=False, widget=DateInput, label="A day that is possible now")
    why = forms.CharField(max_length=160, required=False, label="Why, in a few words")

    def __init__(self, *args: Any, plan: YearPlan, **kwargs: Any) -> None:
        """Offer the plan's venues and a title."""
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["title"].initial = f"{plan.title}, changed"[:160]
        venue = self.fields["venue"]
        assert isinstance(venue, forms.ModelChoiceField)
        venue.queryset = Venue.objects.filter(pk__in=plan.venues.values("venue"))

    def clean(self) -> dict[str, Any]:
        """A change changes something, within the year."""
        cleaned = super().clean() or {}
        if not (cleaned.get("lost") or cleaned.get("gained") or self.errors):
            self.add_error("lost", "Name the day that is lost, or one that is won.")
        for name in ("lost", "gained"):
            on = cleaned.get(name)
            if on and not self.plan.begins_on <= on <= self.plan.ends_on:
                self.add_error(name, f"{day(on)} is not in the plan’s year.")
        return cleaned

    def change(self) -> Change:
        """What changes; call it on a valid form."""
        names = ("lost", "venue", "gained", "why")
        return Change(**{name: self.cleaned_data[name] for name in names})


def lines_of(days: Iterator[date] | list[date]) -> str:
    """Days as the form takes them."""
    return "\n".join(f"{on}" for on in days)


def _dollars(label: str, initial: Decimal) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        initial=f"{initial:.2f}",
        widget=MoneyInput,
    )
