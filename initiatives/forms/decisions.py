"""What a facilitator types about a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from initiatives.models import Decision, Entry, Proposal
from initiatives.rules import decisions as rules

Outcome = Decision.Outcome
CHOICES = (
    (Outcome.RECOMMENDED, "Recommend: an agreement is drafted from it"),
    (Outcome.DEFERRED, "Defer: it is parked, and can come into a later round"),
    (Outcome.DECLINED, "Decline: nothing more in this round"),
    (Outcome.MERGED, "Merge into another proposal, whose authors take its authors in"),
)
"""What can be decided, and what it does with the release."""


class DecisionForm(forms.Form):
    """The outcome and why; both become public with the release."""

    outcome = forms.ChoiceField(
        label="What becomes of the proposal",
        choices=CHOICES,
        widget=forms.RadioSelect,
        help_text=(
            "Until the round is released only facilitators read it, and nothing moves. Later it "
            "is changed only by another decision, which shows this one struck out."
        ),
    )
    merge_into = forms.CharField(
        label="Merge it into",
        max_length=16,
        required=False,
        help_text=(
            "Only where it is merged: the reference of another proposal of this round, or of one "
            "that is accepted for evaluation, as in EJC-2026-014."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    rationale = Prose(
        label="Why",
        max_length=5000,
        help_text=(
            "The reasons given at the meeting, also where they depart from the ranking. "
            "Everybody will read this after the release."
        ),
    )

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        entry: Entry,
        readable: QuerySet[Proposal],
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Decide about an entry; what it may be merged into is among the `readable`."""
        super().__init__(data, initial=initial)
        self.entry = entry
        self.readable = readable

    def clean_merge_into(self) -> Proposal | None:
        """Find the other; one that cannot be read is not there."""
        wanted = self.cleaned_data["merge_into"].strip().upper()
        if not wanted:
            return None
        target = self.readable.filter(reference=wanted).first()
        if target is None:
            raise forms.ValidationError(
                f"There is no proposal {wanted} that you may read. Check the reference."
            )
        return target

    def clean(self) -> dict[str, Any]:
        """The outcome fits what is decided of the others."""
        cleaned = super().clean() or {}
        if {"outcome", "rationale", "merge_into"} <= set(cleaned):
            refused = rules.why_not_word(
                self.entry,
                cleaned["outcome"],
                cleaned["rationale"],
                merge_into=cleaned["merge_into"],
            )
            if refused:
                self.add_error(_concerned(cleaned), refused)
        return cleaned


class LaterDecisionForm(DecisionForm):
    """A decision that takes the place of an earlier one, and why."""

    because = Prose(
        label="Why the decision is changed",
        max_length=2000,
        help_text="Stands beside the earlier decision, which stays to be read, struck out.",
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
    """The number of the decision that the person saw."""

    field_order = ("because", "outcome", "merge_into", "rationale")


def _concerned(cleaned: dict[str, Any]) -> str:
    """The field that is to be mended: the reference where there is a question of merging."""
    merges = cleaned["outcome"] == Outcome.MERGED or cleaned["merge_into"] is not None
    return "merge_into" if merges else "outcome"
