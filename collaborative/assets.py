"""The design system's files, straight from npm's folder: what the pages use and nothing else.

The package weighs 40 MB; a page needs one style sheet and what that sheet points at. So the
sheet itself is the list: its `url(…)` references, its source map, and the icon sprite. None of
the package's scripts is among them, because every part of the portal works without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.functional import cached_property

from collaborative.typesetting import FONT_FOLDERS

SHEET = PurePosixPath("css/uswds.min.css")
EXTRAS = frozenset({f"{SHEET}.map", "img/sprite.svg"})
PREFIX = "uswds"
_REFERENCE = re.compile(r"""url\(["']?(?!data:|#)([^"')]+)""")


def referenced(sheet: str, *, at: PurePosixPath) -> frozenset[str]:
    """List the files a style sheet points at, as paths beside its own (`at`); no `data:` ones.

    >>> sorted(referenced("a{src:url(../fonts/a.woff2)}", at=PurePosixPath("css/a.css")))
    ['fonts/a.woff2']
    """
    return frozenset(
        _normal(at.parent / match.partition("#")[0].partition("?")[0])
        for match in _REFERENCE.findall(sheet)
    )


def _normal(path: PurePosixPath) -> str:
    """Resolve `..` without asking the disk."""
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


class Package(FileSystemStorage):
    """The package's folder; Django and whitenoise read from `prefix` where to serve it."""

    prefix = PREFIX


class NpmFinder(BaseFinder):
    """Serves the used part of USWDS under `uswds/`, in place: nothing is copied or changed."""

    root: ClassVar[Path] = Path(__file__).resolve().parent.parent / "node_modules/@uswds/uswds/dist"

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        """Look at the package's folder; Django passes application names, which do not matter."""
        self.storage = Package(location=self.root)

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths of the used files; raises ImproperlyConfigured when npm has not been run."""
        try:
            sheet = (self.root / SHEET).read_text(encoding="utf-8")
        except FileNotFoundError:
            message = (
                f"The design system is not installed ({self.root / SHEET} is missing): "
                "run `make setup`."
            )
            raise ImproperlyConfigured(message) from None
        return referenced(sheet, at=SHEET) | EXTRAS | {str(SHEET)}

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's
        """Answer one file's place on the disk or None (or, when asked, the list of places)."""
        prefix, _, inner = path.replace("\\", "/").partition("/")
        places = [self.storage.path(inner)] if prefix == PREFIX and inner in self.files else []
        return places if find_all else next(iter(places), None)

    def list(self, ignore_patterns: Iterable[str] | None = None) -> Iterator[tuple[str, Storage]]:
        """Every used file with its storage, in a stable order."""
        for path in sorted(self.files):
            if not matches_patterns(path, ignore_patterns or ()):
                yield path, self.storage


def document_fonts() -> list[Path]:
    """Return the folders of the package's fonts that documents are set in."""
    return [NpmFinder.root / "fonts" / folder for folder in FONT_FOLDERS]
