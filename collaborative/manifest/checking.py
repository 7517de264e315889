"""Check a packet against its own manifest, trusting nothing in it."""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from collaborative.manifest.entries import (
    EXPORT,
    LIMITS,
    BadManifest,
    Entry,
    read_manifest,
)
from collaborative.manifest.names import MANIFEST, is_safe

_CHUNK = 256 * 1024
_SHOWN = 120
_BEGIN, _END = b"PK\x03\x04", b"PK\x05\x06"
_LOCATOR, _LARGE_END = b"PK\x06\x07", b"PK\x06\x06"
_END_BYTES, _LOCATOR_BYTES, _LARGE_END_BYTES = 22, 20, 56
_NO_PACKET = "The file is not a packet: it does not begin and end as a packet's ZIP does."
_MOST = LIMITS[EXPORT]
# What zipfile raises for a part that is damaged, locked, or squeezed in a way it does not know.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # also NotImplementedError
    ValueError,  # also UnicodeError
    struct.error,
)


def check_packet(path: Path) -> list[str]:
    """Return a sentence for each file that does not match the manifest; [] when all match.

    The path leads to one packet, or to an export of many.
    Reads in pieces, and of each file at most as much as the manifest says, so that no packet can
    fill the memory. Raises OSError when the path itself cannot be read.
    """
    with path.open("rb") as opened:
        if flaw := _outer_flaw(opened):
            return [flaw]
        try:
            packet = zipfile.ZipFile(opened)
        except _UNREADABLE:
            return ["The file is a damaged ZIP: its list of files cannot be read."]
        with packet:
            return _flaws(packet)


def _outer_flaw(opened: IO[bytes]) -> str | None:
    """Return what is wrong with the ZIP as a whole, before its list of files is read at all."""
    head = opened.read(len(_BEGIN))
    size = opened.seek(0, 2)
    opened.seek(-min(size, _LARGE_END_BYTES + _LOCATOR_BYTES + _END_BYTES), 2)
    tail = opened.read()
    end = tail[-_END_BYTES:]
    # Anything before the first file, or a comment after the list, would be no part of the packet.
    if head != _BEGIN or not end.startswith(_END) or not end.endswith(b"\0\0"):
        return _NO_PACKET
    announced = _announced(tail)
    if announced is None:
        return _NO_PACKET
    count, list_bytes = announced
    if count > _MOST.files + 1 or list_bytes > _MOST.listing:
        return _too_long(_MOST.files)
    return None


def _announced(tail: bytes) -> tuple[int, int] | None:
    """Return how many files and bytes the list has; None for a large ZIP that does not say it.

    A ZIP of more than 65,535 files or 4 GB (ZIP64) has a second end, which stands before the first.
    """
    if not _is_large(tail):
        count, list_bytes = struct.unpack("<10xHL6x", tail[-_END_BYTES:])
        return count, list_bytes
    large = tail[: -_END_BYTES - _LOCATOR_BYTES][-_LARGE_END_BYTES:]
    if len(large) < _LARGE_END_BYTES or not large.startswith(_LARGE_END):
        return None
    count, list_bytes = struct.unpack("<32xQQ8x", large)
    return count, list_bytes


def _is_large(tail: bytes) -> bool:
    return tail[-_END_BYTES - _LOCATOR_BYTES :].startswith(_LOCATOR)


def _too_long(files: int) -> str:
    return f"The file is not a packet: its list of files is longer than {files:,} allow."


