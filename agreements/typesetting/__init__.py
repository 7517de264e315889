"""Set the clerk's packet as a document: one accessible, archivable PDF, the same bytes every time.

``typeset(packet, record=..., fonts=...)`` takes a plain dict (``Packet``, in ``shape``).
"""

from agreements.typesetting.packet import RECORD_NAME, typeset
from agreements.typesetting.shape import (
    Act,
    Check,
    Command,
    Fact,
    File,
    Filing,
    Packet,
    Paper,
    Party,
    RollCall,
    Signing,
    Step,
    Vote,
)

__all__ = [
    "RECORD_NAME",
    "Act",
    "Check",
    "Command",
    "Fact",
    "File",
    "Filing",
    "Packet",
    "Paper",
    "Party",
    "RollCall",
    "Signing",
    "Step",
    "Vote",
    "typeset",
]
