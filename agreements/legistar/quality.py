"""What a person should know before relying on a council record."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from agreements.legistar.course import adopting_row, course
from agreements.legistar.record import HistoryRow, Record, VoteValue
from agreements.legistar.words import adopts, has_passed


def quality(record: Record) -> list[str]:
    """Return a sentence for each doubt about the record, the gravest first; [] for none.

    A list that came without its matter is doubted for what it holds, not for what it lacks.
    """
    if record.part:
        rows = (*_history_doubts(record), *_roll_call_doubts(record)) if record.history else ()
        return [*rows, *record.remarks]
    return [
        *_adoption_doubts(record),
        *_date_doubts(record),
        *_history_doubts(record),
        *_roll_call_doubts(record),
        *_blanks(record),
        *record.remarks,
    ]


def _adoption_doubts(record: Record) -> Iterator[str]:
    row = adopting_row(record)
    found = course(record)
    if found.decision is not None and not found.stands:
        yield f"The history takes back what it says was {_said(found.decision)}"
    claims = adopts(record.status, body="") or has_passed(record.status) is True
    if row is None:
        if claims:
            yield (
                f"Status says {record.status} but no history row records an adoption; "
                "it is not counted as adopted"
            )
        if record.final_on is not None and all(
            row.date != record.final_on for row in record.history
        ):
            yield f"Final action says {record.final_on} but no history row has that date"
        return
    if not claims:
        status = f"Status says {record.status}" if record.status else "Status is blank"
        yield f"{status} but the history says {_said(row)}; the history row is followed"
    if record.final_on is None:
        yield (
            f"Final action is blank but the history says {_said(row)}; the history row is followed"
        )
    elif record.final_on != row.date:
        yield (
            f"Final action says {record.final_on} but the history says {_said(row)}; "
            "the history row is followed"
        )


def _said(row: HistoryRow) -> str:
    """Return a row in short: "adopted, Pass on 2021-04-13"."""
    result = row.result or {True: "passed", False: "failed", None: "no result"}[row.passed]
    return f"{row.action or 'no action'}, {result} on {row.date or 'no date'}"


def _outcome(row: HistoryRow) -> str:
    """Return what a row without an action says of itself."""
    said = row.result or ("" if row.passed is None else ("passed" if row.passed else "failed"))
    votes = f"a roll call of {len(row.votes)}" if row.votes else ""
    return ", ".join(part for part in (said, votes) if part)


def _date_doubts(record: Record) -> Iterator[str]:
    stations = (
        ("file created", record.introduced_on),
        ("on agenda", record.agenda_on),
        ("final action", record.final_on),
    )
    known = [(name, on) for name, on in stations if on is not None]
    for (name, on), (later_name, later_on) in itertools.pairwise(known):
        if on > later_on:
            yield f"Dates in the wrong order: {name} {on} is after {later_name} {later_on}"
    dates = [row.date for row in record.history if row.date is not None]
    if record.introduced_on is not None:
        for on in dates:
            if on < record.introduced_on:
                yield (
                    f"Dates in the wrong order: an action of {on} is before "
                    f"file created {record.introduced_on}"
                )
    if dates not in (sorted(dates), sorted(dates, reverse=True)):
        yield "The history is not in the order of its dates"


def _history_doubts(record: Record) -> Iterator[str]:
    if not record.history:
        yield "No actions: the history is empty"
    counted = Counter((row.date, row.body, row.action, row.result) for row in record.history)
    first = {(row.date, row.body, row.action, row.result): row for row in record.history}
    for key, times in counted.items():
        if times > 1:
            yield f"Duplicate action: {_said(first[key])} stands {times} times"
    for row in record.history:
        if not row.action and (row.votes or row.result or row.passed is not None):
            where = f"{row.body or 'no body'} on {row.date or 'no date'}"
            yield f"An action has no name: {_outcome(row)} by {where}; it decides nothing"
        if row.date is None:
            yield f"An action has no date: {row.action or 'no action'} by {row.body or 'no body'}"
        if adopts(row.action, body=row.body) and row.passed is None:
            shown = f'the result "{row.result}", which is not known' if row.result else "no result"
            when = row.date or "no date"
            yield f"The action {row.action} of {when} has {shown}; it is not counted as adopted"
        if row.passed is not None and has_passed(row.result) not in (None, row.passed):
            flag = "passed" if row.passed else "failed"
            when = row.date or "no date"
            yield f"The action {row.action} of {when} says {row.result} but is marked {flag}"


def _roll_call_doubts(record: Record) -> Iterator[str]:
    for row in record.history:
        yield from _presence_doubts(row)
        if not row.votes:
            continue
        counts = Counter(vote.value for vote in row.votes)
        ayes, nays = counts[VoteValue.AYE], counts[VoteValue.NAY]
        where = f"{row.action or 'no action'} of {row.date or 'no date'}"
        for vote in row.votes:
            if vote.value is None:
                said = f'"{vote.word}", which is not a known vote' if vote.word else "no vote"
                yield f"Roll call on {where}: {vote.person or 'a member'} has {said}"
        for person, times in Counter(vote.person for vote in row.votes).items():
            if times > 1:
                yield f"Roll call on {where}: {person or 'a nameless member'} stands {times} times"
        totals = [int(number) for number in re.findall(r"\d{1,4}", row.tally)[:2]]
        if totals and totals != [ayes, nays][: len(totals)]:
            yield (
                f"Totals differ on {where}: the tally says {row.tally}, "
                f"the roll call counts {ayes} aye and {nays} nay"
            )
        if row.passed is True and nays >= ayes and None not in counts:
            yield f"Roll call on {where}: marked passed with {ayes} aye and {nays} nay"


def _presence_doubts(row: HistoryRow) -> Iterator[str]:
    calls = row.further.get("RollCalls")
    if isinstance(calls, list) and calls:
        where = f"{row.action or 'no action'} of {row.date or 'no date'}"
        yield (
            f"A list of who was present ({len(calls)} names) stands beside {where}; "
            "it is kept, and is no roll call of a vote"
        )


def _blanks(record: Record) -> Iterator[str]:
    if not record.title:
        yield "Title is blank"
    if not record.text:
        yield "The text is blank"
    if record.in_control == "":
        yield "In control is blank"
