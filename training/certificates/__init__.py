"""A certificate as a paper: one accessible PDF, the same bytes every time.

typeset(paper, fonts=...) -> bytes      raises collaborative.typesetting.Unprintable
"""

from training.certificates.printing import Paper, typeset

__all__ = ["Paper", "typeset"]
