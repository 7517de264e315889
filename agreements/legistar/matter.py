"""One matter, from the objects that hold it: its own fields and the rows of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agreements.legistar.objects import Node
from agreements.legistar.record import (
    Attachment,
    BadRecord,
    Further,
    HistoryRow,
    Record,
    SourceKind,
    Vote,
)
from agreements.legistar.shapes import WEB_API, Shape
from agreements.legistar.words import has_passed, vote_value

# Legistar marks the parts of a plain text with lines such as "..Body"; no page shows them.
_PART_MARK = re.compile(r"^\.\.[A-Za-z][A-Za-z ]*:?[ \t]*$\n?", re.MULTILINE)
_TEXT_KEYS = ("MatterTextId", "MatterTextVersion", "MatterTextPlain", "MatterTextRtf")


def assembled(
    whole: Node,
    matter: Node,
    *,
    shape: Shape = WEB_API,
    rows: Iterable[Node] = (),
    voted_on: str = "",
    sha256: str,
) -> Record:
    """Return the matter of ``matter``'s own fields and the lists beside it or in ``whole``.

    ``rows`` are further rows of its history; ``voted_on`` is the id of the row that votes without
    an id of their own were cast on. Raises BadRecord naming the key.
    """
    remarks: list[str] = []
    lists = {kind: _list(whole, matter, kind, shape) for kind in _KINDS}
    history = _history([*lists["Histories"], *rows], lists["Votes"], voted_on, remarks, shape)
    sponsors, indexes, sections, kept = _all_names(lists)
    text, texts = _text(lists["Texts"] or _own_text(matter), matter, remarks)
    return Record(
        file_number=matter.required("MatterFile"),
        version=matter.text("MatterVersion"),
        name=matter.text("MatterName"),
        type=matter.text("MatterTypeName"),
        status=matter.text("MatterStatusName"),
        introduced_on=matter.day("MatterIntroDate"),
        agenda_on=matter.day("MatterAgendaDate"),
        final_on=matter.day("MatterPassedDate"),
        enacted_on=matter.day("MatterEnactmentDate"),
        enactment_number=matter.text("MatterEnactmentNumber"),
        requester=matter.text("MatterRequester"),
        notes=matter.text("MatterNotes"),
        in_control=matter.text("MatterBodyName"),
        title=matter.text("MatterTitle"),
        sponsors=sponsors,
        indexes=indexes,
        code_sections=sections,
        attachments=tuple(_attachment(row) for row in lists["Attachments"]),
        history=history,
        text=text,
        issuer="",
        source_kind=SourceKind.API,
        sha256=sha256,
        remarks=tuple(remarks),
        further=_rest(whole, matter) | kept | texts,
    )


_KINDS = (
    "Histories",
    "Votes",
    "Sponsors",
    "Indexes",
    "CodeSections",
    "Attachments",
    "Texts",
)


def _rest(whole: Node, matter: Node) -> Further:
    return matter.rest() if whole is matter else whole.rest() | matter.rest()


def _list(whole: Node, matter: Node, kind: str, shape: Shape) -> list[Node]:
    """Return the rows of one kind, from ``Matter<kind>`` or ``<kind>``, in either envelope."""
    homes = [whole] if whole is matter else [whole, matter]
    found = [home.child(key) for home in homes for key in (f"Matter{kind}", kind)]
    present = [node for node in found if node is not None]
    if len(present) > 1:
        raise BadRecord(
            f"{present[0].place} and {present[1].place} both hold the {kind}; expected one of them"
        )
    rows = present[0].items() if present else []
    names = shape.rows.get(kind)
    return [row.named(names) for row in rows] if names else rows


def _all_names(
    lists: dict[str, list[Node]],
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], Further]:
    """Return sponsors, indexes and code sections, and what their rows say besides the names."""
    kept: Further = {}
    found = []
    for kind, key in NAMED.items():
        names, rows = _names(lists[kind], key)
        found.append(names)
        if rows:
            kept[f"Matter{kind}"] = rows
    sponsors, indexes, sections = found
    return sponsors, indexes, sections, kept


#: Lists of names, and the key of the name in a row.
NAMED = {
    "Sponsors": "MatterSponsorName",
    "Indexes": "MatterIndexName",
    "CodeSections": "CodeSectionName",
}


def _names(rows: list[Node], key: str) -> tuple[tuple[str, ...], list[Further]]:
    """Return the names in a list of words or of objects, and the rows that say more than a name."""
    names: list[str] = []
    kept: list[Further] = []
    for row in rows:
        name = row.text(key) if row.is_object() else row.word()
        rest = row.rest()
        if name:
            names.append(name)
            if rest:
                kept.append({key: name} | rest)
    return tuple(names), kept


def _attachment(row: Node) -> Attachment:
    return Attachment(
        name=row.required("MatterAttachmentName"),
        url=row.text("MatterAttachmentHyperlink"),
        file_name=row.text("MatterAttachmentFileName"),
        further=row.rest(),
    )


def _history(
    rows: list[Node], votes: list[Node], voted_on: str, remarks: list[str], shape: Shape
) -> tuple[HistoryRow, ...]:
    loose: dict[str, list[Node]] = {}
    for vote in votes:
        loose.setdefault(vote.text("VoteEventItemId") or voted_on, []).append(vote)
    # A single action needs no key to say which action was voted on.
    only = loose.pop("", []) if len(rows) == 1 else []
    names = shape.rows.get("Votes", {})
    history = []
    for row in rows:
        key = row.text("MatterHistoryId")
        within = [vote.named(names) for vote in _votes_within(row)]
        history.append(_history_row(row, [*within, *(loose.pop(key, []) if key else []), *only]))
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
    ordered = sorted(votes, key=_place_on_the_roll)
    further = _with_id(row)
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
        agenda_number=row.text("MatterHistoryAgendaNumber"),
        text=row.text("MatterHistoryActionText"),
        further=further | row.rest(),
    )


def _with_id(row: Node) -> Further:
    """Return the row's id as it stands: it was asked for, and is no field of its own."""
    rest = row.named(row.names).rest()
    return {key: rest[key] for key in ("MatterHistoryId",) if key in rest}


