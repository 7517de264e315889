"""Set the results of a round as a document: one accessible PDF, the same bytes every time.

``typeset_report(report, fonts=...)`` takes a plain dict (``Report``, in ``shape``).
"""

from initiatives.reports.report import typeset_report
from initiatives.reports.shape import Drawing, Report, Result, Table

__all__ = ["Drawing", "Report", "Result", "Table", "typeset_report"]
