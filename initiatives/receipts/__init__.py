"""Set a proposal as a document: the receipt of what was sent in, or a draft to print and discuss.

``typeset_receipt(receipt, fonts=...)`` takes a plain dict (``Receipt``, in ``shape``).
"""

from initiatives.receipts.receipt import typeset_receipt
from initiatives.receipts.shape import Answer, City, File, Receipt, Section

__all__ = ["Answer", "City", "File", "Receipt", "Section", "typeset_receipt"]
