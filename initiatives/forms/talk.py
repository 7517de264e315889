"""What people say about a proposal, to whom, and whom they name."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from collaborative.forms import Prose
from collaborative.models import User
from initiatives.models import Audience, Comment
from initiatives.questions import SECTIONS
from initiatives.results.talk import Company, Member
from initiatives.rules import talk as rules

LONGEST = 5000
WHOLE = "whole"
"""How the address of a list says that a comment is about no section of its own."""

ABOUT = [("", "The whole proposal"), *((key, one.title) for key, one in SECTIONS.items())]


class WordsForm(forms.Form):
    """The words of a comment, and whom else to tell of it.

    `company` is everybody in office; `audiences` are those to which the comment may be said: one,
    where that is settled already. `people` are those whom it names, once the form is valid.
    """

    text = Prose(
        label="Comment",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=(
            "To name somebody, write @ and the full name, as in @Liaison, Raytown. Whoever is "
            "named gets a letter at once, if the person reads this."
        ),
    )
    tell = forms.MultipleChoiceField(
        label="Tell also",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        *,
        company: Company,
        audiences: Collection[Audience],
        me: User,
        **more: Any,
    ) -> None:
        """Offer everybody who belongs to one of the audiences, but the writer."""
        super().__init__(data, **more)
        self.company = company
        self.audiences = audiences
        self.offered = company.readers(*audiences, but=me)
        self.people: list[User] = []
        tell = self.fields["tell"]
        assert isinstance(tell, forms.MultipleChoiceField)
        tell.choices = list(_by_circle(self.offered))
        if not self.offered:
            del self.fields["tell"]

    def clean(self) -> dict[str, Any]:
        """Find whom the comment names; refuse whoever does not read it."""
        cleaned = super().clean() or {}
        audience = self.said_to()
        if audience is None or "text" not in cleaned:
            return cleaned
        ticked = set(cleaned.get("tell", ()))
        told = [one.person for one in self.offered if str(one.person.pk) in ticked]
        named = [one.person for one in self.company.named_in(cleaned["text"])]
        for field, people in (("tell", told), ("text", named)):
            strangers = self.company.strangers(people, audience)
            if reason := rules.why_not_mention(strangers, audience):
                self.add_error(field, reason)
        self.people = list({person.pk: person for person in [*told, *named]}.values())
        return cleaned

    def said_to(self) -> Audience | None:
        """To whom it is said; None while nobody has chosen."""
        (only,) = self.audiences
        return only


def _by_circle(members: Collection[Member]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Group people by the side on which they read."""
    for label, audience in (
        ("On the authors’ side", Audience.AUTHORS),
        ("Facilitators", Audience.FACILITATORS),
        ("Others of the cities’ staff", Audience.STAFF),
    ):
        of_it = [one for one in members if audience in one.audiences]
        if audience == Audience.STAFF:
            of_it = [one for one in of_it if Audience.AUTHORS not in one.audiences]
        if of_it:
            yield label, [(str(one.person.pk), one.label) for one in of_it]


class AnswerForm(WordsForm):
    """Words that are new; their key is worth one comment, however often the form is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class CommentForm(AnswerForm):
    """A comment that begins a thread: about what, and who reads it.

    Nobody is chosen beforehand: to whom it is said is the writer's to decide, and stays so.
    """

    section = forms.ChoiceField(label="What it is about", required=False, choices=ABOUT)
    audience = forms.TypedChoiceField(
        label="Who reads it",
        help_text="This cannot be changed later.",
        coerce=Audience,
        widget=forms.RadioSelect,
        error_messages={"required": "Who reads it: choose one."},
    )
    field_order = ("audience", "section", "text", "tell", "key")

    def __init__(self, *args: Any, author: User, **more: Any) -> None:
        """Offer the audiences to which the writer belongs, in words."""
        super().__init__(*args, **more)
        choice = self.fields["audience"]
        assert isinstance(choice, forms.TypedChoiceField)
        asks = Audience.AUTHORS in self.audiences
        choice.choices = [
            (one.value, who_reads(one, author=author, asks=asks))
            for one in Audience
            if one in self.audiences
        ]
        if len(self.audiences) == 1:
            choice.initial = choice.choices[0][0]
        about = self.fields["section"]
        assert isinstance(about, forms.ChoiceField)
        self.may_wait = True  # the whole proposal is an answer too

    def said_to(self) -> Audience | None:
        """What was chosen."""
        chosen: Audience | None = self.cleaned_data.get("audience")
        return chosen


def who_reads(audience: Audience, *, author: User, asks: bool) -> str:
    """Say who reads a comment to an audience; `asks` to somebody on the authors' side."""
    match audience:
        case Audience.AUTHORS:
            return (
                f"The authors: {author}, and the colleagues invited to write it or to comment on "
                "it. Not those invited to read it only."
            )
        case Audience.STAFF:
            return (
                "Cities’ staff: everybody in office in a member city who may read this proposal, "
                "now or later, and its authors. No evaluator of it, and not the facilitators."
            )
        case Audience.BETWEEN if asks:
            return (
                "The facilitators: a question to the Mid-America Regional Council. They get a "
                "letter and answer here; all authors read both."
            )
        case Audience.BETWEEN:
            return (
                "The authors: a question to them. They get a letter and answer here; all "
                "facilitators read both."
            )
        case _:
            return "The facilitators alone. Its authors and the cities do not read it."


class EditForm(WordsForm):
    """A comment worded anew; `number` is the wording that was read."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TalkFilterForm(forms.Form):
    """Which threads to list."""

    section = forms.ChoiceField(
        label="About",
        required=False,
        choices=[("", "Everything"), (WHOLE, "The whole proposal"), *ABOUT[1:]],
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Open and resolved"), ("open", "Open"), ("resolved", "Resolved")],
    )
    audience = forms.ChoiceField(label="Who reads it", required=False)

    def __init__(self, data: MultiValueDict[str, str], *, audiences: Collection[Audience]) -> None:
        """Offer the audiences to which the reader belongs."""
        super().__init__(data, auto_id="filter_%s")
        choice = self.fields["audience"]
        assert isinstance(choice, forms.ChoiceField)
        own = [(one.value, one.label) for one in Audience if one in audiences]
        choice.choices = [("", "Any of your readers"), *own]

    def terms(self) -> dict[str, Any]:
        """Return what to filter threads by; nothing of what cannot be read."""
        chosen = self.cleaned_data if self.is_valid() else {}
        terms: dict[str, Any] = {}
        if section := chosen.get("section"):
            terms["section"] = "" if section == WHOLE else section
        if state := chosen.get("state"):
            terms["resolved_at__isnull"] = state == "open"
        if audience := chosen.get("audience"):
            terms["audience"] = audience
        return terms


def also_told(said: Comment, company: Company) -> list[str]:
    """The keys of those whom the newest wording names without an @ in its text."""
    in_text = {one.person.pk for one in company.named_in(said.wording.text)}
    named = {mention.person_id for mention in said.wording.mentions.all()}
    return [str(key) for key in sorted(named - in_text)]
