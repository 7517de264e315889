"""Set the clerk's packet as a document: one accessible, archivable PDF, the same bytes every time.

``typeset(packet, record=..., fonts=...)`` takes a plain dict (``Packet``, in ``shape``).
"""

from agreements.typesetting.packet import RECORD_NAME, typeset
from agreements.typesetting.shape import Act, File, Packet, Party, Vote

__all__ = ["RECORD_NAME", "Act", "File", "Packet", "Party", "Vote", "typeset"]
