"""The wording of notices: a language of named fields, and nothing else, and the portal's own words.

A field is a name in braces. What a field stands for is put in as it is and never read again, so
nothing that somebody wrote in a proposal or a rationale is taken for a field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from initiatives.models import Decision
from notifications.models.notices import Readers

Outcome = Decision.Outcome
FIELD = re.compile(r"\{([^{}]*)\}")
NEAR = 12
"""How much of the text around a stray brace is shown."""

OF_A_PROPOSAL: Mapping[str, str] = MappingProxyType(
    {
        "proposal": "reference and title",
        "reference": "the reference, as EJC-2026-014",
        "title": "the title",
        "city": "the lead city",
        "outcome": "what was decided, as Recommended",
        "round": "the name of the round",
        "rationale": "the reason that was recorded",
        "next": "what happens next",
        "link": "the address of the page with the decision",
    }
)
"""The fields of a notice about one proposal, and what each stands for."""
OF_A_ROUND: Mapping[str, str] = MappingProxyType(
    {
        "round": "the name of the round",
        "decisions": "a list of all proposals with what was decided",
        "link": "the address of the page with all decisions",
    }
)
"""The fields of a notice about a whole round."""
ONLY_IN_TEXTS = frozenset({"rationale", "next", "decisions", "link"})
"""Fields that are too long for a subject."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A subject and a text, with fields."""

    subject: str
    text: str


def fields_of(readers: str) -> Mapping[str, str]:
    """Return the fields that a text to these readers may use."""
    return OF_A_ROUND if readers == Readers.EVALUATORS else OF_A_PROPOSAL


def subject_fields_of(readers: str) -> Mapping[str, str]:
    """Return the fields that a subject may use: those that fit on one line."""
    known = fields_of(readers)
    return {name: words for name, words in known.items() if name not in ONLY_IN_TEXTS}


def faults(text: str, known: Mapping[str, str]) -> list[str]:
    """Say in a sentence each what of a text is not in the language; nothing when all of it is."""
    listed = ", ".join(f"{{{name}}}" for name in known)
    unknown = dict.fromkeys(name for name in FIELD.findall(text) if name not in known)
    said = [f"There is no field {{{name}}} here. The fields are {listed}." for name in unknown]
    rest = FIELD.sub("", text)
    stray = re.search(r"[{}]", rest)
    if stray:
        near = rest[max(0, stray.start() - NEAR) : stray.end() + NEAR].strip()
        said.append(f"A brace stands alone near “{near}”. Braces only go around a field’s name.")
    return said


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put in what the fields stand for. Raises KeyError for an unknown field."""
    return FIELD.sub(lambda found: values[found[1]], text)


_ABOUT = "“{title}” ({reference}), a proposal of {city}"
_WHY = "\n\nThe reason that was recorded:\n\n{rationale}\n\nWhat happens next: {next}\n\n{link}"
_ENDS: Mapping[str, str] = MappingProxyType(
    {
        Outcome.RECOMMENDED: "is recommended",
        Outcome.DEFERRED: "is deferred and may come into a later round",
        Outcome.DECLINED: "is declined",
        Outcome.MERGED: "is merged into another proposal",
    }
)


def standard(readers: str, outcome: str = "") -> Wording:
    """Return the portal's own wording of one kind of notice."""
    if readers == Readers.EVALUATORS:
        return Wording(
            subject="The decisions of “{round}” are public",
            text=(
                "Every proposal of “{round}” has its decision, and the marks are published by "
                "city, without the evaluators’ names. Thank you for your reviews.\n\n"
                "{decisions}\n\nThe reasons, and how the ranking came about:\n\n{link}"
            ),
        )
    own = "Your proposal" if readers == Readers.AUTHORS else "A proposal that your city co-sponsors"
    return Wording(
        subject="{outcome}: {proposal}",
        text=f"{own} {_ENDS[outcome]} in the round “{{round}}”: {_ABOUT}.{_WHY}",
    )
