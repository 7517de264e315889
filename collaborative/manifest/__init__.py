"""A packet as one ZIP: every file named with its size and SHA-256, and proof of it later.

The same files give the same bytes, on any machine: names in order, one fixed time stamp, no
compression (whose output differs between versions of zlib). ``manifest.json`` comes first.
``docs/packets.md`` describes the format for people who check a packet without this program.
Packets are bound together into an export: one ZIP with a folder for each (``docs/exports.md``).
"""

from collaborative.manifest.binding import bind, manifest_of
from collaborative.manifest.checking import check_packet
from collaborative.manifest.entries import (
    EXPORT,
    LIMITS,
    MAX_BYTES,
    MAX_FILES,
    BadManifest,
    Entry,
    Manifest,
    read_manifest,
)
from collaborative.manifest.names import MANIFEST, clean_names
from collaborative.manifest.sums import HOW_TO_CHECK, SUMS, sums
from collaborative.manifest.writing import (
    Content,
    Part,
    Sealed,
    Stored,
    measure,
    seal,
    write_packet,
)

__all__ = [
    "EXPORT",
    "HOW_TO_CHECK",
    "LIMITS",
    "MANIFEST",
    "MAX_BYTES",
    "MAX_FILES",
    "SUMS",
    "BadManifest",
    "Content",
    "Entry",
    "Manifest",
    "Part",
    "Sealed",
    "Stored",
    "bind",
    "check_packet",
    "clean_names",
    "manifest_of",
    "measure",
    "read_manifest",
    "seal",
    "sums",
    "write_packet",
]
