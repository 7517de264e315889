"""Write a packet: measured first, then sealed, then handed on in pieces."""

from __future__ import annotations

import dataclasses
import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO

from collaborative.manifest.entries import MAX_BYTES, MAX_FILES, Entry, Manifest
from collaborative.manifest.names import MANIFEST, clean_names

Opener = Callable[[], IO[bytes]]
"""Opens a file for reading; it may be called more than once."""


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """A file whose size and SHA-256 are on record: it is not read before its turn comes."""

    opened: Opener
    size: int
    sha256: str


#: A file's content: its bytes, or how it is opened.
Content = bytes | Opener | Stored

_CHUNK = 256 * 1024
# The earliest time a ZIP can hold: a packet's dates stand in its record, not on its wrapping.
_STAMP = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_VERSION = 20  # of the ZIP format: files in folders, nothing newer
_CENTRAL_BYTES, _END_BYTES = 46, 22


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A file with its line in the manifest and its content.

    ``crc`` is its check sum in the ZIP; None for one that was not read yet.
    """

    entry: Entry
    crc: int | None
    content: Content

    @property
    def info(self) -> zipfile.ZipInfo:
        """Return what the ZIP says of the file: nothing of the machine that wrote it."""
        info = zipfile.ZipInfo(self.entry.name, _STAMP)
        info.create_system = _UNIX
        info.external_attr = _PLAIN_FILE
        info.file_size = info.compress_size = self.entry.size
        info.CRC = self.crc or 0
        return info


@dataclasses.dataclass(frozen=True, slots=True)
class Sealed:
    """A packet that is ready to be written, to a file or to somebody who waits for it.

    ``manifest`` stands for it; ``size`` is the ZIP's own, in bytes. Nothing is held in memory but
    what was given as bytes.
    """

    manifest: Manifest
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Return how many bytes the ZIP has."""
        headers = sum(2 * len(_header(part)) - 30 + _CENTRAL_BYTES for part in self.parts)
        return headers + sum(part.entry.size for part in self.parts) + _END_BYTES

    def pieces(self) -> Iterator[bytes]:
        """Yield the ZIP from its first byte to its last.

        The sizes and check sums stand before each file, not after it: not every program can read
        a stored file whose size comes later. Raises ValueError when a file is not what the
        manifest says of it, before or while it is sent.
        """
        central, at = bytearray(), 0
        for part in map(_read, self.parts):
            header = _header(part)
            central += _listed(header, at)
            yield header
            yield from proved(part)
            at += len(header) + part.entry.size
        count = len(self.parts)
        yield bytes(central)
        yield struct.pack("<4s4xHHLL2x", b"PK\x05\x06", count, count, len(central), at)

    def write(self, out: IO[bytes]) -> Manifest:
        """Write the ZIP to a binary file and return its manifest; raises what ``pieces`` does."""
        for piece in self.pieces():
            out.write(piece)
        return self.manifest


def write_packet(
    files: Mapping[str, Content], out: IO[bytes], *, about: Mapping[str, str]
) -> Manifest:
    """Write the packet of some files to a binary file and return its manifest.

    Raises what ``measure``, ``seal`` and ``Sealed.pieces`` do; ``out`` is then no packet.
    """
    return seal(measure(files), about=about).write(out)


def measure(files: Mapping[str, Content]) -> list[Part]:
    """Return the files in the order of their names, each read once, in pieces.

    One that is ``Stored`` is not read; what is on record of it is proved when it is written. Names
    are cleaned (``clean_names``). Raises ValueError when there are too many files.
    """
    if len(files) > MAX_FILES:
        raise ValueError(
            f"The packet would hold {len(files):,} files; at most {MAX_FILES:,} may be"
        )
    named = sorted(clean_names(files).items(), key=lambda pair: pair[1])
    return [_measured(name, files[original]) for original, name in named]


def seal(parts: Iterable[Part], *, about: Mapping[str, str]) -> Sealed:
    """Return the packet of measured files: the manifest first, the others by name.

    Raises ValueError for too many files or bytes, and for two files of one name.
    """
    ordered = sorted(parts, key=lambda part: part.entry.name)
    _refuse_excess(ordered)
    manifest = Manifest(about=about, files=tuple(part.entry for part in ordered))
    return Sealed(manifest, (_measured(MANIFEST, manifest.to_json()), *ordered))


def _refuse_excess(parts: Sequence[Part]) -> None:
    if len(parts) > MAX_FILES:
        raise ValueError(
            f"The packet would hold {len(parts):,} files; at most {MAX_FILES:,} may be"
        )
    total = sum(part.entry.size for part in parts)
    if total > MAX_BYTES:
        raise ValueError(f"The packet would hold {total:,} bytes; at most {MAX_BYTES:,} may be")
    if len({part.entry.name.casefold() for part in parts}) != len(parts):
        raise ValueError("Two files of the packet would have one name")


def _measured(name: str, content: Content) -> Part:
    if isinstance(content, Stored):
        return Part(Entry(name=name, size=content.size, sha256=content.sha256), None, content)
    digest, crc, size = hashlib.sha256(), 0, 0
    for chunk in _chunks(content):
        digest.update(chunk)
        crc = zlib.crc32(chunk, crc)
        size += len(chunk)
    return Part(Entry(name=name, size=size, sha256=digest.hexdigest()), crc, content)


def _read(part: Part) -> Part:
    """Return the part with its check sum, read for it where that was not done."""
    if part.crc is not None:
        return part
    crc = 0
    for chunk in proved(part):
        crc = zlib.crc32(chunk, crc)
    return dataclasses.replace(part, crc=crc)


def _chunks(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.opened() if isinstance(content, Stored) else content() as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def proved(part: Part) -> Iterator[bytes]:
    """Yield a file's content, and refuse to go on when it is not what the manifest says."""
    digest = hashlib.sha256()
    for chunk in _chunks(part.content):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != part.entry.sha256:
        raise ValueError(f"{part.entry.name} changed while the packet was being written")


def _header(part: Part) -> bytes:
    return part.info.FileHeader(zip64=False)


def _listed(header: bytes, at: int) -> bytes:
    """Return the line in the ZIP's own list of a file whose header stands ``at`` that byte.

    It repeats the header from the version on, between fields of its own.
    """
    opening = struct.pack("<4sBB", b"PK\x01\x02", _VERSION, _UNIX)
    return opening + header[4:30] + struct.pack("<6xLL", _PLAIN_FILE, at) + header[30:]
