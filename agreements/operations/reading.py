"""What a council record says, as the facts of an act."""

import re
from dataclasses import replace

from agreements import legistar
from agreements.legistar import HistoryRow, Record, SourceKind
from agreements.legistar.words import adopts
from agreements.models import Act
from agreements.operations.facts import COLUMNS, Ballot, Facts, facts_of

_LIST_ITEM = re.compile(r"\s*([-*•·]|\d{1,3}[.)])\s")
_SAYS_NOTHING: tuple[object, ...] = (None, "", (), {}, Act.Result.PENDING.value)
_INSTRUMENTS = (
    (re.compile(r"\b(ordinance|bill)\b", re.IGNORECASE), Act.Instrument.ORDINANCE),
    (re.compile(r"\bresolution\b", re.IGNORECASE), Act.Instrument.RESOLUTION),
    (re.compile(r"\bmotion\b", re.IGNORECASE), Act.Instrument.MOTION),
)


def facts(record: Record, *, doubts: list[str]) -> Facts:
    """What the record says of the act; `doubts` gets a sentence for what had to be assumed.

    Adoption is read from the history row, never from Status.
    """
    row, result = _deciding_row(record)
    return Facts(
        instrument=_instrument(record, doubts),
        file_number=record.file_number,
        enactment_number=record.enactment_number,
        title=record.title,
        body=row.body if row else record.in_control,
        introduced_on=record.introduced_on,
        agenda_on=record.agenda_on,
        acted_on=row.date if row else None,
        mover=row.mover if row else "",
        seconder=row.seconder if row else "",
        tally=row.tally if row else "",
        result=result,
        votes=tuple(
            Ballot(vote.person, vote.value or "", vote.word) for vote in (row.votes if row else ())
        ),
    )


def _deciding_row(record: Record) -> tuple[HistoryRow | None, Act.Result]:
    """The history row that decided the file, and how; none while the council has not."""
    if row := legistar.adopting_row(record):
        return row, Act.Result.PASSED
    for row in record.history:
        if row.passed is False and row.date and adopts(row.action, body=row.body):
            return row, Act.Result.FAILED
    return None, Act.Result.PENDING


def _instrument(record: Record, doubts: list[str]) -> str:
    for pattern, instrument in _INSTRUMENTS:
        if pattern.search(record.type):
            return instrument
    doubts.append(
        f"Type says {record.type or 'nothing'}, which is neither ordinance nor resolution; "
        "it is kept as a motion"
    )
    return Act.Instrument.MOTION


def merged(act: Act, said: Facts) -> Facts | None:
    """The act's facts with all that the record adds or says otherwise; None when it says no more.

    What the record leaves blank stays: a print knows no votes, which the Web API gave before.
    """
    old = facts_of(act)
    news = {
        name: getattr(said, name)
        for name in (*COLUMNS, "votes")
        if name != "file_number" and getattr(said, name) not in _SAYS_NOTHING
    }
    new = replace(old, **news)
    return None if new == old else new


def words(record: Record) -> str:
    """The record's own text; the lines that a print breaks at its page's edge are one again."""
    if record.source_kind is SourceKind.API:
        return record.text
    paragraphs: list[str] = []
    fresh = True
    for line in record.text.split("\n"):
        if not line.strip() or _LIST_ITEM.match(line) or fresh:
            paragraphs.append(line.strip())
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {line.strip()}"
        fresh = not line.strip()
    return "\n".join(paragraphs)


def bare(text: str) -> str:
    """The words alone, with one blank between them: what two editions of one text share."""
    return " ".join(text.split())
