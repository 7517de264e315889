"""A packet checked without this program: the list that every system's own tool reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from collaborative.manifest.entries import Entry

#: The list's name in a packet.
SUMS = "SHA256SUMS.txt"

HOW_TO_CHECK: Mapping[str, str] = MappingProxyType(
    {
        "Linux": f"sha256sum --check --quiet {SUMS} && echo All files match",
        "macOS": f"shasum -a 256 --check {SUMS} && echo All files match",
        "Windows (PowerShell)": f"Get-Content -Encoding UTF8 {SUMS} | "
        "ForEach-Object { $sum, $name = $_ -split '  ', 2; "
        "if ((Get-FileHash -LiteralPath $name -Algorithm SHA256).Hash -ne $sum) "
        '{ "Changed: $name" } }',
        "This portal": "manage.py verify_packet F.zip",
    }
)
"""The command for each system; to be run in the folder that a packet was unpacked to."""


def sums(entries: Iterable[Entry]) -> bytes:
    """Return the list: a file a line, its SHA-256 first, as ``sha256sum`` writes it."""
    return "".join(f"{entry.sha256}  {entry.name}\n" for entry in entries).encode()
