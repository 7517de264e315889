"""The clerk's packet of an agreement: a document, the record, the texts and files, and a manifest.

Same state, same bytes: nothing in it depends on who exports it or when. Its date is that of the
last change to what it holds.
"""

from agreements.packets.holdings import Holdings, hold
from agreements.packets.matters import matter, undecided
from agreements.packets.papers import Paper, closed_part
from agreements.packets.writing import file_name, lost, pack, pack_closed, write
from collaborative.manifest import Sealed

__all__ = [
    "Holdings",
    "Paper",
    "Sealed",
    "closed_part",
    "file_name",
    "hold",
    "lost",
    "matter",
    "pack",
    "pack_closed",
    "undecided",
    "write",
]
