"""The sheet in the packet that says what it is and how to check it without this program."""

from __future__ import annotations

from collections.abc import Sequence

from agreements.packets.document import standing
from agreements.packets.holdings import Holdings
from agreements.packets.papers import Paper
from collaborative.manifest import HOW_TO_CHECK, MANIFEST, SUMS
from collaborative.wording import day

README_NAME = "README.txt"

_WHOLE = """{title}
The record as of {as_of}. {standing}

packet.pdf is the document to read, print, sign and certify. record.json holds the same facts for
programs. {manifest} names every other file with its size and SHA-256; the SHA-256 of {manifest}
itself stands for the whole packet, and the portal shows it when the packet is exported.

To check that every file is the one that was exported, unpack the packet, go to its folder, and run:

{commands}

The list {sums} holds the same SHA-256 as {manifest}, for the tools that every system has.
"All files match" (on Windows: nothing at all) means that every file of the list is the one that was
exported. A file that is not in the list is no part of the packet.
"""


_CLOSED = """{title}: the closed part of the packet
The record as of {as_of}.

The open packet names each of these files by its number and the provision that closes it, and holds
nothing of them. Keep this part from everybody who is not in charge of it.

{papers}

To check that every file is the one that was exported, unpack this part, go to its folder, and run:

{commands}
"""


def closed_readme(holdings: Holdings, papers: Sequence[Paper]) -> bytes:
    """Return README.txt of the closed part: which file is which, and why each is closed."""
    listed = (f"{paper.number}: {paper.file}\n  {paper.closed}" for paper in papers)
    return _CLOSED.format(
        title=holdings.agreement.title,
        as_of=day(holdings.as_of),
        papers="\n\n".join(listed) or "No file is closed.",
        commands=_commands(),
    ).encode()


def readme(holdings: Holdings) -> bytes:
    """Return README.txt: plain text, nothing in it but the packet's own facts."""
    return _WHOLE.format(
        title=holdings.agreement.title,
        as_of=day(holdings.as_of),
        standing=standing(holdings),
        manifest=MANIFEST,
        commands=_commands(),
        sums=SUMS,
    ).encode()


def _commands() -> str:
    return "\n\n".join(f"  {system}:\n    {how}" for system, how in HOW_TO_CHECK.items())
