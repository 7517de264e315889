"""What a facilitator types while screening, merging and splitting proposals."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from initiatives.models import Proposal, Screening
from initiatives.operations.screening import Findings
from initiatives.questions import SECTIONS
from initiatives.results.screening import Point, label, least_cities
from initiatives.rules import proposals as rules
from initiatives.rules import screening as screening_rules
from initiatives.rules.screening import COPIED

HINTS = {
    Point.COMPLETE: "Every section says what a reader needs in order to weigh it.",
    Point.POWERS: "State law and the charters let the cities do this together.",
    Point.NO_DUPLICATE: "Look at those that say much the same, beside this form.",
    Point.ENOUGH_CITIES: "The lead city counts, and every city that is to take part.",
}


class ScreeningForm(forms.Form):
    """The checklist, what is asked section by section, and the decision with its reason.

    `version` is that of the checklist the page was opened with; a page without it has read none.
    """

    may_wait = True
    """What is needed depends on the decision: nothing is marked as optional."""

    step = forms.ChoiceField(
        label="What happens with it",
        choices=[
            ("accept", "Accept it for evaluation"),
            ("send_back", "Send it back to its authors"),
            ("decline", "Decline it"),
        ],
        widget=forms.RadioSelect,
    )
    reason = Prose(
        label="Reason",
        required=False,
        max_length=2000,
        help_text=(
            "Its authors read it word for word. Needed to decline it, and to send it back unless "
            "a section says what has to change."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        initial: dict[str, Any] | None = None,
        is_saved_only: bool = False,
    ) -> None:
        """Ask every point and every section; with `is_saved_only` no decision is asked for."""
        super().__init__(data, initial=initial)
        self.is_saved_only = is_saved_only
        self.fields["step"].required = not is_saved_only
        for point in Point:
            asked = label(point, least=least_cities())
            self.fields[point.value] = forms.ChoiceField(
                label=asked,
                help_text=HINTS[point],
                choices=Screening.Answer.choices,
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"{point}_note"] = Prose(
                label=f"Note on “{asked}”",
                required=False,
                max_length=1000,
                widget=forms.Textarea({"rows": "2"}),
            )
        for section in SECTIONS.values():
            self.fields[f"section_{section.key}"] = Prose(
                label=section.title,
                required=False,
                max_length=2000,
                widget=forms.Textarea({"rows": "3"}),
            )

    def points(self) -> list[tuple[str, BoundField, BoundField]]:
        """The boxes of the checklist: each point with its note."""
        return [(point.value, self[point.value], self[f"{point}_note"]) for point in Point]

    def sections(self) -> list[BoundField]:
        """The boxes beside the sections."""
        return [self[f"section_{key}"] for key in SECTIONS]

    @property
    def asks_by_section(self) -> bool:
        """Whether something is written beside a section, or wrong with it."""
        return any(field.value() or field.errors for field in self.sections())

    def findings(self) -> Findings:
        """What was typed, once the form is valid."""
        typed = self.cleaned_data
        return Findings(
            answers={point.value: typed[point.value] for point in Point},
            notes={point.value: typed[f"{point}_note"] for point in Point},
            reason=typed["reason"],
            reasons={key: typed[f"section_{key}"] for key in SECTIONS},
        )

    def clean(self) -> dict[str, Any]:
        """Sending back and declining take a reason; accepting, a yes at every point."""
        cleaned = super().clean() or {}
        step = "" if self.is_saved_only else cleaned.get("step", "")
        if step == "accept":
            self._accept(cleaned)
        elif step == "send_back":
            beside = [cleaned.get(f"section_{key}", "") for key in SECTIONS]
            if reason := screening_rules.why_not_return(cleaned.get("reason", ""), beside):
                self.add_error("reason", reason)
        elif step == "decline" and (reason := rules.why_not_without(cleaned.get("reason", ""))):
            self.add_error("reason", reason)
        return cleaned

    def _accept(self, cleaned: dict[str, Any]) -> None:
        for point in Point:
            if against := screening_rules.speaks_against(
                label(point, least=least_cities()), cleaned.get(point.value, "")
            ):
                self.add_error(point.value, f"It cannot be accepted yet. {against}")


def typed_before(screening: Screening) -> dict[str, Any]:
    """What a saved checklist holds, by the form's fields."""
    return {
        **{point.value: screening.answer(point) for point in Point},
        **{f"{point}_note": screening.note(point) for point in Point},
        **{f"section_{key}": text for key, text in screening.reasons.items()},
        "reason": screening.reason,
        "version": screening.version,
    }


class MergeForm(forms.Form):
    """Into which proposal another is merged, and why."""

    into = forms.CharField(
        label="Merge it into",
        max_length=16,
        help_text="The reference of the proposal that goes on, as in EJC-2026-014.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = Prose(
        label="Why they are merged",
        max_length=2000,
        help_text="The authors of both read it word for word.",
    )
    return_too = forms.BooleanField(
        label="Send the other back to its authors in the same act, to work this text in",
        required=False,
    )

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        source: Proposal,
        readable: QuerySet[Proposal],
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Merge one proposal into one of those that this person may read."""
        super().__init__(data, initial=initial)
        self.source = source
        self.readable = readable

    def clean_into(self) -> Proposal:
        """Find the other; one that cannot be read is not there."""
        wanted = self.cleaned_data["into"].strip().upper()
        target = self.readable.filter(reference=wanted).first()
        if target is None:
            raise forms.ValidationError(
                f"There is no proposal {wanted} that you may read. Check the reference."
            )
        if reason := screening_rules.why_not_take_in(target, self.source):
            raise forms.ValidationError(reason)
        return target

    def clean(self) -> dict[str, Any]:
        """Only what was not accepted yet goes back too."""
        cleaned = super().clean() or {}
        target = cleaned.get("into")
        if (
            target
            and cleaned.get("return_too")
            and (reason := screening_rules.why_not_send_back_too(target))
        ):
            self.add_error("return_too", reason)
        return cleaned


class SeparateForm(forms.Form):
    """Why two proposals part again."""

    reason = Prose(
        label="Why they are separated",
        max_length=2000,
        help_text="The authors of both read it word for word.",
    )


class SplitForm(forms.Form):
    """What a new draft is called, and which answers go along."""

    title = forms.CharField(
        label="Title of the new draft",
        max_length=120,
        help_text="What this part is about, in a few words.",
    )
    sections = forms.MultipleChoiceField(
        label="Sections whose answers go along",
        choices=[(key, SECTIONS[key].title) for key in COPIED],
        widget=forms.CheckboxSelectMultiple,
        help_text="They are copied. Nothing is taken away from this proposal.",
    )
    reason = Prose(
        label="Why it is split",
        max_length=2000,
        required=False,
        help_text="The authors read it word for word. Needed to send the proposal back.",
    )
    return_too = forms.BooleanField(
        label="Send this proposal back to its authors in the same act", required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data: MultiValueDict[str, str] | None = None, *, may_return: bool) -> None:
        """Ask whether it goes back only where the person may send it back."""
        super().__init__(data)
        if not may_return:
            del self.fields["return_too"]

    def clean(self) -> dict[str, Any]:
        """Sending back takes a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("return_too") and (
            reason := rules.why_not_without(cleaned.get("reason", ""))
        ):
            self.add_error("reason", reason)
        return cleaned
