"""What ``manifest.json`` says, to and from its bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from collaborative.manifest.names import MANIFEST, is_safe

#: Limits of a packet that is written or checked, in files and bytes.
MAX_FILES = 1_000
MAX_BYTES = 2 * 1024**3
MAX_MANIFEST_BYTES = 2 * 1024**2

#: What a manifest is of, as its ``format`` says: one packet, or many put together.
PACKET = "common-purpose-packet/1"
EXPORT = "common-purpose-export/1"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadManifest(ValueError):
    """The bytes are no packet's manifest; ``str()`` says what is wrong, to follow a colon."""


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """How much may be in a ZIP that is written or checked; ``listing`` bytes in its list."""

    files: int
    bytes: int
    listing: int


LIMITS: Mapping[str, Limits] = MappingProxyType(
    {
        PACKET: Limits(files=MAX_FILES, bytes=MAX_BYTES, listing=MAX_MANIFEST_BYTES),
        EXPORT: Limits(files=50_000, bytes=1024**4, listing=32 * 1024**2),
    }
)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One file of a packet; ``size`` in bytes, ``sha256`` in lower-case hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """What a packet holds, in the order of the names; ``about`` is for its readers."""

    about: Mapping[str, str]
    files: tuple[Entry, ...]
    format: str = PACKET

    @property
    def limits(self) -> Limits:
        """How much may be in it."""
        return LIMITS[self.format]

    def to_json(self) -> bytes:
        """Return the bytes of ``manifest.json``."""
        body = {
            "format": self.format,
            "about": dict(sorted(self.about.items())),
            "files": [dataclasses.asdict(entry) for entry in self.files],
        }
        return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode()

    @property
    def sha256(self) -> str:
        """Return the digest that stands for the whole packet: that of ``manifest.json``."""
        return hashlib.sha256(self.to_json()).hexdigest()


def read_manifest(raw: bytes) -> Manifest:
    """Return the manifest that a ``manifest.json`` holds. Raises BadManifest."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadManifest("it is not JSON") from None
    if not isinstance(body, dict) or body.get("format") not in tuple(LIMITS):
        raise BadManifest(f'it does not say "format": "{PACKET}"')
    about, files, limits = body.get("about"), body.get("files"), LIMITS[body["format"]]
    if not isinstance(about, dict) or not all(isinstance(said, str) for said in about.values()):
        raise BadManifest('"about" is not an object of texts')
    if not isinstance(files, list):
        raise BadManifest('"files" is not a list')
    entries = tuple(_entry(item, place=f'"files"[{at}]') for at, item in enumerate(files))
    counted = Counter(entry.name for entry in entries)
    if twice := [name for name, times in counted.items() if times > 1]:
        raise BadManifest(f"it names {twice[0]} twice")
    if sum(entry.size for entry in entries) > limits.bytes:
        raise BadManifest(f"its files have more than {limits.bytes:,} bytes together")
    return Manifest(about=about, files=entries, format=body["format"])


def _entry(item: object, *, place: str) -> Entry:
    if not isinstance(item, dict) or set(item) != {"name", "size", "sha256"}:
        raise BadManifest(f"{place} is not an object of name, size and sha256")
    name, size, sha256 = item["name"], item["size"], item["sha256"]
    if not isinstance(name, str) or not is_safe(name) or name == MANIFEST:
        raise BadManifest(f"{place}.name is not the name of a file in the packet")
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise BadManifest(f"{place}.size is not a number of bytes")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise BadManifest(f"{place}.sha256 is not 64 hexadecimal digits")
    return Entry(name=name, size=size, sha256=sha256)
