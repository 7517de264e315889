"""What one line of the corpus says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Build = bytes | Callable[[], bytes]


@dataclass(frozen=True)
class Case:
    """One file: what it is, its name, its bytes, and words of its refusal, none for a good one.

    `without` are bytes that must be gone from what is kept; `is_heavy` marks files that take, or
    try to take, more memory or time than most.
    """

    what: str
    name: str
    build: Build
    said: str = ""
    without: bytes = b""
    is_heavy: bool = False

    @property
    def content(self) -> bytes:
        """The file's bytes, made now unless they are short."""
        return self.build if isinstance(self.build, bytes) else self.build()

    def __str__(self) -> str:
        return f"{self.name}: {self.what}"


def good(what: str, build: Build, *, name: str, **more: Any) -> Case:
    """A file that must come in."""
    return Case(what, name, build, **more)


def hostile(what: str, build: Build, said: str, *, name: str, is_heavy: bool = False) -> Case:
    """A file that must be refused, with these words."""
    return Case(what, name, build, said, is_heavy=is_heavy)