def _place_on_the_roll(vote: Node) -> int:
    # Asked of another node, so that the vote's own rest still has it.
    return vote.named(vote.names).number("VoteSort")


def _vote(row: Node) -> Vote:
    word = row.text("VoteValueName")
    return Vote(
        person=row.text("VotePersonName"), word=word, value=vote_value(word), further=row.rest()
    )


def _own_text(matter: Node) -> list[Node]:
    """Return the text that a matter carries itself, where there is no list of texts."""
    own = matter.pick(_TEXT_KEYS)
    return [own] if own.has("MatterTextPlain") or own.has("MatterTextRtf") else []


def _text(rows: list[Node], matter: Node, remarks: list[str]) -> tuple[str, Further]:
    """Return the text of the matter's own version, or the last one there is, saying so.

    What the rows say besides comes with it: the row of the text that was read stands last.
    """
    if not rows:
        return "", {}
    version = matter.text("MatterVersion")
    own = [row for row in rows if row.text("MatterTextVersion") == version]
    chosen = (own or rows)[-1]
    said = chosen.text("MatterTextVersion")
    if not own and said:
        remarks.append(
            f"There is no text of version {version or 'blank'}; the text of version {said} was read"
        )
    plain = chosen.text("MatterTextPlain")
    rest = chosen.rest()
    if not plain and "MatterTextRtf" in rest:
        remarks.append("The text is there only as RTF (MatterTextRtf), which is not read")
    others = [row.named(row.names).rest() for row in rows if row is not chosen]
    kept = [*others, ({"MatterTextVersion": said} if said else {}) | rest]
    lines = plain.replace("\r\n", "\n").replace("\r", "\n")
    is_plain = not rest and not others and said in ("", version)
    return _PART_MARK.sub("", lines).strip(), {} if is_plain else {"MatterTexts": kept}
