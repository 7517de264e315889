"""What an agreement's text is made of: numbered sections, exhibits, terms; and two texts compared.

Pure: texts in, plain values out.
"""

from agreements.clauses.exhibits import Listed, with_exhibits, without_exhibits
from agreements.clauses.finding import suggested
from agreements.clauses.redline import Change, Passage, Redline, redline
from agreements.clauses.required import TERMS, Term
from agreements.clauses.sections import Section, anchors, numbered, sections

__all__ = [
    "TERMS",
    "Change",
    "Listed",
    "Passage",
    "Redline",
    "Section",
    "Term",
    "anchors",
    "numbered",
    "redline",
    "sections",
    "suggested",
    "with_exhibits",
    "without_exhibits",
]
