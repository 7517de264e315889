"""Word and Excel files: what they say that they are, and nothing in them that acts by itself."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from collaborative.uploads.markup import Finding, is_elsewhere
from collaborative.uploads.names import Kind, Refused, damaged
from collaborative.uploads.packages import Contents, unpacked

_FORMATS = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES: Mapping[str, str] = MappingProxyType(
    {
        f"{_FORMATS}wordprocessingml.document.main+xml": "docx",
        f"{_FORMATS}spreadsheetml.sheet.main+xml": "xlsx",
        f"{_FORMATS}presentationml.presentation.main+xml": "pptx",
    }
)
"""What a package is, by the media type of its main part."""
MACROS = re.compile(r"vbaproject|vbadata|macroenabled|macrosheet|\bactivex", re.IGNORECASE)
"""Names and media types of parts that are programs."""
MACRO_RELATIONS = {"control", "vbaProject", "wordVbaData", "xlIntlMacrosheet", "xlMacrosheet"}
MOST_NESTED = 2
"""How deep a table inside a report, and a table inside that, may lie."""
SENTENCES: Mapping[Finding, str] = MappingProxyType(
    {
        Finding.COMMANDS: "tells another program what to do as soon as it is opened (DDE). Put the "
        "results in place of these links, save it, and add that.",
        Finding.FETCHES: "brings something in from another computer as soon as it is opened, such "
        "as a template, a picture or figures. Others could not reach it, and it would tell that "
        "computer who reads the file. Save it as PDF, or break the links, and add that.",
        Finding.QUERIES: "asks a database as soon as it is opened. Switch that off under the "
        "connection’s properties, or save it as PDF, and add that.",
    }
)


def checked_office(name: str, kind: Kind, content: bytes) -> bytes:
    """Return a Word or Excel file as it came, or refuse it."""
    contents = unpacked(name, content)
    _check_acts(name, contents)
    found = _main_type(contents)
    if found is None:
        raise damaged(name)
    if found != kind:
        raise Refused(
            f"“{name}” is named like {kind.phrase}, but it holds what a .{found} file holds. Give "
            "it the ending that it had, and add it again."
        )
    _check_inner(name, contents, depth=1)
    return content


def _check_inner(name: str, contents: Contents, *, depth: int) -> None:
    """Check the packages inside one, as Word keeps the figures of a chart."""
    for content in contents.packages.values():
        inner = unpacked(name, content)
        _check_acts(name, inner)
        if _main_type(inner) is None or depth >= MOST_NESTED:
            raise Refused(
                f"“{name}” holds another file inside that the portal cannot look into. Add that "
                "file by itself, and this one without it."
            )
        _check_inner(name, inner, depth=depth + 1)


def _main_type(contents: Contents) -> str | None:
    """What a package is; nothing where it does not say so, or names no main part."""
    mains = [one for one in contents.markup.relations if one.kind == "officeDocument"]
    parts = {one.target.removeprefix("/") for one in mains if not one.is_external}
    if len(mains) != 1 or not parts <= contents.names:
        return None
    return MAIN_TYPES.get(contents.markup.type_of(parts.pop()))


def _check_acts(name: str, contents: Contents) -> None:
    """Refuse what acts by itself: programs, objects of other programs, links that load."""
    markup = contents.markup
    types = {*markup.types_by_ending.values(), *markup.types_by_part.values()}
    kinds = {one.kind for one in markup.relations}
    if MACRO_RELATIONS & kinds or any(MACROS.search(said) for said in contents.names | types):
        raise Refused(
            f"“{name}” holds macros, which are programs. Save it without macros, and add that."
        )
    if contents.old_office or "aFChunk" in kinds or _has_inner_object(contents):
        raise Refused(
            f"“{name}” holds an object of another program, which opens when somebody clicks on it. "
            "Put a picture of it in its place, save it, and add that; what it held can be added by "
            "itself."
        )
    findings = set(markup.findings)
    if any(_loads(one.kind, one.target) for one in markup.relations if one.is_external):
        findings.add(Finding.FETCHES)
    for finding, sentence in SENTENCES.items():
        if finding in findings:
            raise Refused(f"“{name}” {sentence}")


def _has_inner_object(contents: Contents) -> bool:
    return any(one.kind == "oleObject" and not one.is_external for one in contents.markup.relations)


def _loads(kind: str, target: str) -> bool:
    """Tell whether a relation brings something in unasked; a hyperlink waits for a click."""
    return kind != "hyperlink" and is_elsewhere(target)
