"""Bind many packets into one export: a folder for each, and one manifest of all."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import IO

from collaborative.manifest.entries import EXPORT, LIMITS, Entry, Manifest, read_manifest
from collaborative.manifest.names import MANIFEST
from collaborative.manifest.sums import SUMS, sums
from collaborative.manifest.writing import Content, Opener, Part, measure, proved


def bind(
    packets: Mapping[str, Opener],
    files: Mapping[str, bytes],
    out: IO[bytes],
    *,
    about: Mapping[str, str],
) -> Manifest:
    """Write the export to a seekable binary file and return its manifest.

    ``packets`` by their folders, ``files`` by their names beside the folders; both are taken as
    they are, so use `clean_names` first. A folder holds the packet's files, its own manifest among
    them. Read in pieces: the memory holds the lists of files, never the files. Raises ValueError
    when it would be larger than an export may be, or a packet is not what its manifest says.
    """
    within = {folder: _lines(folder, opener) for folder, opener in packets.items()}
    every = [*map(_line, files.items()), *(one for those in within.values() for one in those)]
    listing = sums(sorted(every, key=_name))
    beside = {**files, SUMS: listing}
    every.append(_line((SUMS, listing)))
    _refuse_too_much(every)
    manifest = Manifest(about=about, files=tuple(sorted(every, key=_name)), format=EXPORT)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as export:
        for name, content in [(MANIFEST, manifest.to_json()), *sorted(beside.items())]:
            _add(export, _line((name, content)), content)
        for folder in sorted(packets):
            _unpack(packets[folder], within[folder], folder, export)
    return manifest


def manifest_of(opener: Opener) -> Manifest:
    """Return a packet's own manifest. Raises BadManifest, and zipfile's errors for no packet."""
    return read_manifest(_raw(opener))


def _raw(opener: Opener) -> bytes:
    with opener() as opened, zipfile.ZipFile(opened) as packet:
        return packet.read(MANIFEST)


def _lines(folder: str, opener: Opener) -> list[Entry]:
    """The lines of a packet's files, its manifest first, as the export's manifest has them."""
    raw = _raw(opener)
    own = [_line((MANIFEST, raw)), *read_manifest(raw).files]
    return [replace(entry, name=f"{folder}/{entry.name}") for entry in own]


def _line(file: tuple[str, bytes]) -> Entry:
    name, content = file
    (part,) = measure({"a file": content})
    return replace(part.entry, name=name)


def _unpack(opener: Opener, lines: Iterable[Entry], folder: str, export: zipfile.ZipFile) -> None:
    with opener() as opened, zipfile.ZipFile(opened) as packet:
        for entry in lines:
            _add(export, entry, _member(packet, entry.name.removeprefix(f"{folder}/")))


def _member(packet: zipfile.ZipFile, name: str) -> Opener:
    return lambda: packet.open(name)


def _add(export: zipfile.ZipFile, entry: Entry, content: Content) -> None:
    """Add a file; the library counts the check sum again, and goes over to ZIP64 where it must."""
    part = Part(entry, None, content)
    with export.open(part.info, "w") as member:
        for piece in proved(part):
            member.write(piece)


def _refuse_too_much(entries: list[Entry]) -> None:
    most, total = LIMITS[EXPORT], sum(entry.size for entry in entries)
    if len(entries) > most.files:
        raise ValueError(
            f"The export would hold {len(entries):,} files; at most {most.files:,} may be"
        )
    if total > most.bytes:
        raise ValueError(f"The export would hold {total:,} bytes; at most {most.bytes:,} may be")


def _name(entry: Entry) -> str:
    return entry.name
