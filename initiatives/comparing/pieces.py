"""A piece of two texts laid over each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Which of the two texts a piece stands in."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    FOLDED = "folded"  # the same in both, and too long to be shown at once


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words with the white space after them; ``text`` is never ""."""

    kind: Kind
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether it is white space alone, such as a line that was parted in two."""
        return not self.text.strip()

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())
