"""Find a print's labels, whole or broken, and the values beside them."""

from __future__ import annotations

import re
from collections.abc import Container

from agreements.legistar.letters import folded
from agreements.legistar.record import BadRecord

# Each label that opens a line, and those that may follow it further along the same line.
_BESIDE: dict[str, tuple[str, ...]] = {
    "File #": ("Version", "Name"),
    "Type": ("Status",),
    "File created": ("In control",),
    "On agenda": ("Final action",),
    "Enactment date": ("Enactment #",),
    "Title": (),
    "Sponsors": (),
    "Indexes": (),
    "Code sections": (),
    "Attachments": (),
    "Related files": (),
}
_ALL = (*_BESIDE, *(label for beside in _BESIDE.values() for label in beside))
_NEEDED = ("File #", "Type", "Status", "File created", "Title")


def _pattern(label: str) -> re.Pattern[str]:
    """Match a label, blanks anywhere in it ("Final actio n:"), where a word may begin."""
    letters = r"\s*".join(re.escape(letter) for letter in label if letter != " ")
    return re.compile(rf"(?:^|(?<=\s)){letters}\s*:", re.IGNORECASE)


_PATTERNS = {label: _pattern(label) for label in _ALL}


def read_labels(lines: list[str], *, first: int, remarks: list[str]) -> dict[str, str]:
    """Return each label's value as it stands, tabs and all; a label that is not there is left out.

    ``first`` is the number of the first line, for remarks; ``remarks`` gets a sentence for each
    label that had to be mended. Raises BadRecord when the lines are not those of a print.
    """
    values: dict[str, str] = {}
    open_label = ""
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        found = _labels_of(line, taken=values)
        if found:
            starts = [*(match.start() for match in found.values()), len(line)]
            for (label, match), upto in zip(found.items(), starts[1:], strict=True):
                values[label] = line[match.end() : upto]
                open_label = label
                remarks.extend(_mending(label, line[match.start() : match.end()]))
        elif open_label:
            values[open_label] = f"{values[open_label].rstrip()} {line.strip()}"
        else:
            remarks.append(f'Line {first + at} ("{line.strip()}") has no label and was left out')
    missing = [label for label in _NEEDED if label not in values]
    if missing:
        raise BadRecord(_missing(missing))
    return values


def _labels_of(line: str, *, taken: Container[str]) -> dict[str, re.Match[str]]:
    """Return the labels of a line with their matches, in the order of the line.

    A line must open with a label to have any: "Status:" within a long title is part of the title.
    """
    plain = folded(line)
    start = len(plain) - len(plain.lstrip())
    opening = next(
        (label for label in _ALL if label not in taken and _PATTERNS[label].match(plain, start)),
        None,
    )
    if opening is None:
        return {}
    found = {opening: _PATTERNS[opening].match(plain, start)}
    for label in _BESIDE.get(opening, ()):
        if label not in taken:
            found[label] = _PATTERNS[label].search(plain, start)
    matches = {label: match for label, match in found.items() if match is not None}
    return dict(sorted(matches.items(), key=lambda pair: pair[1].start()))


def _mending(label: str, stood: str) -> list[str]:
    """Return a remark for a label that did not stand as it should."""
    if " ".join(stood.split()).lower() == f"{label}:".lower():
        return []
    shown = " ".join(stood.split())
    if folded(shown) != shown:
        return [f'The label "{shown}" holds letters of another alphabet and was read as "{label}:"']
    return [f'The label "{shown}" was read as "{label}:"']


def _missing(labels: list[str]) -> str:
    named = ", ".join(f'"{label}:"' for label in labels)
    noun = "label is" if len(labels) == 1 else "labels are"
    return f"The {noun} missing: {named}; expected each at the start of its line or beside its pair"
