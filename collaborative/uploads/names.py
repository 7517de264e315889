"""What a file is called: which kind its ending promises, and names that hide what a file is."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

LONGEST_NAME = 150
"""Characters of a file's name, its ending included."""
KILOBYTE = 1024
"""Bytes."""


class Refused(Exception):
    """A file that does not come in; the text says why and what to do."""


class Kind(StrEnum):
    """The kinds of file that come in."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPEG = "jpeg"

    @property
    def phrase(self) -> str:
        """The kind in a sentence: "a Word file"."""
        names = {"pdf": "a PDF", "docx": "a Word", "xlsx": "an Excel", "png": "a PNG"}
        return f"{names.get(self, 'a JPEG')} file"


ENDINGS: Mapping[str, Kind] = MappingProxyType(
    {kind.value: kind for kind in Kind} | {"jpg": Kind.JPEG}
)
"""The kind that each ending promises."""
ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "doc": "Open it in Word, save it as .docx or PDF, and add that.",
        "xls": "Open it in Excel, save it as .xlsx or PDF, and add that.",
        "docm": "It can hold macros. Save it in Word as .docx without macros, and add that.",
        "xlsm": "It can hold macros. Save it in Excel as .xlsx without macros, and add that.",
        "svg": "A drawing of this kind can hold a program. Save it as PNG or PDF, and add that.",
        "heic": "Save the photograph as JPEG (.jpg), and add that.",
        "zip": "Take the files out of it and add them one by one.",
    }
)
"""What to do instead, by ending."""
OTHERWISE = "Save it as PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, and add that."
KNOWN_ENDING = re.compile(
    "apk|app|bat|bin|cmd|com|cpl|dll|doc|docm|docx|dotm|exe|hta|html?|iso|jar|jpe?g|jse?|lnk|mht|"
    "mhtml|msi|pdf|php|pif|png|potm|ppt|pptm|ps1|py|rtf|scr|sh|svgz?|swf|vbe?|vbs|wsf|xhtml|xls|"
    "xlsb|xlsm|xlsx|xltm|xml|zip"
)
"""Endings that must not hide inside a name, before the last one; "v1.2" and dates may."""
DEVICE = re.compile(
    r"(aux|con|conin\$|conout\$|nul|prn|(com|lpt)[0-9¹²³])(\s*\..*)?", re.IGNORECASE
)
"""Names that Windows keeps for itself, whatever follows."""


def checked_name(name: str) -> str:
    """Return the name without any folder before it, or refuse what cannot be shown safely.

    The letters of a name from a Mac are put together as everybody else writes them.
    """
    shown = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1].strip())
    if any(unicodedata.category(letter).startswith("C") for letter in shown):
        raise Refused(
            "The name of the file holds invisible signs that can disguise what it is. Rename the "
            "file with plain letters, and add it again."
        )
    if len(shown) > LONGEST_NAME:
        raise Refused(
            f"The name of the file has {len(shown)} characters; the portal takes {LONGEST_NAME}. "
            "Rename the file, and add it again."
        )
    if DEVICE.fullmatch(shown):
        raise Refused(
            f"Windows keeps the name “{shown}” for itself, so nobody there could save the file. "
            "Rename it, and add it again."
        )
    return shown


def promised_kind(name: str) -> Kind:
    """Return the kind that the ending promises, or refuse with what to save it as."""
    stem, _, ending = name.rpartition(".")
    if not stem.strip(". ") or not ending:
        raise Refused(f"“{name}” has no ending that says what it is. {OTHERWISE}")
    kind = ENDINGS.get(ending.lower())
    if kind is None:
        advice = ADVICE.get(ending.lower(), OTHERWISE)
        raise Refused(
            f"“{name}” is a .{ending.lower()} file, which the portal does not take. {advice}"
        )
    for inner in re.split("[.:]", stem.lower())[1:]:
        if KNOWN_ENDING.fullmatch(inner.strip()):
            raise Refused(
                f"“{name}” has two endings, .{inner.strip()} and .{ending.lower()}, so nobody can "
                "tell what it is. Rename the file with one, and add it again."
            )
    return kind


def damaged(name: str) -> Refused:
    """Return the refusal of a file that its own program could not read either."""
    return Refused(f"“{name}” is damaged and cannot be read. Open it, save it again, and add that.")


def size_in_words(size: int) -> str:
    """Say a size of so many bytes: "31.2 MB" (of 1,048,576 bytes), "312 KB", "1 byte"."""
    if size < KILOBYTE:
        return f"{size} byte{'' if size == 1 else 's'}"
    unit, name = (KILOBYTE, "KB") if size < KILOBYTE**2 else (KILOBYTE**2, "MB")
    return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
