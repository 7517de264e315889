"""Read one council record out of Legistar, from its Web API or from its printed page.

``read_record(source)`` takes the bytes of one file and answers with a :class:`Record`, or raises
:class:`BadRecord` with a sentence that names the place. Two kinds of source are read:

* the Web API's JSON: a matter with its histories, attachments, texts and votes (``matter``);
* the text of a "Legislation Details (With Text)" print (``printed``).

``quality(record)`` lists what a person should know before relying on the record, and
``adopting_row(record)`` is the history row that adopted the file, or nothing.

Nothing here reads a database, a clock or the network.
"""

from agreements.legistar.quality import adopting_row, quality
from agreements.legistar.reading import MAX_BYTES, read_record
from agreements.legistar.record import (
    Attachment,
    BadRecord,
    HistoryRow,
    Record,
    SourceKind,
    Vote,
    VoteValue,
    facts,
)

__all__ = [
    "MAX_BYTES",
    "Attachment",
    "BadRecord",
    "HistoryRow",
    "Record",
    "SourceKind",
    "Vote",
    "VoteValue",
    "adopting_row",
    "facts",
    "quality",
    "read_record",
]
