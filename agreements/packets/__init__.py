"""The clerk's packet of an agreement: a document, the record, the texts and files, and a manifest.

Same state, same bytes: nothing in it depends on who exports it or when. Its date is that of the
last change to what it holds.
"""

from agreements.packets.holdings import Holdings, hold
from agreements.packets.matters import matter, undecided
from agreements.packets.writing import file_name, lost, pack, write
from collaborative.manifest import Sealed

__all__ = [
    "Holdings",
    "Sealed",
    "file_name",
    "hold",
    "lost",
    "matter",
    "pack",
    "undecided",
    "write",
]
