"""Tell which shape a JSON document has, and read the records it holds."""

from __future__ import annotations

import dataclasses

from agreements.legistar.matter import assembled
from agreements.legistar.meetings import is_meeting, read_meeting
from agreements.legistar.objects import Node, parsed
from agreements.legistar.record import BadRecord, Record
from agreements.legistar.shapes import LISTS, NEW_YORK

_SHOWN_KEYS = 6


def read_json(text: str, *, sha256: str, file_number: str = "") -> tuple[Record, ...]:
    """Return the records of a JSON text: of one matter, of a meeting, or of one of the lists.

    A list of rows without their matter is a record of the file ``file_number``.
    Raises BadRecord naming the key.
    """
    root = parsed(text)
    items = root.items() if isinstance(root.value, list) else []
    kind = next((kind for key, kind in LISTS.items() if items and items[0].has(key)), "")
    if kind:
        return (_of_a_list(root, kind, sha256=sha256, file_number=file_number),)
    if items and all(is_meeting(item) for item in items):
        return tuple(record for item in items for record in read_meeting(item, sha256=sha256))
    whole = _one(root)
    if is_meeting(whole):
        return read_meeting(whole, sha256=sha256)
    return (_matter(whole, sha256=sha256),)


def _of_a_list(rows: Node, kind: str, *, sha256: str, file_number: str) -> Record:
    """Return what a list of rows says of one file: the rest is blank, and adds nothing."""
    if not file_number:
        noun = _LIST_NOUNS[kind]
        raise BadRecord(
            f"This is a list of {len(rows.items())} {noun} without their matter; say which file "
            f'they belong to (--file-number), or put them under "Matter{kind}" of one Matter object'
        )
    # The list has no name in the file, so that its places are "[0]", "[1]" as they are there.
    whole = Node({"MatterFile": file_number, "": rows.value}, "", {f"Matter{kind}": ""})
    record = assembled(whole, whole, sha256=sha256)
    return dataclasses.replace(record, part=kind)


_LIST_NOUNS = {
    "Histories": "history rows",
    "Indexes": "index words",
    "Sponsors": "sponsors",
    "Attachments": "attachments",
}


def _one(root: Node) -> Node:
    """Return the object of a document that is one, or is a list of one."""
    if not isinstance(root.value, list):
        return root
    if len(root.value) != 1:
        raise BadRecord(
            f"The file holds a list of {len(root.value)} objects; expected one Matter object"
        )
    return Node(root.value[0], "")


def _matter(whole: Node, *, sha256: str) -> Record:
    if whole.has("File") and whole.has("History"):
        own = whole.named(NEW_YORK.matter)
        return assembled(own, own, shape=NEW_YORK, sha256=sha256)
    matter = whole.child("Matter") or whole
    if not matter.has("MatterFile"):
        raise BadRecord(_foreign(matter))
    return assembled(whole, matter, sha256=sha256)


def _foreign(node: Node) -> str:
    """Return the sentence for JSON that is no matter, naming what it has instead."""
    keys = ", ".join(node.keys()[:_SHOWN_KEYS]) or "nothing"
    keys = keys.encode("utf-8", "backslashreplace").decode()
    return (
        f"{node.place or 'The JSON'} has no MatterFile (it has {keys}); expected one Matter object"
    )
