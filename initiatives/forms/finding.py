"""What somebody asks of the list of proposals: words, filters, an order, a place to go on from.

All of it stands in the address, which is what a bookmark keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.datastructures import MultiValueDict

from cities.models import City
from collaborative import wording
from collaborative.forms import DateInput
from collaborative.models import Actor
from collaborative.roles import CITY_ROLES
from initiatives.models import Proposal, Round
from initiatives.models.ordering import BEST, LATEST, ORDERS, NoSuchPlace, Order, Place

ANY = ("", "Any")
LONGEST = 200
"""Characters of a search."""
MOVES = ("after", "before")
"""What leads from one page to the next, and is no filter."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that was asked for: what, in words, and the address's query without it."""

    label: str
    value: str
    rest: str

    @property
    def words(self) -> str:
        """Both together, as in "Lead city: Raytown"."""
        return f"{self.label}: {self.value}" if self.value else self.label


class FindForm(forms.Form):
    """Which proposals to list, and in which order."""

    may_wait = True
    """Nothing has to be chosen: nothing is marked as optional."""

    q = forms.CharField(
        label="Words",
        max_length=LONGEST,
        required=False,
        help_text=(
            "Or a reference, such as EJC-2026-014 or 2026-014. “road salt” in quotation marks "
            "stands together, -salt leaves a word out, or finds either. The last word may be a "
            "beginning."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
    )
    state = forms.MultipleChoiceField(
        label="State",
        required=False,
        choices=Proposal.State.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    city = forms.ChoiceField(label="Lead city", required=False)
    wanted = forms.ChoiceField(
        label="Wants the city",
        required=False,
        help_text="Of proposals whose text you may read.",
    )
    category = forms.ChoiceField(
        label="Kind of service", required=False, choices=[ANY, *Proposal.Category.choices]
    )
    round = forms.ChoiceField(label="Round", required=False)
    sent_from = forms.DateField(label="Sent in from", required=False, widget=DateInput)
    sent_to = forms.DateField(label="Sent in until", required=False, widget=DateInput)
    mine = forms.BooleanField(label="Mine: I wrote it or was invited", required=False)
    needs = forms.BooleanField(label="Waits for my city", required=False)
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[
            ("", "Best match, else latest change"),
            *((order.key, order.words) for order in ORDERS.values()),
        ],
    )
    after = forms.CharField(required=False, widget=forms.HiddenInput)
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: MultiValueDict[str, str], *, actor: Actor) -> None:
        """Offer the cities, and the rounds that somebody may see. Two queries."""
        super().__init__(data)
        self.asked = data
        self.actor = actor
        cities = [(city.slug, city.name) for city in City.objects.order_by("name")]
        rounds = Round.objects.visible_to(actor).values_list("slug", "title")
        self._offer("city", cities)
        self._offer("wanted", cities)
        self._offer("round", rounds)

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ANY, *choices]

    @property
    def is_in_office(self) -> bool:
        """Whether there may be something of one's own."""
        return bool(self.actor.offices)

    @property
    def is_of_a_city(self) -> bool:
        """Whether something may wait for the own city."""
        return any(held.role in CITY_ROLES for held in self.actor.offices)

    def clean_q(self) -> str:
        """Take the words as they are typed, on one line."""
        return " ".join(self.cleaned_data["q"].split())

    def clean(self) -> dict[str, Any]:
        """Dates stand the right way round, and a place is one of this order."""
        cleaned = super().clean() or {}
        sent_from, sent_to = cleaned.get("sent_from"), cleaned.get("sent_to")
        if sent_from and sent_to and sent_to < sent_from:
            self.add_error("sent_to", "The second date comes before the first.")
        for name in MOVES:
            cleaned[name] = self._place(cleaned[name]) if cleaned.get(name) else None
        return cleaned

    def _place(self, text: str) -> Place | None:
        try:
            return Place.read(text, self._order(self.cleaned_data))
        except NoSuchPlace:
            self.add_error(
                None,
                "The address names a place that is not in this order of the list. The list is "
                "shown from its beginning.",
            )
        return None

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What was chosen: nothing at all where one of the values is refused."""
        return dict(self.cleaned_data) if self.is_valid() else {}

    @property
    def words(self) -> str:
        """The words to find."""
        return str(self.chosen.get("q", ""))

    @property
    def hint(self) -> str:
        """What to do when nothing fits."""
        if self.words:
            return "Leave out a word or a filter. Words such as “the” and “of” are not searched."
        return "Leave out one of the filters."

    @property
    def is_by_saving(self) -> bool:
        """Whether the order is that of the savings, which are then to be seen."""
        return self.order.key in {"saving", "-saving"}

    @property
    def order_in_words(self) -> str:
        """The order, as the table's caption says it."""
        return f"{self.order.words}. The date beside the state is that of the latest change."

    @property
    def order(self) -> Order:
        """The order that was chosen, or the one that fits what was asked."""
        return self._order(self.chosen)

    @staticmethod
    def _order(chosen: dict[str, Any]) -> Order:
        usual = BEST if chosen.get("q") else LATEST
        return ORDERS.get(chosen.get("sort", ""), usual)

    @cached_property
    def canonical(self) -> dict[str, list[str]]:
        """What was asked, without what is empty and what is unknown, in one order."""
        said = {
            name: [value for value in self.asked.getlist(name) if value.strip()]
            for name in self.fields
        }
        return {name: values for name, values in said.items() if values}

    @property
    def full_query(self) -> str:
        """The address's query as it should be, with its page."""
        return urlencode(self.canonical, doseq=True)

    @property
    def is_canonical(self) -> bool:
        """Whether the address says what it says in the one way to say it."""
        return list(self.asked.lists()) == list(self.canonical.items())

    def query(self, **changes: object) -> str:
        """The address's query with changes, from the first page on unless one names a place.

        A list stands for several values, and nothing at all takes the name out.
        """
        said = {name: values for name, values in self.canonical.items() if name not in MOVES}
        return urlencode({**said, **changes}, doseq=True)

    @cached_property
    def filters(self) -> list[Filter]:
        """What was asked for, each with a way to take it back; the order is no filter."""
        return list(self._filters())

    def _filters(self) -> Iterator[Filter]:
        for name in self.fields:
            value = self.chosen.get(name)
            if not value or name in {"sort", *MOVES}:
                continue
            if name != "state":
                yield self._filter(name, value)
                continue
            for state in value:
                others = [each for each in value if each != state]
                yield Filter("State", Proposal.State(state).label, self.query(state=others))

    def _filter(self, name: str, value: Any) -> Filter:
        field, rest = self.fields[name], self.query(**{name: []})
        label = str(field.label)
        if isinstance(field, forms.BooleanField):
            return Filter(label, "", rest)
        if isinstance(field, forms.DateField):
            return Filter(label, wording.day(value), rest)
        if isinstance(field, forms.ChoiceField):
            return Filter(label, str(dict(field.choices)[value]), rest)  # type: ignore[arg-type]
        return Filter(label, str(value), rest)
