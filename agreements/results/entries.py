"""Entries with the ones they put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from agreements.models.entries import Entry

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Kept(Generic[E]):
    """What is on record of one thing: the entry that stands, and those it stands in for.

    `standing` is None where nobody recorded anything; `earlier` are the corrected ones, the
    latest first.
    """

    standing: E | None
    earlier: tuple[E, ...] = ()

    def seen(self, key: str | None) -> E | None:
        """The entry that a form was opened on: that of its key, None for "", else what stands."""
        if key is None:
            return self.standing
        entries = (self.standing, *self.earlier) if self.standing else ()
        return next((entry for entry in entries if str(entry.pk) == key), None)


def chains(entries: Sequence[E]) -> Kept[E]:
    """Sort the entries about one thing, each of which corrects the one before it, but the first."""
    in_order = sorted(entries, key=lambda entry: entry.pk, reverse=True)
    return Kept(in_order[0], tuple(in_order[1:])) if in_order else Kept(None)
