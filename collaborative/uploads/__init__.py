"""Whether a file may come in: its name, its first bytes and what it holds must say the same.

Pure: bytes in, an `Upload` out, or `Refused` with the sentence for the person who sent it.
Nothing is written, and nothing inside a file is ever run or followed. `check` does it here;
`check_apart` in a process of its own, for whatever comes from outside.
"""

from collaborative.uploads.apart import answer, check_apart, limit, read_apart
from collaborative.uploads.checking import MEDIA_TYPES, Upload, check
from collaborative.uploads.names import ENDINGS, Kind, Refused, checked_name, damaged, size_in_words

__all__ = [
    "ENDINGS",
    "MEDIA_TYPES",
    "Kind",
    "Refused",
    "Upload",
    "answer",
    "check",
    "check_apart",
    "checked_name",
    "damaged",
    "limit",
    "read_apart",
    "size_in_words",
]
