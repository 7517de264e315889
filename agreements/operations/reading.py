"""What a council record says, as the facts of an act."""

import re
from collections.abc import Iterable

from agreements import legistar
from agreements.legistar import HistoryRow, Record, SourceKind, Vote
from agreements.legistar.course import DECIDES
from agreements.legistar.words import step_kind
from agreements.models import Act, Action
from agreements.operations.facts import Ballot, Facts, Step
from agreements.results.records import DECISION, KIND, MAYOR, PUT_OFF, ROLL, put_off_to

_LIST_ITEM = re.compile(r"\s*([-*•·]|\d{1,3}[.)])\s")
_WITH_THE_FILE = ("MatterTexts",)
_INSTRUMENTS = (
    (re.compile(r"\b(ordinance|bill)\b", re.IGNORECASE), Act.Instrument.ORDINANCE),
    (re.compile(r"\bresolution\b", re.IGNORECASE), Act.Instrument.RESOLUTION),
    (re.compile(r"\bmotion\b", re.IGNORECASE), Act.Instrument.MOTION),
)


def facts(record: Record, *, instrument: str = "", doubts: list[str]) -> Facts:
    """What the record says of the act; `doubts` gets a sentence for what had to be assumed.

    The decision is read from the history, never from Status. `instrument` is what it is where
    that is known already.
    """
    course = legistar.course(record)
    row = course.decision
    further = {key: value for key, value in record.further.items() if key not in _WITH_THE_FILE}
    return Facts(
        instrument=instrument or _instrument(record, doubts),
        file_number=record.file_number,
        enactment_number=record.enactment_number,
        enacted_on=record.enacted_on,
        version=record.version,
        name=record.name,
        type_name=record.type,
        status=record.status,
        in_control=record.in_control,
        introduced_on=record.introduced_on,
        agenda_on=record.agenda_on,
        final_on=record.final_on,
        title=record.title,
        sponsors=record.sponsors,
        indexes=record.indexes,
        code_sections=record.code_sections,
        requester=record.requester,
        notes=record.notes,
        body=row.body if row else record.in_control,
        acted_on=row.date if row else None,
        action_word=row.action if row else "",
        result_word=row.result if row else "",
        agenda_number=row.agenda_number if row else "",
        action_text=row.text if row else "",
        mover=row.mover if row else "",
        seconder=row.seconder if row else "",
        tally=row.tally if row else "",
        further=further | _of_the_decision(row, record),
        result=_result(row),
        votes=_ballots(row.votes) if row else (),
        actions=steps(course.before),
    )


def steps_after(record: Record) -> tuple[Step, ...]:
    """What came after the decision, in order."""
    return steps(legistar.course(record).after)


def steps(rows: Iterable[HistoryRow]) -> tuple[Step, ...]:
    """Rows of a history as steps of an act."""
    return tuple(_step(row) for row in rows)


def _result(row: HistoryRow | None) -> Act.Result:
    if row is None:
        return Act.Result.PENDING
    return Act.Result.PASSED if row.passed else Act.Result.FAILED


def _of_the_decision(row: HistoryRow | None, record: Record) -> dict[str, object]:
    """What the row of the decision says besides, kept beside the act's own."""
    if row is None:
        return {}
    besides = {key: value for key, value in row.further.items() if key != DECIDES}
    if row.version != record.version:
        besides["MatterHistoryVersion"] = row.version
    besides |= _of_the_roll(row.votes)
    return {DECISION: besides} if besides else {}


def _of_the_roll(votes: tuple[Vote, ...]) -> dict[str, object]:
    roll = [{key: said for key, said in vote.further.items() if key != MAYOR} for vote in votes]
    return {ROLL: roll} if any(roll) else {}


def _ballots(votes: tuple[Vote, ...]) -> tuple[Ballot, ...]:
    return tuple(
        Ballot(vote.person, vote.value or "", vote.word, is_mayor=vote.further.get(MAYOR) is True)
        for vote in votes
    )


def _step(row: HistoryRow) -> Step:
    own = {KIND, PUT_OFF, DECIDES}
    besides = {key: value for key, value in row.further.items() if key not in own}
    told = str(row.further.get(KIND, step_kind(row.action, body=row.body)))
    kind = told if told in Action.Kind.values else ""
    return Step(
        kind=kind,
        word=row.action,
        on=row.date,
        body=row.body,
        version=row.version,
        result_word=row.result,
        passed=row.passed,
        mover=row.mover,
        seconder=row.seconder,
        tally=row.tally,
        agenda_number=row.agenda_number,
        text=row.text,
        postponed_to=put_off_to(row) if kind == Action.Kind.POSTPONED else None,
        further=besides | _of_the_roll(row.votes),
        votes=_ballots(row.votes),
    )


def _instrument(record: Record, doubts: list[str]) -> str:
    for pattern, instrument in _INSTRUMENTS:
        if pattern.search(record.type):
            return instrument
    doubts.append(
        f"Type says {record.type or 'nothing'}, which is neither ordinance nor resolution; "
        "it is kept as a motion"
    )
    return Act.Instrument.MOTION


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
