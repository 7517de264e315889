"""What an answer means, or why it cannot be read; what cannot be read is kept all the same."""

from __future__ import annotations

import re
from decimal import Decimal

from initiatives.questions.catalogue import Kind
from initiatives.questions.keys import question_of

LONGEST_ANSWER = 10_000
"""Characters an answer in running text may have when it is sent in, about four pages."""
LONGEST_LINE = 120
"""Characters an answer on one line may have when it is sent in."""
_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,2})?")
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,2})?")


class Unreadable(ValueError):
    """An answer that does not say what was asked; the text is the sentence for its writer."""


def amount(typed: str) -> Decimal:
    """Read US dollars; "$12,500.00", "12 500" and "12500" are the same.

    Raises Unreadable for anything else, and for more than 9,999,999,999.99.
    """
    plain = re.sub(r"[$,\s]", "", typed)
    if not _AMOUNT.fullmatch(plain):
        raise Unreadable("Enter an amount in dollars, such as 12,500.00, without words.")
    return Decimal(plain).quantize(Decimal("0.01"))


def number(typed: str) -> Decimal:
    """Read a number of at most two decimals, as in "3.5". Raises Unreadable for anything else."""
    plain = re.sub(r"[,\s]", "", typed)
    if not _NUMBER.fullmatch(plain):
        raise Unreadable("Enter a number, such as 3 or 0.5, without words.")
    return Decimal(plain)


def unreadable(key: str, typed: str) -> str | None:
    """Say what keeps an answer from being sent in; nothing when it can be, or is empty."""
    question = question_of(key)
    if question is None or not typed:
        return None
    try:
        if question.kind == Kind.AMOUNT:
            amount(typed)
        elif question.kind == Kind.NUMBER:
            number(typed)
    except Unreadable as why:
        return str(why)
    return _too_long(typed, LONGEST_ANSWER if question.kind == Kind.PROSE else LONGEST_LINE)


def _too_long(typed: str, longest: int) -> str | None:
    over = len(typed) - longest
    if over <= 0:
        return None
    return (
        f"This answer has {len(typed):,} characters; it can be sent in with {longest:,}. Take "
        f"{over:,} away, or put the rest in a file."
    )
