"""A proposal's text: what stands there, what changed, what a change comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from initiatives.questions.catalogue import Kind
from initiatives.questions.keys import question_of

Text = Mapping[str, str]
"""Answers by key, as typed; no key has an empty answer."""
Changes = Mapping[str, str]
"""New answers by key; an empty one takes the answer away."""
TICKED = "yes"
"""The answer of a box that is ticked."""


def tidied(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers with plain line ends, without NUL and unknown keys; empty ones stay.

    What is only blank is empty. A single line loses the blanks around it, a text only those
    at its end.
    """
    tidy: dict[str, str] = {}
    for key, value in answers.items():
        question = question_of(key)
        if question is None:
            continue
        plain = value.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
        tidy[key] = plain.rstrip() if question.kind == Kind.PROSE else " ".join(plain.split())
    return tidy


def changed(before: Text, after: Mapping[str, str]) -> dict[str, str]:
    """Return what `after` changes: its answers that differ, in the order of `after`."""
    return {key: value for key, value in after.items() if before.get(key, "") != value}


def revised(text: Text, changes: Changes) -> dict[str, str]:
    """Return the text with the changes made, its keys sorted, without empty answers."""
    after = {**text, **changes}
    return {key: after[key] for key in sorted(after) if after[key]}


def wanted(text: Text) -> list[str]:
    """List the slugs of the cities that are wanted, sorted."""
    return sorted(
        key.partition("__")[2]
        for key, value in text.items()
        if key.startswith("wanted__") and value == TICKED
    )


def of_substance(keys: Iterable[str]) -> list[str]:
    """Keep the keys of answers on which a co-sponsor's word rests."""
    return [
        key for key in keys if (question := question_of(key)) is not None and question.is_substance
    ]
