"""Bringing an act in line with a record that came in: new, completed, put right, or as it stood."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from agreements import legistar, results
from agreements.events import ActEvent
from agreements.legistar import HistoryRow, Record
from agreements.models import Act, Party, Text
from agreements.operations import acts, reading
from agreements.operations.acts import Origin
from agreements.operations.facts import Step
from collaborative.models import Actor, Event


@dataclass(slots=True)
class Imported:
    """What came of a record: rows by fate (agreement, act, record), doubts, and where it went.

    `act` is None while nobody has said which agreement the record belongs to.
    """

    record: Record
    quality: list[str]
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    act: Act | None = None


def bring_act(record: Record, party: Party, outcome: Imported, *, by: Actor, at: datetime) -> None:
    """Bring the act in line with the record: new, completed, put right, or as it stood."""
    there = (
        party.acts.filter(file_number__iexact=record.file_number, corrected_by=None)
        .select_related("text")
        .first()
    )
    origin = Origin(
        by=by, at=at, source=Act.Source.IMPORTED, source_sha256=record.sha256, corrects=there
    )
    if there is None:
        facts = reading.facts(record, doubts=outcome.quality)
        outcome.act = acts.enter(party, facts, text=_text(record, party, outcome), origin=origin)
        _follow(outcome.act, reading.steps_after(record), origin=origin)
        outcome.inserted += 1
        _tell(ActEvent.IMPORTED, outcome.act, origin)
        return
    there.party = party
    _doubt_other_words(record, there, outcome)
    outcome.act = there
    old = results.council_record(there)
    both = legistar.merged(old, record)
    if legistar.said(both) == legistar.said(old):
        outcome.unchanged += 1
    else:
        _bring_news(there, old, both, outcome, origin=origin)


def _bring_news(
    there: Act, old: Record, both: Record, outcome: Imported, *, origin: Origin
) -> None:
    """Complete a pending act, put an imported one right, and leave the clerk's own alone."""
    known = there.instrument if both.type == old.type else ""
    facts = reading.facts(both, instrument=known, doubts=outcome.quality)
    later = _later(old, both)
    if there.result == Act.Result.PENDING:
        acts.fill(there, facts, text=there.text, origin=origin)
        is_open = facts.result == Act.Result.PENDING
        _tell(ActEvent.CHANGED if is_open else ActEvent.COMPLETED, there, origin)
    elif there.source == Act.Source.RECORDED:
        outcome.unchanged += 1
        outcome.quality.append(
            f"{there.file_number} was recorded by the clerk and differs from this record; "
            "the clerk's act stands until a correction is recorded"
        )
        return
    elif not _is_only_followed(old, both):
        outcome.act = acts.enter(there.party, facts, text=there.text, origin=origin)
        _tell(ActEvent.CORRECTED, outcome.act, origin)
    assert outcome.act is not None
    _follow(outcome.act, later, origin=origin)
    outcome.updated += 1


def _later(old: Record, both: Record) -> tuple[Step, ...]:
    """What came after the decision and is not on record yet."""
    there = [legistar.said_row(row) for row in legistar.course(old).after]
    new = [row for row in legistar.course(both).after if legistar.said_row(row) not in there]
    return reading.steps(new)


def _is_only_followed(old: Record, both: Record) -> bool:
    """Whether the record says nothing new of the matter up to its decision."""
    before, after = (
        legistar.said(replace(each, history=_up_to_the_decision(each))) for each in (old, both)
    )
    return before == after


def _up_to_the_decision(record: Record) -> tuple[HistoryRow, ...]:
    found = legistar.course(record)
    return (*found.before, found.decision) if found.decision else found.before


def _follow(act: Act, steps: Iterable[Step], *, origin: Origin) -> None:
    for step in steps:
        action = acts.append(act, step, origin=origin)
        said = acts.told(act, act.party.agreement)
        Event.objects.record(
            ActEvent.FOLLOWED, act, by=origin.by, at=origin.at, **said, step=action.label
        )


def _tell(kind: ActEvent, act: Act, origin: Origin) -> None:
    said = acts.told(act, act.party.agreement)
    Event.objects.record(kind, act, by=origin.by, at=origin.at, **said)


def _text(record: Record, party: Party, outcome: Imported) -> Text | None:
    """The circulated text where the record has its words; else None: the text is not on file."""
    circulated = acts.circulated_text(party.agreement)
    if circulated is not None and reading.bare(
        reading.words(record) or record.title
    ) == reading.bare(circulated.body):
        return circulated
    outcome.quality.append(
        f"The text that {party.organisation} adopted is not on file: the record's own words are "
        "not those of the circulated text; the clerk can confirm the text by a correction"
    )
    return None


def _doubt_other_words(record: Record, act: Act, outcome: Imported) -> None:
    words = reading.words(record)
    if words and act.text is not None and reading.bare(words) != reading.bare(act.text.body):
        outcome.quality.append(
            "The text of this file is not word for word the text on file; the text on file stays"
        )
