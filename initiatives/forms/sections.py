"""What authors type: one section of a proposal at a time. Nothing typed is ever refused."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from cities.models import City
from collaborative.forms import MoneyInput, Prose
from collaborative.wording import words_in
from initiatives.models import Proposal
from initiatives.questions import (
    TICKED,
    Kind,
    Question,
    Section,
    Text,
    first_year_cost,
    first_year_saving,
    key_for,
    questions_in,
    tidied,
    unreadable,
    wanted,
)
from initiatives.results.kept import Waiting
from initiatives.results.proposals import Names, keys_in

LAST_VERSION = 2**31 - 1
"""The highest version that the database counts to; a page that names more has read nothing."""


class AnswerBox(BoundField):
    """A question's box; one for running text says under itself how long answers usually are."""

    torn: Waiting | None = None
    """Where two texts wait for the writer: what stands, beside what is in the box."""

    @property
    def usual_words(self) -> str:
        """How many words are usual; empty where nobody counts."""
        return str(self.field.widget.attrs.get("data-usual-words", ""))

    @property
    def counted(self) -> str:
        """How many words there are, and how many are usual, where somebody counts."""
        return words_in(str(self.value() or ""), usual=int(self.usual_words or 0))

    @property
    def counter_id(self) -> str:
        """The id of the element that counts."""
        return f"{self.auto_id}_count"

    @property
    def aria_describedby(self) -> str | None:
        """Name the hint, what is wrong, and the counter."""
        named = super().aria_describedby
        return f"{named} {self.counter_id}".strip() if self.usual_words else named


