"""What a reader found of one required term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from agreements.clauses import Section
from agreements.models import TermCheck
from agreements.results import Finding, FindingState

_ANSWERED = frozenset({FindingState.STANDS, FindingState.NOT_APPLICABLE, FindingState.MISSING})


class CheckForm(forms.Form):
    """One term: whether the text has it, where, or why it does not apply."""

    found = forms.ChoiceField(
        label="What you found",
        required=False,
        choices=TermCheck.Found.choices,
        widget=forms.RadioSelect,
    )
    section = forms.ChoiceField(label="In which section", required=False)
    reason = forms.CharField(
        label="Why, or what to note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    may_wait = True

    def __init__(
        self, data: Mapping[str, Any] | None, *, finding: Finding, sections: Sequence[Section]
    ) -> None:
        """Know the term, what was found of it so far, and the text's sections."""
        super().__init__(data, prefix=finding.term.key, initial=_initial(finding))
        self.finding = finding
        self.sections = {section.digest: section for section in sections}
        self.fields["section"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", "None"),
            *((digest, section.label) for digest, section in self.sections.items()),
        ]
        self.fields["section"].error_messages["invalid_choice"] = (
            "The words of that section have changed since you opened this page. Read it again."
        )

    def clean(self) -> dict[str, Any]:
        """What stands has its section, and what does not apply its reason."""
        cleaned = super().clean() or {}
        found = cleaned.get("found")
        if found == TermCheck.Found.STANDS and not cleaned.get("section"):
            if "section" not in self.errors:
                self.add_error("section", "Choose the section in which it stands.")
        elif found == TermCheck.Found.NOT_APPLICABLE and not cleaned.get("reason"):
            self.add_error("reason", "Say why it does not apply.")
        return cleaned

    @property
    def says_something_new(self) -> bool:
        """Whether a valid form holds an answer that is not on record so."""
        return bool(self.cleaned_data["found"]) and self.has_changed()

    @property
    def chosen_section(self) -> Section | None:
        """The section in which the term stands; call it on a valid form."""
        if self.cleaned_data["found"] != TermCheck.Found.STANDS:
            return None
        return self.sections[self.cleaned_data["section"]]


def _initial(finding: Finding) -> dict[str, str]:
    """What was found, where that still holds; of other terms the section where it may stand."""
    check = finding.check
    return {
        "found": check.found if check and finding.state in _ANSWERED else "",
        "section": finding.section.digest if finding.section else "",
        "reason": check.reason if check else "",
    }
