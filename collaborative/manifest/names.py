"""Names of files in a packet: relative, writable on any system, and all unlike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: The name of the manifest itself, which no other file may have.
MANIFEST = "manifest.json"

_LONGEST_PART = 120
_LONGEST_ENDING = 12
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\\ud800-\udfff]')
# Windows gives these names to devices, whatever their ending.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean_names(names: Iterable[str]) -> dict[str, str]:
    """Return a safe name for each name, so that no two are alike on any system.

    Slashes of either kind part folders; "..", ".", and an opening "/" are dropped; characters that
    a system refuses become "_". Names that differ only in case are alike: the later in order gets
    a number, "map (2).pdf".
    """
    taken = {MANIFEST}
    cleaned: dict[str, str] = {}
    for name in sorted(set(names)):
        clean = _clean(name)
        folder, slash, last = clean.rpartition("/")
        stem, ending = _split(last)
        number = 1
        while clean.casefold() in taken:
            number += 1
            clean = f"{folder}{slash}{stem} ({number}){ending}"
        taken.add(clean.casefold())
        cleaned[name] = clean
    return cleaned


def is_safe(name: str) -> bool:
    """Say whether a name stays within the folder it is unpacked to, on any system."""
    return not _UNSAFE.search(name) and not {"", ".", ".."} & set(name.split("/"))


def _clean(name: str) -> str:
    parts = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
    return "/".join(_clean_part(part) for part in parts if part.strip(". ")) or "file"


def _clean_part(part: str) -> str:
    safe = _UNSAFE.sub("_", part).strip().rstrip(". ")
    stem, ending = _split(safe)
    safe = stem[: _LONGEST_PART - len(ending)].rstrip(". ") + ending
    return f"_{safe}" if _RESERVED.fullmatch(safe) else safe


def _split(name: str) -> tuple[str, str]:
    """Return a name's stem and its ending with the dot; "" for an ending too long to be one."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return name, ""
    return stem, dot + ending