@dataclass(frozen=True, slots=True)
class CityBoxes:
    """One city's part of a section: folded away where the writer has no reason to look first."""

    city: City
    fields: list[BoundField]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts that are added up: what they are, their boxes, and the sum of the first year."""

    key: str
    title: str
    fields: list[BoundField]
    total: Decimal | None


class SectionForm(forms.Form):
    """The questions of one section.

    What is typed is saved as it is typed; `point_out` says beside each answer what keeps it from
    being sent in. `base` is the version of the text that the page was opened with.
    """

    may_wait = True
    """The answers are needed, though not yet: nothing is marked as optional."""

    bound_field_class = AnswerBox
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LAST_VERSION)

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        section: Section,
        names: Names,
        text: Text,
        base: int,
    ) -> None:
        """Ask a section's questions; `text` is what was answered so far."""
        super().__init__(data, initial={**text, "wanted": wanted(text), "base": base})
        self.section = section
        self.names = names
        for name, field in self._asked():
            self.fields[name] = field

    @classmethod
    def sent(
        cls, data: MultiValueDict[str, str], section: Section, names: Names, proposal: Proposal
    ) -> SectionForm:
        """Read what a section's page sent; nothing of it is refused."""
        form = cls(data, section=section, names=names, text=proposal.draft, base=proposal.version)
        form.is_valid()
        return form

    @property
    def base_read(self) -> int:
        """The version that the page had read; one that does not say has read nothing."""
        return int(self.cleaned_data.get("base", 0))

    def _asked(self) -> Iterator[tuple[str, forms.Field]]:
        questions = questions_in(self.section.key)
        for question in questions:
            if question.key == "wanted":
                yield "wanted", self._wanted(question)
            elif not question.is_per_city:
                yield question.key, self._field(question, self.names.lead)
        for city in [self.names.lead, *self.names.others]:
            for question in questions:
                if question.is_per_city and question.key != "wanted":
                    yield key_for(question, city.slug), self._field(question, city)

    def _field(self, question: Question, city: City) -> forms.Field:
        field = self._box(question)
        field.label = question.words.format(city=city)
        field.help_text = question.hint.format(city=city)
        field.validators = []  # nothing typed is refused, not even a stray NUL
        return field

    def _box(self, question: Question) -> forms.Field:
        match question.kind:
            case Kind.PROSE:
                attrs = {"data-prose": "", "data-usual-words": str(question.usual)}
                return Prose(required=False, widget=forms.Textarea(attrs=attrs))
            case Kind.AMOUNT:
                return forms.CharField(required=False, widget=MoneyInput)
            case Kind.CHOICE:
                return forms.ChoiceField(required=False, choices=self._choices(question))
            case Kind.NUMBER:
                box = forms.TextInput(attrs={"inputmode": "decimal"})
                return forms.CharField(required=False, widget=box)
            case _:
                return forms.CharField(required=False)

    def _choices(self, question: Question) -> list[tuple[str, str]]:
        if question.key == "category":
            return [("", "Choose one"), *Proposal.Category.choices]
        return [("", "Choose one"), *self.names.departments.items()]

    def _wanted(self, question: Question) -> forms.Field:
        return forms.MultipleChoiceField(
            label=question.words,
            help_text=question.hint,
            choices=[(city.slug, str(city)) for city in self.names.others],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def typed(self) -> dict[str, str]:
        """Return what was typed, by the answers' keys, once the form is read.

        What the page did not send was not typed: a script sends the boxes that changed. Boxes to
        tick say that they were asked (`asked`), since one that is not ticked sends nothing.
        """
        answers = {
            key: self.cleaned_data[key]
            for key in keys_in(self.section, self.names)
            if key in self.data and key in self.cleaned_data
        }
        if "wanted" in self.cleaned_data and {"wanted", "asked"} & set(self.data):
            ticked = set(self.cleaned_data["wanted"])
            answers |= {
                f"wanted__{city.slug}": TICKED if city.slug in ticked else ""
                for city in self.names.others
            }
        return tidied(answers)

    def point_out(self) -> None:
        """Say beside each answer what keeps it from being sent in."""
        for key, typed in self.typed().items():
            if key in self.fields and (wrong := unreadable(key, typed)):
                self.add_error(key, wrong)

    def over(self, text: Text, version: int) -> SectionForm:
        """Return the form as it was sent, over the text that was made of it, and point out.

        Other people's answers are in that text as well: whoever puts right what is pointed out
        and sends the page again changes nothing else.
        """
        assert isinstance(self.data, MultiValueDict)
        data = MultiValueDict(dict(self.data.lists()))
        data["base"] = str(version)
        for key in keys_in(self.section, self.names):
            if key not in self.errors:  # what was refused, as a choice that is none, stays to see
                data[key] = text.get(key, "")
        if "wanted" in self.cleaned_data:
            data.setlist("wanted", wanted(text))
        form = SectionForm(data, section=self.section, names=self.names, text=text, base=version)
        form.is_valid()
        form.point_out()
        return form

    def by_city(self) -> list[tuple[City, list[BoundField]]]:
        """The fields of a section that asks each city, city by city; the lead first."""
        per_city = [question for question in questions_in(self.section.key) if question.is_per_city]
        return [
            (city, [self[key_for(question, city.slug)] for question in per_city])
            for city in [self.names.lead, *self.names.others]
        ]

    def tear(self, waiting: Iterable[Waiting]) -> None:
        """Show beside their boxes what stands, for the writer to choose.

        A box to tick is never among them: of two answers, two people cannot give three.
        """
        for one in waiting:
            box = self[one.key]
            if isinstance(box, AnswerBox):
                box.torn = one

    def for_writer(self, own: Collection[str]) -> list[CityBoxes]:
        """The fields city by city, the writer's own (by slug) first.

        A city that the writer does not speak for and nobody has answered for is folded away; the
        lead's answers are needed, and what is wrong must be seen.
        """
        rows = [
            CityBoxes(
                city,
                fields,
                is_folded=city.slug not in own
                and city != self.names.lead
                and not any(field.value() or field.errors for field in fields),
            )
            for city, fields in self.by_city()
        ]
        return sorted(rows, key=lambda row: row.city.slug not in own)

    def figures(self, text: Text) -> list[Figures]:
        """The amounts, costs and savings apart, with the first year's sums of a text."""
        return [
            Figures(kind, title, [self[key] for key in self.fields if f"_{kind}_" in key], total)
            for kind, title, total in (
                ("cost", "Costs", first_year_cost(text)),
                ("saving", "Savings", first_year_saving(text)),
            )
        ]


class StartForm(forms.Form):
    """A proposal that is not there yet; its key is worth one draft, however often it is sent."""

    title = forms.CharField(
        label="Title",
        help_text="What is to be shared, in a few words. You can change it later.",
        max_length=120,
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
