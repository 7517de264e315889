"""What a world is."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from collaborative.models import Actor
from tests.access.principals import PRINCIPALS

EVERYBODY = PRINCIPALS
SIGNED_IN = tuple(who for who in PRINCIPALS if who != "nobody")
IN_OFFICE = tuple(who for who in SIGNED_IN if who != "no_office")


@dataclass
class World:
    """The cast, the things by name, and which principals may read each canary."""

    people: dict[str, Actor]
    files: Path
    things: dict[str, Any] = field(default_factory=dict)
    canaries: dict[str, frozenset[str]] = field(default_factory=dict)

    def canary(self, name: str, *readers: str) -> str:
        """A text that only the readers may ever see; without readers, nobody but its owner."""
        word = f"CNRY-{name}"
        self.canaries[word] = frozenset(readers)
        return word
