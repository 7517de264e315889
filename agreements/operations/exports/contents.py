"""What stands in an export beside the packets: how to check it, and a register of them.

Made from the packets alone, so that the same packets give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agreements.models import Export
from collaborative.manifest import HOW_TO_CHECK, Manifest
from initiatives.results.tables import csv_lines

README, REGISTER = "README.txt", "register.csv"
_HEADINGS = (
    "Folder",
    "Agreement",
    "Where it stands",
    "As of",
    "SHA-256 of the text",
    "SHA-256 of the packet's manifest",
    "Files",
    "Bytes",
)
_WORDS = """{title}
{scope}.

In each folder is the packet of one agreement: its document as packet.pdf, its record as
record.json, its text, its papers, and a manifest.json of its own. Beside the folders:

register.csv      a line for each agreement, for a spreadsheet
manifest.json     the size and the SHA-256 of every file in all folders
SHA256SUMS.txt    the same, as every system's own tool reads it

To check that no file was changed, unpack this ZIP, go to the folder it was unpacked to, and run

{commands}

A match shows that the files are the ones the manifest names. That the manifest is the true one
shows when the SHA-256 of the whole file is the one that the portal shows on the export's page. A
folder is a packet like one exported alone; "SHA-256 of the packet's manifest" in register.csv
stands for it.
"""


def about(export: Export, packets: Mapping[str, Manifest]) -> dict[str, str]:
    """What the manifest says of the whole: not who asked for it, and not when."""
    return {
        "title": f"{export}",
        "scope": export.scope,
        "city": export.city.slug if export.city else "",
        "as_of": max(packet.about["as_of"] for packet in packets.values()),
    }


def beside(export: Export, packets: Mapping[str, Manifest]) -> dict[str, bytes]:
    """The files beside the folders, by their names."""
    commands = "\n".join(f"  {where}:\n    {how}" for where, how in HOW_TO_CHECK.items())
    readme = _WORDS.format(title=export, scope=export.scope, commands=commands)
    return {
        README: readme.encode(),
        REGISTER: "".join(csv_lines(_HEADINGS, _lines(packets))).encode(),
    }


def _lines(packets: Mapping[str, Manifest]) -> Iterator[tuple[str | int, ...]]:
    for folder, packet in sorted(packets.items()):
        yield (
            folder,
            packet.about["title"],
            packet.about["standing"],
            packet.about["as_of"],
            packet.about["text_sha256"],
            packet.sha256,
            len(packet.files),
            sum(entry.size for entry in packet.files),
        )
