"""What an evaluator types before any text opens: conflicts title by title, wishes, expertise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from collaborative.forms import Prose
from initiatives.models import Declaration, Entry, Proposal, Wish
from initiatives.operations.declaring import Word
from initiatives.rules.reviews import why_not_without

NONE, CONFLICT = "none", "conflict"
LIKE, NOT_LIKE, NEITHER = "like", "not", ""
REASON = Declaration._meta.get_field("reason").max_length


@dataclass(frozen=True, slots=True)
class Title:
    """One title of the form; without boxes where a conflict stands."""

    entry: Entry
    said: Declaration | None
    ties: Collection[str]
    conflict: BoundField | None = None
    reason: BoundField | None = None
    wish: BoundField | None = None


class TitlesForm(forms.Form):
    """A question for each title on the page. What is left open is asked again another time."""

    may_wait = True
    """Nothing is marked as optional: every title waits for its answer."""

    def __init__(
        self,
        *args: Any,
        entries: Collection[Entry],
        said: Mapping[int, Declaration],
        wishes: Mapping[int, Wish] | None,
        **kwargs: Any,
    ) -> None:
        """Ask about each entry without a conflict; about wishes, unless `wishes` is None."""
        super().__init__(*args, **kwargs)
        self.entries, self.said = entries, said
        self.open = [e for e in entries if not (e.pk in said and said[e.pk].is_conflict)]
        for entry in self.open:
            self._ask(entry)
            if wishes is not None:
                self.fields[f"wish_{entry.pk}"] = _wish(wishes.get(entry.pk))

    def clean(self) -> dict[str, Any]:
        """A conflict has its reason."""
        cleaned = super().clean() or {}
        for entry in self.open:
            name = f"reason_{entry.pk}"
            is_conflict = cleaned.get(f"conflict_{entry.pk}") == CONFLICT and name in cleaned
            if is_conflict and (sentence := why_not_without(cleaned[name])):
                self.add_error(name, f"{entry.proposal.reference}: {sentence}")
        return cleaned

    def words(self) -> dict[int, Word]:
        """Return what was said, by key of the entry; only of a valid form."""
        return {entry.pk: self._word(entry.pk) for entry in self.open}

    def titles(self, ties: Mapping[int, Collection[str]]) -> Iterator[Title]:
        """Yield every title with its boxes and with what ties the evaluator to it."""
        asked = {entry.pk for entry in self.open}
        for entry in self.entries:
            title = entry, self.said.get(entry.pk), ties.get(entry.pk, ())
            if entry.pk not in asked:
                yield Title(*title)
                continue
            wish = f"wish_{entry.pk}"
            yield Title(
                *title,
                self[f"conflict_{entry.pk}"],
                self[f"reason_{entry.pk}"],
                self[wish] if wish in self.fields else None,
            )

    def _ask(self, entry: Entry) -> None:
        self.fields[f"conflict_{entry.pk}"] = forms.ChoiceField(
            label=f"Do you have a conflict of interest in {entry.proposal.reference}?",
            choices=[(NONE, "No conflict"), (CONFLICT, "Conflict: I do not review it")],
            widget=forms.RadioSelect,
            required=False,
            initial=NONE if entry.pk in self.said else None,
        )
        self.fields[f"reason_{entry.pk}"] = Prose(
            label="If there is a conflict, what is it?",
            required=False,
            max_length=REASON,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _word(self, key: int) -> Word:
        said = self.cleaned_data.get(f"conflict_{key}")
        wish = self.cleaned_data.get(f"wish_{key}")
        return Word(
            is_conflict=said == CONFLICT if said else None,
            reason=self.cleaned_data[f"reason_{key}"],
            would_like=wish == LIKE if wish else None,
        )


def _wish(wish: Wish | None) -> forms.ChoiceField:
    initial = NEITHER if wish is None else LIKE if wish.would_like else NOT_LIKE
    return forms.ChoiceField(
        label="Would you like to review it?",
        choices=[
            (NEITHER, "I do not mind"),
            (LIKE, "I would like to"),
            (NOT_LIKE, "I would rather not"),
        ],
        required=False,
        initial=initial,
    )


class ExpertiseForm(forms.Form):
    """The kinds of service that an evaluator knows."""

    kinds = forms.MultipleChoiceField(
        label="Which kinds of service do you know from your work?",
        choices=Proposal.Category,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "Proposals of these kinds come to you first, as far as everybody’s load allows. Tick "
            "none if you would review any of them alike."
        ),
    )
