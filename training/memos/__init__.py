"""The memo of a judged course, as an accessible PDF and as a Word document.

typeset_memo(memo, fonts=...) -> bytes      raises collaborative.typesetting.Unprintable
write_docx(memo) -> bytes
"""

from training.memos.pdf import typeset_memo
from training.memos.shape import Memo, Section, Table
from training.memos.word import write_docx

__all__ = ["Memo", "Section", "Table", "typeset_memo", "write_docx"]
