"""Read the Legistar Web API's JSON: a matter, its histories, attachments, texts and votes.

Two envelopes hold the same rows (``docs/records.md`` describes them):

* flat: the Matter object itself, with the lists beside its own keys;
* wrapped: ``{"Matter": {...}, "Histories": [...], ...}``.
"""

from __future__ import annotations

import re

from agreements.legistar.objects import Node, parsed
from agreements.legistar.record import (
    Attachment,
    BadRecord,
    HistoryRow,
    Record,
    SourceKind,
    Vote,
)
from agreements.legistar.words import has_passed, vote_value

# Legistar marks the parts of a plain text with lines such as "..Body"; no page shows them.
_PART_MARK = re.compile(r"^\.\.[A-Za-z][A-Za-z ]*:?[ \t]*$\n?", re.MULTILINE)
_SHOWN_KEYS = 6


def read_matter(text: str, *, sha256: str) -> Record:
    """Return the matter that a JSON text holds. Raises BadRecord naming the key."""
    whole = _one_matter(parsed(text))
    matter = whole.child("Matter") or whole
    if not matter.has("MatterFile"):
        raise BadRecord(_foreign(matter))
    remarks: list[str] = []
    return Record(
        file_number=matter.required("MatterFile"),
        version=matter.text("MatterVersion"),
        name=matter.text("MatterName"),
        type=matter.text("MatterTypeName"),
        status=matter.text("MatterStatusName"),
        introduced_on=matter.day("MatterIntroDate"),
        agenda_on=matter.day("MatterAgendaDate"),
        final_on=matter.day("MatterPassedDate"),
        enactment_number=matter.text("MatterEnactmentNumber"),
        in_control=matter.text("MatterBodyName"),
        title=matter.text("MatterTitle"),
        sponsors=_names(whole, matter, "Sponsors", "MatterSponsorName"),
        indexes=_names(whole, matter, "Indexes", "MatterIndexName"),
        code_sections=_names(whole, matter, "CodeSections", "CodeSectionName"),
        attachments=_attachments(_list(whole, matter, "Attachments")),
        history=_history(whole, matter, remarks),
        text=_text(whole, matter, remarks),
        issuer="",
        source_kind=SourceKind.API,
        sha256=sha256,
        remarks=tuple(remarks),
    )


def _one_matter(root: Node) -> Node:
    """Return the object of a document that is one, or is a list of one."""
    if not isinstance(root.value, list):
        return root
    items = root.items()
    if items and items[0].has("MatterHistoryId"):
        raise BadRecord(
            f"This is a list of {len(items)} history rows without their matter; "
            'expected one Matter object with the rows under "MatterHistories"'
        )
    if len(items) != 1:
        raise BadRecord(
            f"The file holds a list of {len(items)} objects; expected one Matter object"
        )
    return Node(items[0].value, "")


def _foreign(node: Node) -> str:
    """Return the sentence for JSON that is no matter, naming what it seems to be."""
    if node.has("EventId"):
        return (
            "This is a Legistar meeting (it has EventId), not a file; "
            "expected one Matter object with MatterFile"
        )
    if node.has("File") and node.has("History"):
        return (
            "This is another project's copy of a Legistar file (it has File and History); "
            "expected the Web API's own keys, MatterFile and MatterHistories"
        )
    keys = ", ".join(node.keys()[:_SHOWN_KEYS]) or "nothing"
    keys = keys.encode("utf-8", "backslashreplace").decode()
    return (
        f"{node.place or 'The JSON'} has no MatterFile (it has {keys}); expected one Matter object"
    )


def _list(whole: Node, matter: Node, kind: str) -> list[Node]:
    """Return the rows of one kind, from ``Matter<kind>`` or ``<kind>``, in either envelope."""
    homes = [whole] if whole is matter else [whole, matter]
    found = [home.child(key) for home in homes for key in (f"Matter{kind}", kind)]
    present = [node for node in found if node is not None]
    if len(present) > 1:
        raise BadRecord(
            f"{present[0].place} and {present[1].place} both hold the {kind}; expected one of them"
        )
    return present[0].items() if present else []


def _names(whole: Node, matter: Node, kind: str, *keys: str) -> tuple[str, ...]:
    """Return the names in a list of words, or of objects with the name under one of ``keys``."""
    names = []
    for row in _list(whole, matter, kind):
        words = [row.word()] if not row.is_object() else [row.text(key) for key in keys]
        names.append(next((word for word in words if word), ""))
    return tuple(name for name in names if name)


def _attachments(rows: list[Node]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            name=row.required("MatterAttachmentName"),
            url=row.text("MatterAttachmentHyperlink"),
            file_name=row.text("MatterAttachmentFileName"),
        )
        for row in rows
    )


def _history(whole: Node, matter: Node, remarks: list[str]) -> tuple[HistoryRow, ...]:
    rows = _list(whole, matter, "Histories")
    loose: dict[str, list[Node]] = {}
    for vote in _list(whole, matter, "Votes"):
        loose.setdefault(vote.text("VoteEventItemId"), []).append(vote)
    # A single action needs no key to say which action was voted on.
    only = loose.pop("", []) if len(rows) == 1 else []
    history = []
    for row in rows:
        key = row.text("MatterHistoryId")
        votes = [*_votes_within(row), *(loose.pop(key, []) if key else []), *only]
        history.append(_history_row(row, votes))
    remarks.extend(
        f"Votes of no row of the history (VoteEventItemId {key or 'blank'}): {len(votes)}, left out"
        for key, votes in loose.items()
    )
    return tuple(history)


def _votes_within(row: Node) -> list[Node]:
    found = row.child("Votes") or row.child("MatterHistoryVotes")
    return found.items() if found else []


def _history_row(row: Node, votes: list[Node]) -> HistoryRow:
    flag = row.flag("MatterHistoryPassedFlag")
    result = row.text("MatterHistoryPassedFlagName")
    ordered = sorted(votes, key=lambda vote: vote.number("VoteSort"))
    return HistoryRow(
        date=row.day("MatterHistoryActionDate"),
        version=row.text("MatterHistoryVersion"),
        body=row.text("MatterHistoryActionBodyName"),
        action=row.text("MatterHistoryActionName"),
        result=result,
        passed=has_passed(result) if flag is None else flag,
        mover=row.text("MatterHistoryMoverName"),
        seconder=row.text("MatterHistorySeconderName"),
        tally=row.text("MatterHistoryTally"),
        votes=tuple(_vote(vote) for vote in ordered),
    )


def _vote(row: Node) -> Vote:
    word = row.text("VoteValueName")
    return Vote(person=row.text("VotePersonName"), word=word, value=vote_value(word))


def _text(whole: Node, matter: Node, remarks: list[str]) -> str:
    """Return the text of the matter's own version, or the last one there is, saying so."""
    rows = _list(whole, matter, "Texts")
    if not rows:
        return ""
    version = matter.text("MatterVersion")
    own = [row for row in rows if row.text("MatterTextVersion") == version]
    chosen = (own or rows)[-1]
    if not own and chosen.text("MatterTextVersion"):
        remarks.append(
            f"There is no text of version {version or 'blank'}; "
            f"the text of version {chosen.text('MatterTextVersion')} was read"
        )
    plain = chosen.text("MatterTextPlain")
    if not plain and chosen.text("MatterTextRtf"):
        remarks.append("The text is there only as RTF (MatterTextRtf), which is not read")
    lines = plain.replace("\r\n", "\n").replace("\r", "\n")
    return _PART_MARK.sub("", lines).strip()
