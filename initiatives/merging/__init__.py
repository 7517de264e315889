"""Two people, one text: what each changed is brought together, answer by answer.

Pure. Three texts meet: the one that a person began from, what the person typed, and what stands
by now. Where only one side changed an answer, that change is taken; where both did, and not to
the same, what stands is left and what was typed is kept beside it, for people to settle.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from initiatives.questions import Changes, Text


@dataclass(frozen=True, slots=True)
class Merge:
    """What to write over the text that stands, and what was typed that cannot be written."""

    changes: Changes
    conflicts: Changes


def merge(
    *,
    base: Text,
    typed: Mapping[str, str],
    stands: Text,
    contested: Collection[str] = (),
    settled: Collection[str] = (),
) -> Merge:
    """Bring what was typed over `base` into the text that stands; only typed keys are looked at.

    What is typed under a `contested` key is kept whatever the base, since two texts wait there
    for somebody to settle; under a `settled` one it is written, since somebody has.
    """
    changes: dict[str, str] = {}
    conflicts: dict[str, str] = {}
    for key, mine in typed.items():
        before, now = base.get(key, ""), stands.get(key, "")
        if mine == now:
            continue
        if key in settled:
            changes[key] = mine
        elif key in contested:
            conflicts[key] = mine
        elif mine != before:
            (changes if now == before else conflicts)[key] = mine
    return Merge(changes, conflicts)
