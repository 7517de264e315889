"""Parts of a file, as a reader asks for them who goes on with a download (RFC 9110, section 14).

Pure: what the headers ask, and what is to be answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


class NothingThere(ValueError):
    """The part that is asked for lies behind the end of the file."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file, from the first to the last, both counted from 0 and both in it."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes it has."""
        return self.last - self.first + 1


def asked(header: str, *, size: int) -> Part | None:
    """Return the part that a Range header asks for; None where the whole file is the answer.

    That is the answer to no header, to one that is not in bytes or makes no sense, and to one
    that asks for several parts. Raises NothingThere.
    """
    found = _ONE.fullmatch(header)
    if found is None or found.group(1, 2) == ("", ""):
        return None
    first, last = found.group(1, 2)
    if not first:  # the last so many bytes
        part = Part(max(size - int(last), 0), size - 1)
    elif last and int(last) < int(first):
        return None
    else:
        part = Part(int(first), min(int(last), size - 1) if last else size - 1)
    if part.first > part.last:
        raise NothingThere
    return part


def goes_on(if_range: str, *, etag: str) -> bool:
    """Whether a part may be answered: the reader has the beginning of this very file, or asks anew.

    Only a strong tag, letter for letter, says so; a date or a weak tag does not.
    """
    return not if_range or if_range.strip() == etag
