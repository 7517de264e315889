"""Small PDF files for the sample attachments, made on the fly."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from collaborative.assets import document_fonts
from collaborative.typesetting import press
from collaborative.uploads import Upload, check

SHEET = Path(__file__).with_name("sheet.typ")
_MADE_ON = date(2024, 1, 1)


def upload(paper: Mapping[str, Any]) -> Upload:
    """Set one page with a title and a list, and return it checked like any other upload.

    The same words give the same bytes, whatever the day.
    """
    words = {"title": paper["title"], "lines": paper["lines"]}
    content = press(SHEET, words=words, fonts=document_fonts(), on=_MADE_ON)
    return check(paper["name"], content, most_bytes=settings.ATTACHMENT_MAX_BYTES)
