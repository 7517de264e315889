"""Read council records out of Legistar, from its Web API or from its printed page, and write them.

``read_records(source)`` takes the bytes of one file and answers with each :class:`Record` in it, or
raises :class:`BadRecord` with a sentence that names the place. What is read:

* the Web API's JSON: a matter with its histories, attachments, texts and votes (``matter``);
  a meeting, each item of which is a record (``meetings``); one list without its matter; the same
  facts under another source's names (``shapes``);
* the text of a "Legislation Details (With Text)" print (``printed``).

``quality(record)`` lists what a person should know before relying on the record; ``course(record)``
is its history around the row that decided it; ``matter_of(record)`` is the record under the Web
API's names, from which ``read_record`` reads the same record again.

Nothing here reads a database, a clock or the network.
"""

from agreements.legistar.course import Course, adopting_row, course, in_order
from agreements.legistar.merging import merged, said, said_row
from agreements.legistar.quality import quality
from agreements.legistar.reading import MAX_BYTES, read_record, read_records
from agreements.legistar.record import (
    Attachment,
    BadRecord,
    HistoryRow,
    Record,
    SourceKind,
    Vote,
    VoteValue,
    facts,
    record_from,
)
from agreements.legistar.writing import matter_of, written

__all__ = [
    "MAX_BYTES",
    "Attachment",
    "BadRecord",
    "Course",
    "HistoryRow",
    "Record",
    "SourceKind",
    "Vote",
    "VoteValue",
    "adopting_row",
    "course",
    "facts",
    "in_order",
    "matter_of",
    "merged",
    "quality",
    "read_record",
    "read_records",
    "record_from",
    "said",
    "said_row",
    "written",
]
