"""A memo as an accessible PDF."""

from collections.abc import Sequence
from pathlib import Path

from collaborative.typesetting import press, running_title
from training.memos.shape import Memo

_TEMPLATE = Path(__file__).with_name("memo.typ")


def typeset_memo(memo: Memo, *, fonts: Sequence[Path]) -> bytes:
    """Return the memo as a tagged PDF, the same bytes for the same memo.

    ``fonts`` are ``collaborative.assets.document_fonts()``. Raises
    ``collaborative.typesetting.Unprintable``.
    """
    words = {key: value for key, value in memo.items() if key != "on"}
    words["facts"] = [list(fact) for fact in memo["facts"]]
    words["running_title"] = running_title(memo["title"])
    return press(_TEMPLATE, words=words, fonts=fonts, on=memo["on"])
