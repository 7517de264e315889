"""Writing how long an agreement holds, and a party's notice that it leaves."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from agreements.forms.papers import EntryForm, said_of
from agreements.models import Act, Party, Term, Withdrawal
from agreements.models.terms import LONGEST
from agreements.operations.terms import Notice
from agreements.terms import LEAST_PARTIES
from collaborative.forms import DateInput, WholeNumberInput

MONTHS = [("", "Not said"), *((n, calendar.month_name[n]) for n in range(1, 13))]
NUMBERS = (
    "months", "renewal_months", "notice_opens", "notice_closes", "leave_days", "least",
    "review_day",
)  # fmt: skip
LAST_YEAR = 2200
LEAP_YEAR = 2024


class TermForm(forms.ModelForm[Term]):
    """What the text says of its own duration. Blank means that it does not say."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Term
        fields = (
            "effective", "effective_on", "expires_on", "months", "renewal", "renewal_months",
            "notice_opens", "notice_closes", "leave_days", "departure", "least", "review_month",
            "review_day",
        )  # fmt: skip
        labels = {
            "effective": "Takes effect",
            "effective_on": "The fixed day",
            "expires_on": "Last day",
            "months": "Or length, in months",
            "renewal": "At its end",
            "renewal_months": "Renewed for so many months",
            "notice_opens": "Notice from so many days before the end",
            "notice_closes": "Notice until so many days before the end",
            "leave_days": "A party leaves so many days after its notice",
            "departure": "When a party leaves",
            "least": "Fewest parties",
            "review_month": "Yearly review: month",
            "review_day": "Yearly review: day",
        }
        help_texts = {
            "effective_on": "Only when it takes effect on a fixed day.",
            "expires_on": "Leave it blank when the text names a length, or no end.",
            "months": "36 for three years. It ends on the day before the same day of the month.",
            "renewal_months": "Only when it is renewed unless notice is given.",
            "notice_opens": "Days before the last day. Leave it blank when notice is never early.",
            "notice_closes": "Days before the last day. Leave it blank when no notice is asked.",
            "leave_days": "Leave it blank when no party may leave before the end.",
            "least": "Only when it ends with fewer parties than these.",
        }
        widgets = {
            "effective_on": DateInput,
            "expires_on": DateInput,
            "review_month": forms.Select(choices=MONTHS),
            **dict.fromkeys(NUMBERS, WholeNumberInput),
        }

    def clean(self) -> dict[str, Any]:
        """What belongs together is there together."""
        cleaned = super().clean() or {}
        for name, sentence in _faults(cleaned):
            if name not in self.errors:
                self.add_error(name, sentence)
        return cleaned


Fault = tuple[bool, str, str]
"""Whether something is wrong, the field it is about, and the sentence."""


