"""From a template and its words to the bytes of a tagged PDF."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import typst

from collaborative.typesetting.glyphs import showable
from collaborative.typesetting.metadata import bare

#: The fonts that the templates ask for, as folders of the USWDS package's ``dist/fonts``.
FONT_FOLDERS = ("public-sans", "merriweather", "roboto-mono")

# The only folder that typst may read: it holds what the templates share and nothing else.
_ROOT = Path(__file__).parent / "root"
_PROBE = _ROOT / "probe.typ"
_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
# The second of each family is typst's own and always there.
_FAMILIES = json.dumps(
    {
        "sans": ["Public Sans", "Libertinus Serif"],
        "serif": ["Merriweather", "Libertinus Serif"],
        "mono": ["Roboto Mono", "DejaVu Sans Mono"],
    }
)
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_LONGEST_RUNNING_TITLE = 80
_NO_MORE: Mapping[str, str] = MappingProxyType({})


class Unprintable(ValueError):
    """The words cannot be set as an accessible PDF; ``str()`` says why."""


def press(
    template: Path,
    *,
    words: Mapping[str, object],
    inputs: Mapping[str, str] = _NO_MORE,
    fonts: Sequence[Path],
    on: date,
) -> bytes:
    """Return a template's document: PDF/A-3a and PDF/UA-1 together.

    ``words`` is all that the document says, as texts, lists and dicts; the template reads it as
    JSON (``sys.inputs.words``), and letters that cannot be shown have become their codes.
    ``inputs`` reach the template as they are, as files to attach must. Templates share what is in
    ``root`` (``#import "/paper.typ"``) and can read nothing else. ``fonts`` are folders
    (``FONT_FOLDERS``), in which a missing family is replaced by one of typst's own.

    The same input gives the same bytes: the document is dated ``on``, not by the clock. Of itself
    it says its title, its language and that date, and nothing else.
    Raises Unprintable.
    """
    folders = tuple(str(folder) for folder in fonts)
    shown = showable(dict(words), faults=functools.partial(_faults, folders))
    day = json.dumps({"year": on.year, "month": on.month, "day": on.day})
    given = {**inputs, "words": json.dumps(shown, ensure_ascii=False), "on": day}
    try:
        return bare(_compiled(template, folders, given, on=on), on=on)
    except typst.TypstError as error:
        raise Unprintable(f"The document cannot be set: {error.message}") from error


def running_title(title: str) -> str:
    """Return a title short enough to stand over the pages, at most 80 letters of it."""
    if len(title) <= _LONGEST_RUNNING_TITLE:
        return title
    return title[:_LONGEST_RUNNING_TITLE].rpartition(" ")[0] + " ..."


def _faults(folders: tuple[str, ...], letters: str) -> frozenset[str]:
    """Return the pieces of a text that the fonts cannot show, by setting it.

    Typst names them one by one; when it does not, the fault is the whole text.
    """
    try:
        _compiled(_PROBE, folders, {"letters": letters}, on=date(2000, 1, 1))
    except typst.TypstError as error:
        named = _NOT_SHOWN.findall(_ESCAPED.sub(_unescaped, error.diagnostic))
        return frozenset(named or {letters})
    return frozenset()


def _unescaped(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


@functools.cache
def _fonts(folders: tuple[str, ...]) -> typst.Fonts:
    """Return the fonts of some folders and typst's own, never the machine's."""
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))


def _compiled(
    template: Path, folders: tuple[str, ...], inputs: Mapping[str, str], *, on: date
) -> bytes:
    """Return the PDF of a template, which goes in as text so that it may lie outside the root."""
    compiler = typst.Compiler(
        template.read_bytes(),
        root=str(_ROOT),
        font_paths=_fonts(folders),
        sys_inputs={**inputs, "families": _FAMILIES},
    )
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    made = compiler.compile(pdf_standards=_STANDARDS, timestamp=noon)
    assert isinstance(made, bytes)
    return made
