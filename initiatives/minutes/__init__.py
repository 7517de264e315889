"""The minutes of a meeting as a document: one plain dict, written as DOCX and set as PDF.

    write_docx(minutes) -> bytes
    typeset_minutes(minutes, fonts=...) -> bytes

Both say the same in the same order; the same minutes give the same bytes.
"""

from initiatives.minutes.pdf import typeset_minutes
from initiatives.minutes.shape import Discussed, Line, Minutes, Moved
from initiatives.minutes.word import write_docx

__all__ = ["Discussed", "Line", "Minutes", "Moved", "typeset_minutes", "write_docx"]