def _faults(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is missing, too much, or out of order, by the field it is about."""
    cases = [*_of_the_beginning(said), *_of_the_end(said), *_of_notice(said), *_of_review(said)]
    for is_wrong, name, sentence in cases:
        if is_wrong:
            yield name, sentence


def _of_the_beginning(said: Mapping[str, Any]) -> list[Fault]:
    is_fixed = said.get("effective") == Term.Effective.FIXED
    on, last = said.get("effective_on"), said.get("expires_on")
    return [
        (is_fixed and not on, "effective_on", "Enter the day on which it takes effect."),
        (
            bool(on and said.get("effective") and not is_fixed),
            "effective_on",
            "Leave this blank: it does not take effect on a fixed day.",
        ),
        (_is_far(on), "effective_on", f"Enter a day before the year {LAST_YEAR + 1}."),
        (_is_far(last), "expires_on", f"Enter a day before the year {LAST_YEAR + 1}."),
        (
            bool(on and last and last < on),
            "expires_on",
            "The last day is before the day on which it takes effect.",
        ),
    ]


def _is_far(on: date | None) -> bool:
    return on is not None and on.year > LAST_YEAR


def _of_the_end(said: Mapping[str, Any]) -> list[Fault]:
    length, last = said.get("months"), said.get("expires_on")
    renewal, again = said.get("renewal"), said.get("renewal_months")
    is_renewed = renewal == Term.Renewal.AUTOMATIC
    goes_on = renewal in {Term.Renewal.AUTOMATIC, Term.Renewal.NEW_ACTS}
    range_ = f"Enter a number of months from 1 to {LONGEST}."
    return [
        (bool(last and length), "months", "Enter the last day or the length, not both."),
        (length is not None and not 1 <= length <= LONGEST, "months", range_),
        (again is not None and not 1 <= again <= LONGEST, "renewal_months", range_),
        (
            is_renewed and again is None,
            "renewal_months",
            "Enter for how many months it is renewed each time.",
        ),
        (
            not is_renewed and again is not None,
            "renewal_months",
            "Leave this blank: it is not renewed by itself.",
        ),
        (
            goes_on and not last and not length,
            "renewal",
            "Enter its last day or its length first; without, it never ends.",
        ),
    ]


def _of_notice(said: Mapping[str, Any]) -> list[Fault]:
    opens, closes = said.get("notice_opens"), said.get("notice_closes")
    below, least = said.get("departure") == Term.Departure.ENDS_BELOW, said.get("least")
    return [
        (
            opens is not None and (closes is None or opens < closes),
            "notice_opens",
            "Enter until when as well; from is the larger number.",
        ),
        (
            below and (least is None or least < LEAST_PARTIES),
            "least",
            "Enter the fewest parties with which it goes on, 2 or more.",
        ),
        (
            not below and least is not None,
            "least",
            "Leave this blank: the number of parties does not end it.",
        ),
    ]


def _of_review(said: Mapping[str, Any]) -> list[Fault]:
    month, number = said.get("review_month"), said.get("review_day")
    longest = calendar.monthrange(LEAP_YEAR, month)[1] if month is not None else 0
    return [
        (
            (month is None) != (number is None),
            "review_day",
            "Enter both month and day of the review, or neither.",
        ),
        (
            month is not None and number is not None and not 1 <= number <= longest,
            "review_day",
            "That month has no such day.",
        ),
    ]


class NoticeForm(EntryForm):
    """A party's notice, as its own record has it."""

    class Meta:
        model = Withdrawal
        fields = ("kind", "given_on", "reason", "act", "authority")
        labels = {
            "kind": "What the notice says",
            "given_on": "Notice given on",
            "reason": "Reason",
            "act": "Act by which it was given",
            "authority": "Authority, as the notice has it",
        }
        help_texts = {
            "given_on": "The first day without the party follows from the terms.",
            "reason": "Everybody who may read the agreement reads it.",
            "act": "Of this party’s council, on record here.",
            "authority": "When the notice names another act or resolution.",
        }
        widgets = {
            "given_on": DateInput,
            "kind": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ("kind", "given_on", "reason", "act", "authority", "because", "corrects")

    def __init__(self, *args: Any, party: Party, term: Term, **kwargs: Any) -> None:
        """Know who leaves, and what the terms allow."""
        super().__init__(*args, **kwargs)
        kinds = []
        if term.leave_days is not None:
            kinds.append(Withdrawal.Kind.LEAVES)
        if term.renewal == Term.Renewal.AUTOMATIC:
            kinds.append(Withdrawal.Kind.NOT_RENEWED)
        choice = self.fields["kind"]
        choice.choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined] # a ChoiceField
        if len(kinds) == 1:
            choice.initial = kinds[0].value
        acts = Act.objects.filter(party=party, corrected_by=None).order_by("-acted_on", "pk")
        self.fields["act"].queryset = acts  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["act"].label_from_instance = said_of  # type: ignore[attr-defined] # likewise
        for name in ("given_on", "reason"):
            self.fields[name].required = not self.is_correction
        if self.is_correction:
            self.fields[
                "given_on"
            ].help_text = "Leave day, reason and authority blank when it was no notice after all."

    def clean_given_on(self) -> date | None:
        """No notice was given tomorrow."""
        return self.past(self.cleaned_data["given_on"])

    def clean(self) -> dict[str, Any]:
        """A notice has its day and its reason, or is none."""
        cleaned = super().clean() or {}
        given_on, reason = cleaned.get("given_on"), cleaned.get("reason")
        beside = reason or cleaned.get("act") or cleaned.get("authority")
        if beside and not given_on and "given_on" not in self.errors:
            self.add_error("given_on", "Enter the day, or leave all of it blank.")
        if given_on and not reason and "reason" not in self.errors:
            self.add_error("reason", "Enter the reason that the notice gives.")
        return cleaned

    def notice(self) -> Notice:
        """The notice as the operations take it; call it on a valid form."""
        cleaned: Mapping[str, Any] = self.cleaned_data
        return Notice(
            kind=cleaned["kind"],
            given_on=cleaned["given_on"],
            reason=cleaned["reason"],
            act=cleaned["act"],
            authority=cleaned["authority"],
        )
