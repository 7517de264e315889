"""An act as a council's record: what the portal holds of it, in the shape it can be read in."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from agreements import legistar, opencivic
from agreements.legistar import Attachment, HistoryRow, Record, SourceKind, VoteValue
from agreements.legistar.course import DECIDES
from agreements.legistar.words import has_passed, step_kind
from agreements.models import Act, Action, Document, ImportedRecord, Vote
from agreements.opencivic import Origin
from agreements.results.bodies import council, division

DECISION = "MatterHistory"
"""In an act's `further`: what the row of its decision says besides."""
ROLL = "Votes"
"""In the same place: what each vote of a roll call says besides, in the order of the roll."""
MAYOR, KIND, PUT_OFF = "CastAsMayor", "StepKind", "PostponedTo"
"""What a clerk recorded that no council's own file says, so that an export loses nothing of it."""


def council_record(act: Act) -> Record:
    """Return an act with its whole history as a record. Reads what is loaded, or asks for it.

    Words of the text are those on file, else those of the latest file that came in; attachments
    are those that the files list and the documents beside the act. What is closed to the public is
    not named: a record is public.
    """
    files = list(act.imported_records.all())
    steps = list(act.actions.all())
    decision = [] if act.result == Act.Result.PENDING else [_decision(act)]
    record = Record(
        file_number=act.file_number,
        version=act.version,
        name=act.name,
        type=act.type_name or str(act.get_instrument_display()),
        status=act.status,
        introduced_on=act.introduced_on,
        agenda_on=act.agenda_on,
        final_on=act.final_on,
        enacted_on=act.enacted_on,
        enactment_number=act.enactment_number,
        requester=act.requester,
        notes=act.notes,
        in_control=act.in_control or (act.body if act.result == Act.Result.PENDING else ""),
        title=act.title,
        sponsors=tuple(act.sponsors),
        indexes=tuple(act.indexes),
        code_sections=tuple(act.code_sections),
        attachments=_attachments(files, act),
        history=(
            *(_step(step) for step in steps if not step.after),
            *decision,
            *(_step(step) for step in steps if step.after),
        ),
        text=_words(act, files),
        issuer="",
        source_kind=SourceKind.API,
        sha256="",
        further={key: value for key, value in act.further.items() if key != DECISION},
    )
    return _marked(record) if decision else record


def _marked(record: Record) -> Record:
    """Mark the decision where its own word would not tell, so that it is read as the decision."""
    found = legistar.course(record).decision
    at = next(at for at, row in enumerate(record.history) if DECIDES in row.further)
    row = record.history[at]
    plain = dataclasses.replace(
        row, further={key: value for key, value in row.further.items() if key != DECIDES}
    )
    rows = (*record.history[:at], plain, *record.history[at + 1 :])
    bare = dataclasses.replace(record, history=rows)
    assert found is row
    return bare if legistar.course(bare).decision is plain else record


def _decision(act: Act) -> HistoryRow:
    further = _further(act.further.get(DECISION))
    roll = _further_votes(further)
    return HistoryRow(
        date=act.acted_on,
        version=str(further.pop("MatterHistoryVersion", act.version)),
        body=act.body,
        action=act.action_word or "Adopted",
        result=act.result_word,
        passed=act.result == Act.Result.PASSED,
        mover=act.mover,
        seconder=act.seconder,
        tally=act.tally,
        votes=_votes(act.votes.all(), roll),
        agenda_number=act.agenda_number,
        text=act.action_text,
        further=further | {DECIDES: True},
    )


def _step(step: Action) -> HistoryRow:
    further = _further(step.further)
    roll = _further_votes(further)
    action = step.word or str(step.get_kind_display())
    if step.kind != step_kind(action, body=step.body):
        further[KIND] = step.kind
    if step.postponed_to:
        further[PUT_OFF] = step.postponed_to.isoformat()
    return HistoryRow(
        date=step.on,
        version=step.version,
        body=step.body,
        action=action,
        result=step.result_word,
        passed=has_passed(step.result_word) if step.passed is None else step.passed,
        mover=step.mover,
        seconder=step.seconder,
        tally=step.tally,
        votes=_votes(step.votes.all(), roll),
        agenda_number=step.agenda_number,
        text=step.text,
        further=further,
    )


def _further(kept: object) -> dict[str, object]:
    return dict(kept) if isinstance(kept, Mapping) else {}


def _further_votes(further: dict[str, object]) -> list[Any]:
    """Take what the votes say besides out of what their row says besides."""
    roll = further.pop(ROLL, [])
    return roll if isinstance(roll, list) else []


def _votes(votes: Iterable[Vote], roll: list[Any]) -> tuple[legistar.Vote, ...]:
    found = []
    for at, vote in enumerate(votes):
        further = _further(roll[at]) if at < len(roll) else {}
        if vote.is_mayor:
            further[MAYOR] = True
        value = VoteValue(vote.value) if vote.value else None
        word = vote.word or str(vote.get_value_display())
        found.append(legistar.Vote(vote.voter, word, value, further))
    return tuple(found)


def _words(act: Act, files: list[ImportedRecord]) -> str:
    if act.text is not None:
        return act.text.body.strip()
    said = [str(each.facts.get("text") or "") for each in files]
    return next((words for words in reversed(said) if words), "")


def _attachments(files: list[ImportedRecord], act: Act) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for each in files:
        for paper in each.facts.get("attachments", ()):
            found[paper["name"]] = Attachment(
                name=paper["name"],
                url=paper.get("url", ""),
                file_name=paper.get("file_name", ""),
                further=_further(paper.get("further")),
            )
    hidden: set[str] = set()
    for document in act.documents.all():
        if document.is_closed:
            hidden |= {_stem(document).casefold(), document.name.casefold()}
        elif not {_stem(document), document.name} & {*found}:
            found[document.name] = Attachment(document.name, file_name=document.name)
    return tuple(each for each in found.values() if each.name.casefold() not in hidden)


def _stem(document: Document) -> str:
    return document.name.rpartition(".")[0] or document.name


def open_civic_data(act: Act) -> bytes:
    """Return an act as an Open Civic Data bill with its vote events: JSON, keys in order."""
    record, origin = council_record(act), _origin(act)
    said = {
        "bill": opencivic.bill(record, origin=origin),
        "vote_events": opencivic.vote_events(record, origin=origin),
    }
    return (json.dumps(said, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _origin(act: Act) -> Origin:
    body = act.party.organisation
    slug = act.party.agreement.slug
    page = reverse("agreements:details", args=[slug, act.pk])
    text = reverse("agreements:text_file", args=[slug, act.text.sha256]) if act.text else ""
    return Origin(
        organisation=body.slug,
        name=body.name,
        council=council(body),
        division=division(body),
        agreement=slug,
        url=f"{settings.SITE_URL}{page}",
        text_url=f"{settings.SITE_URL}{text}" if text else "",
    )


def put_off_to(row: HistoryRow) -> date | None:
    """Return the day that a step was put off to, where a clerk recorded it."""
    said = row.further.get(PUT_OFF)
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