def _flaws(packet: zipfile.ZipFile) -> list[str]:
    members = {info.filename: info for info in packet.infolist() if not _is_folder(info)}
    counted = Counter(info.filename for info in packet.infolist())
    if MANIFEST not in members:
        return [f"{MANIFEST} is missing."]
    try:
        listing = b"".join(_pieces(packet, members[MANIFEST], most=_MOST.listing))
        manifest = read_manifest(listing)
    except BadManifest as error:
        return [f"{MANIFEST} is not a packet's manifest: {error}."]
    except _UNREADABLE:
        return [f"{MANIFEST} is damaged and cannot be read."]
    limits = manifest.limits
    if len(counted) > limits.files + 1 or len(listing) > limits.listing:
        return [_too_long(limits.files)]
    expected = {entry.name: entry for entry in manifest.files}
    missing = expected.keys() - members.keys()
    strangers = members.keys() - expected.keys() - {MANIFEST}
    renamed = _renamed(packet, [members[name] for name in sorted(strangers)], missing, expected)
    return sorted(
        [
            *(
                f"{_shown(name)} stands {n} times in the ZIP."
                for name, n in counted.items()
                if n > 1
            ),
            *(f"{name} is missing." for name in missing - set(renamed.values())),
            *(f"{old} was renamed: it stands as {_shown(new)}." for new, old in renamed.items()),
            *(_stranger(name) for name in strangers - renamed.keys()),
            *(
                flaw
                for name in expected.keys() & members.keys()
                if (flaw := _member_flaw(packet, members[name], expected[name]))
            ),
        ]
    )


def _renamed(
    packet: zipfile.ZipFile,
    strangers: Iterable[zipfile.ZipInfo],
    missing: Collection[str],
    expected: Mapping[str, Entry],
) -> dict[str, str]:
    """Return the files whose content is a missing one's: new names with the old ones.

    Names that lead out of the folder are no new names; those are said by themselves.
    """
    left: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name in sorted(missing, reverse=True):
        left[expected[name].size, expected[name].sha256].append(name)
    sizes = {size for size, _ in left}
    found: dict[str, str] = {}
    for info in strangers:
        if info.file_size in sizes and is_safe(info.filename):
            names = left.get((info.file_size, _digest(packet, info)))
            if names:
                found[info.filename] = names.pop()
    return found


def _digest(packet: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """The SHA-256 of a member; "" for one that cannot be read."""
    digest = hashlib.sha256()
    try:
        for piece in _pieces(packet, info, most=info.file_size):
            digest.update(piece)
    except _UNREADABLE:
        return ""
    return digest.hexdigest()


def _is_folder(info: zipfile.ZipInfo) -> bool:
    """Say whether an entry only names a folder, as other programs write them."""
    return info.is_dir() and info.file_size == 0 and is_safe(info.filename[:-1])


def _stranger(name: str) -> str:
    beyond = "" if is_safe(name) else ", and its name leads out of the packet's folder"
    return f"{_shown(name)} is not in the manifest{beyond}."


def _shown(name: str) -> str:
    """Return a name as a sentence can carry it: short, and without control characters."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}..."


def _member_flaw(packet: zipfile.ZipFile, info: zipfile.ZipInfo, entry: Entry) -> str | None:
    """Return what is wrong with a file that the manifest names."""
    if stat.S_ISLNK(info.external_attr >> 16):
        return f"{entry.name} has changed: it is a link to another place, not a file."
    if info.file_size != entry.size:
        return (
            f"{entry.name} has changed: it has {info.file_size:,} bytes, "
            f"the manifest says {entry.size:,}."
        )
    digest = hashlib.sha256()
    try:
        for piece in _pieces(packet, info, most=entry.size):
            digest.update(piece)
    except _UNREADABLE:
        return f"{entry.name} has changed: it is damaged and cannot be read."
    if digest.hexdigest() != entry.sha256:
        return (
            f"{entry.name} has changed: its SHA-256 is {digest.hexdigest()}, "
            f"the manifest says {entry.sha256}."
        )
    return None


def _pieces(packet: zipfile.ZipFile, info: zipfile.ZipInfo, *, most: int) -> Iterator[bytes]:
    """Yield a member's bytes, at the utmost one more than ``most``."""
    left = most + 1
    with packet.open(info) as member:
        while left and (chunk := member.read(min(left, _CHUNK))):
            left -= len(chunk)
            yield chunk
