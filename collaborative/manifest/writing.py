"""Write a packet."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from collaborative.manifest.entries import MAX_BYTES, MAX_FILES, Entry, Manifest
from collaborative.manifest.names import MANIFEST, clean_names

#: A file's content: its bytes, or a function that opens it for reading and may be called twice.
Content = bytes | Callable[[], IO[bytes]]

_CHUNK = 256 * 1024
# The earliest time a ZIP can hold: a packet's dates stand in its record, not on its wrapping.
_STAMP = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def write_packet(
    files: Mapping[str, Content], out: IO[bytes], *, about: Mapping[str, str]
) -> Manifest:
    """Write the packet to a seekable binary file and return its manifest.

    Names are cleaned (``clean_names``). Each file is read twice, in pieces: for its digest, then
    for the ZIP. Raises ValueError when there are too many files or bytes, or when a file's second
    reading gave other bytes; ``out`` is then no packet.
    """
    if len(files) > MAX_FILES:
        raise ValueError(
            f"The packet would hold {len(files):,} files; at most {MAX_FILES:,} may be"
        )
    named = sorted(clean_names(files).items(), key=lambda pair: pair[1])
    entries = {original: describe(name, files[original]) for original, name in named}
    total = sum(entry.size for entry in entries.values())
    if total > MAX_BYTES:
        raise ValueError(f"The packet would hold {total:,} bytes; at most {MAX_BYTES:,} may be")
    manifest = Manifest(about=about, files=tuple(entries.values()))
    listing = manifest.to_json()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packet:
        _add(packet, describe(MANIFEST, listing), listing)
        for original, entry in entries.items():
            _add(packet, entry, files[original])
    return manifest


def describe(name: str, content: Content) -> Entry:
    """Return a file's line in the manifest. The content is read once, in pieces."""
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(content):
        digest.update(chunk)
        size += len(chunk)
    return Entry(name=name, size=size, sha256=digest.hexdigest())


def _chunks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content() as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _add(packet: zipfile.ZipFile, entry: Entry, content: Content) -> None:
    info = zipfile.ZipInfo(entry.name, _STAMP)
    info.create_system = _UNIX  # else the bytes would tell which machine wrote them
    info.external_attr = _PLAIN_FILE
    info.file_size = entry.size
    digest = hashlib.sha256()
    with packet.open(info, "w") as member:
        for chunk in _chunks(content):
            digest.update(chunk)
            member.write(chunk)
    if digest.hexdigest() != entry.sha256:
        raise ValueError(f"{entry.name} changed while the packet was being written")
