"""The clerk's packet of an agreement: a document, the record, the texts and files, and a manifest.

Same state, same bytes: nothing in it depends on who exports it or when. Its date is that of the
last change to what it holds.
"""

from agreements.packets.holdings import Holdings, hold
from agreements.packets.writing import file_name, pack, write

__all__ = ["Holdings", "file_name", "hold", "pack", "write"]
