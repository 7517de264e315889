"""Papers for the next council: a draft act and the cover sheet of its agenda, as Word documents.

    draft_act(matter) -> Paper          an ordinance or a resolution, with the text as its exhibit
    cover_sheet(matter) -> Paper        under that council's own headings
    written(paper) -> bytes             a DOCX, the same bytes for the same paper

What nobody knows is a visible blank: no number, vote, date, name or signature is filled in.
"""

from agreements.drafts.act import draft_act
from agreements.drafts.headings import Layout, layout
from agreements.drafts.shape import BLANK, Adopted, Matter, Paper
from agreements.drafts.sheet import cover_sheet
from agreements.drafts.word import written

__all__ = [
    "BLANK",
    "Adopted",
    "Layout",
    "Matter",
    "Paper",
    "cover_sheet",
    "draft_act",
    "layout",
    "written",
]
