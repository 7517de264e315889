"""A packet as one ZIP: every file named with its size and SHA-256, and proof of it later.

The same files give the same bytes, on any machine: names in order, one fixed time stamp, no
compression (whose output differs between versions of zlib). ``manifest.json`` comes first.
``docs/packets.md`` describes the format for people who check a packet without this program.
"""

from collaborative.manifest.checking import check_packet
from collaborative.manifest.entries import (
    MAX_BYTES,
    MAX_FILES,
    BadManifest,
    Entry,
    Manifest,
    read_manifest,
)
from collaborative.manifest.names import MANIFEST, clean_names
from collaborative.manifest.writing import Content, describe, write_packet

__all__ = [
    "MANIFEST",
    "MAX_BYTES",
    "MAX_FILES",
    "BadManifest",
    "Content",
    "Entry",
    "Manifest",
    "check_packet",
    "clean_names",
    "describe",
    "read_manifest",
    "write_packet",
]
