"""The facilitators' own words in letters: put in when a letter is written, and checked then."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.template import Context, Variable, VariableDoesNotExist

from collaborative.wording import day, moment
from notifications.catalogue.letters import LETTERS, fields_in
from notifications.catalogue.wordings import faults, fill
from notifications.models import LetterWording
from notifications.operations.blocks import one_line

PARTS = ("subject", "opening", "closing")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Words:
    """What facilitators say in one letter; "" where the portal's own subject stands, or nothing."""

    subject: str = ""
    opening: str = ""
    closing: str = ""

    @classmethod
    def of(cls, own: LetterWording | None) -> Words:
        """The words of a version; none where the portal's own stand."""
        return cls(**{part: getattr(own, part) for part in PARTS}) if own else cls()


def words_in(letter: str, context: Mapping[str, Any]) -> Words:
    """Return what facilitators say in a letter, with what its fields stand for put in.

    Each value is one line, so that nothing that somebody wrote becomes a heading or a list. A
    wording that has come apart from its letter's fields is left out, loudly: the letter goes out
    in the portal's own words, the log says so, and so does `check_invariants`.
    """
    own = LetterWording.objects.of(letter).first() if letter in LETTERS else None
    if own is None:
        return Words()
    if wrong := faults_of(own):
        logger.error("%s is left out of a letter: %s", own, " ".join(wrong))
        return Words()
    try:
        values = _Values(letter, context)
        return Words(**{part: fill(getattr(own, part), values) for part in PARTS})
    except VariableDoesNotExist as missing:
        logger.error("%s is left out of a letter: %s", own, missing)  # noqa: TRY400 - no fault of ours to trace: the sentence says which field
        return Words()


def faults_of(own: LetterWording) -> list[str]:
    """Say what of a wording is not, or no longer, in the language of its letter."""
    if own.letter not in LETTERS:
        return [f"There is no letter named {own.letter}."]
    return faults_in(own.letter, Words.of(own))


def faults_in(letter: str, words: Words) -> list[str]:
    """Say what of some words is not in the language of a letter."""
    known = {name: field.words for name, field in fields_in(letter).items()}
    return [fault for part in PARTS for fault in faults(getattr(words, part), known)]


def invariants() -> Iterator[str]:
    """Name each wording that counts and that its letter could not be written with."""
    for own in LetterWording.objects.standing():
        for fault in faults_of(own):
            yield f"Mail: {str(own).lower()} is left out of its letters. {fault}"


class _Values(Mapping[str, str]):
    """What a letter's fields stand for, looked up when a wording names them."""

    def __init__(self, letter: str, context: Mapping[str, Any]) -> None:
        self._fields = fields_in(letter)
        self._context = Context(dict(context), autoescape=False)

    def __getitem__(self, name: str) -> str:
        return one_line(_said(Variable(self._fields[name].path).resolve(self._context)))

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else str(value)
