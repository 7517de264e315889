"""Read a Legistar meeting: each item that has a matter is a record of that matter."""

from __future__ import annotations

import dataclasses

from agreements.legistar.matter import assembled
from agreements.legistar.objects import Node
from agreements.legistar.record import BadRecord, Further, Record
from agreements.legistar.shapes import ITEM_MATTER, ITEM_ROW

_ITEM_KEYS = frozenset(ITEM_MATTER.values())
_OF_THE_MEETING = ("EventDate", "EventBodyName", "EventBodyId")
# What an item says only when something was done with it.
_DONE = (
    "EventItemActionName",
    "EventItemPassedFlag",
    "EventItemPassedFlagName",
    "EventItemTally",
    "EventItemMover",
    "EventItemSeconder",
)


def is_meeting(node: Node) -> bool:
    """Say whether an object is a meeting."""
    return node.has("EventId") and not node.has("MatterFile")


def read_meeting(event: Node, *, sha256: str) -> tuple[Record, ...]:
    """Return the records of a meeting's items. Raises BadRecord naming the item and its key."""
    held = event.day("EventDate")
    body = event.required("EventBodyName")
    found = [node for key in ("EventItems", "items") if (node := event.child(key)) and node.value]
    if len(found) > 1:
        raise BadRecord(
            f"{found[0].place} and {found[1].place} both hold the items; expected one of them"
        )
    if held is None or not found:
        what = "no EventDate" if held is None else "no items (EventItems)"
        raise BadRecord(f"The meeting of the {body} has {what}; expected both")
    items = [item for item in found[0].items() if item.text("EventItemMatterFile")]
    if not items:
        raise BadRecord(
            f"No item of the meeting of the {body} on {held} has a matter; expected one or more "
            "with EventItemMatterFile"
        )
    meeting: Further = {"Event": event.rest()}
    return tuple(_record(event, item, meeting, sha256=sha256) for item in items)


def _record(event: Node, item: Node, meeting: Further, *, sha256: str) -> Record:
    if not isinstance(item.value, dict):  # an object: it was asked for its matter's number
        raise TypeError(item.place)
    said = {key: item.value[key] for key in item.value if key.startswith("EventItem")}
    lists = {key: item.value[key] for key in item.value if not key.startswith("EventItem")}
    calls = lists.pop("RollCalls", None)
    whole = Node(lists, item.place)
    own = Node(said, item.place, ITEM_MATTER)
    matter = whole.child("Matter") or own.pick(tuple(ITEM_MATTER))
    row = _row(event, item, said, calls)
    key = row.text("MatterHistoryId")
    stands = _stands_already(lists, key)
    rows = [row] if _is_done(said, lists) and not stands else []
    record = assembled(whole, matter, rows=rows, voted_on=key, sha256=sha256)
    _refuse_other_file(item, record)
    # Asked anew, so that the id is part of it.
    on_agenda = {} if rows or stands else {"EventItem": row.named(ITEM_ROW).rest()}
    return dataclasses.replace(record, further=record.further | meeting | on_agenda)


def _row(event: Node, item: Node, said: Further, calls: object) -> Node:
    """Return an item as the row of a history: what was done, on the meeting's day, by its body."""
    held = event.value if isinstance(event.value, dict) else {}
    values = {key: value for key, value in said.items() if key not in _ITEM_KEYS}
    values |= {key: held.get(key) for key in _OF_THE_MEETING}
    if calls:
        values["RollCalls"] = calls
    return Node(values, item.place, ITEM_ROW)


def _is_done(said: Further, lists: Further) -> bool:
    """Say whether anything was done with an item: it may only have been on the agenda."""
    return bool(lists.get("Votes")) or any(said.get(key) not in (None, "") for key in _DONE)


def _stands_already(lists: Further, key: str) -> bool:
    """Say whether the matter's own history has the item's row."""
    rows = lists.get("Histories")
    if not isinstance(rows, list):
        return False
    ids = {str(row.get("MatterHistoryId")) for row in rows if isinstance(row, dict)}
    return bool(key) and key in ids


def _refuse_other_file(item: Node, record: Record) -> None:
    said = item.text("EventItemMatterFile")
    if said != record.file_number:
        raise BadRecord(
            f"{item.place}.Matter.MatterFile is {record.file_number} but "
            f"{item.place}.EventItemMatterFile is {said}; expected the same file"
        )
