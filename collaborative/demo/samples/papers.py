"""Small PDF files for the sample attachments, made on the fly."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from initiatives.uploads import Upload, check

SHEET = Path(__file__).with_name("sheet.typ")
_MADE_AT = datetime(2024, 1, 1, tzinfo=UTC)


def upload(paper: Mapping[str, Any]) -> Upload:
    """Set one page with a title and a list, and return it checked like any other upload.

    The same words give the same bytes, whatever the day.
    """
    content = typst.compile(
        str(SHEET),
        root=str(SHEET.parent),
        ignore_system_fonts=True,
        sys_inputs={"title": paper["title"], "lines": json.dumps(paper["lines"])},
        timestamp=_MADE_AT,
    )
    assert isinstance(content, bytes)
    return check(paper["name"], content, most_bytes=settings.ATTACHMENT_MAX_BYTES)
