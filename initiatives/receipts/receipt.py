"""From a proposal's facts to the bytes of its document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from collaborative.typesetting import press
from initiatives.receipts.shape import Receipt
from initiatives.receipts.wording import worded

_TEMPLATE = Path(__file__).with_name("receipt.typ")


def typeset_receipt(receipt: Receipt, *, fonts: Sequence[Path]) -> bytes:
    """Return the proposal's document as an accessible PDF, the same bytes for the same receipt.

    ``fonts`` are ``collaborative.assets.document_fonts()``. Raises
    ``collaborative.typesetting.Unprintable``.
    """
    return press(_TEMPLATE, words=worded(receipt), fonts=fonts, on=receipt["on"])
