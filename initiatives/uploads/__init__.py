"""Whether a file may come in: its name, its first bytes and what it holds must say the same.

Pure: bytes in, an `Upload` out, or `Refused` with the sentence for the person who sent it.
Nothing is written, and nothing inside a file is ever run or followed. `check` does it here;
`check_apart` in a process of its own, for whatever comes from outside.
"""

from initiatives.uploads.apart import check_apart
from initiatives.uploads.checking import Upload, check
from initiatives.uploads.names import ENDINGS, Refused, size_in_words

__all__ = ["ENDINGS", "Refused", "Upload", "check", "check_apart", "size_in_words"]
