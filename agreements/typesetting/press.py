"""From a packet's facts to the bytes of a tagged PDF."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import typst

from agreements.typesetting.glyphs import showable
from agreements.typesetting.shape import Packet
from agreements.typesetting.wording import worded

#: The fonts the template asks for, as folders of the USWDS package's ``dist/fonts``.
FONT_FOLDERS = ("public-sans", "merriweather", "roboto-mono")
RECORD_NAME = "record.json"

_HERE = Path(__file__).parent
_STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
# The second of each family is typst's own and always there.
_FAMILIES = json.dumps(
    {
        "sans": ["Public Sans", "Libertinus Serif"],
        "serif": ["Merriweather", "Libertinus Serif"],
        "mono": ["Roboto Mono", "DejaVu Sans Mono"],
    }
)


class Unprintable(ValueError):
    """The packet cannot be set as an accessible PDF; ``str()`` says why."""


def typeset(packet: Packet, *, record: bytes, fonts: Sequence[Path]) -> bytes:
    """Return the packet's document: PDF/A-3a and PDF/UA-1 together, the record attached to it.

    ``record`` is the record as JSON in UTF-8; ``fonts`` are folders of fonts (``FONT_FOLDERS``), in
    which a missing family is replaced by one of typst's own. The same input gives the same bytes:
    the document's date is the packet's ``as_of``, not the clock's. Raises Unprintable.
    """
    folders = tuple(str(folder) for folder in fonts)
    words = showable(worded(packet), can_show=functools.partial(_can_show, folders))
    inputs = {
        "packet": json.dumps(words, ensure_ascii=False),
        "record": record.decode(),
        "record_name": RECORD_NAME,
    }
    as_of = packet["as_of"]
    noon = datetime(as_of.year, as_of.month, as_of.day, 12, tzinfo=UTC)
    try:
        return _compiled("packet.typ", folders, inputs, at=noon)
    except typst.TypstError as error:
        raise Unprintable(f"The document cannot be set: {error.message}") from error


@functools.lru_cache(maxsize=4096)
def _can_show(folders: tuple[str, ...], letters: str) -> bool:
    """Say whether the fonts have a glyph for each letter, by setting them."""
    try:
        _compiled("probe.typ", folders, {"letters": letters}, at=datetime(2000, 1, 1, tzinfo=UTC))
    except typst.TypstError:
        return False
    return True


def _compiled(
    template: str, folders: tuple[str, ...], inputs: dict[str, str], *, at: datetime
) -> bytes:
    """Return the PDF of a template of this folder, outside of which typst may read nothing."""
    made = typst.compile(
        str(_HERE / template),
        root=str(_HERE),
        font_paths=list(folders),
        ignore_system_fonts=True,
        sys_inputs=inputs | {"families": _FAMILIES},
        pdf_standards=_STANDARDS,
        timestamp=at,
    )
    return bytes(made)
