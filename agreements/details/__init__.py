"""A council's record laid out as the print "Legislation Details (With Text)".

``pairs`` and ``lines`` are the head of the print, ``outcome`` the last column of its history, for
a page; ``typeset_details`` sets the whole as an accessible PDF.
"""

from agreements.details.printing import Details, lines, outcome, pairs, typeset_details

__all__ = ["Details", "lines", "outcome", "pairs", "typeset_details"]
