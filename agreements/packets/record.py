"""The packet's record: everything the portal holds on the agreement, as JSON."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder

from agreements.models import Act, Action, Agreement, Document, ImportedRecord, Vote
from agreements.packets import gaps
from agreements.packets.document import earlier, reference, standing
from agreements.packets.holdings import Holdings
from agreements.packets.papers import Paper, papers
from agreements.packets.term import notices, term_facts
from agreements.results import Block, FilingRow, Finding, Line, Square

FORMAT = "common-purpose-record/2"


def record(holdings: Holdings, *, sources: dict[str, str]) -> bytes:
    """Return the record in UTF-8: keys in a fixed order, blanks as null, days as YYYY-MM-DD.

    `sources` gives the packet's file for each imported record, by the SHA-256 of its source.
    """
    body = {
        "format": FORMAT,
        "as_of": holdings.as_of,
        "agreement": _agreement(holdings),
        "text": _text(holdings),
        "earlier_versions": earlier(holdings),
        "required_terms": [_term(found) for found in holdings.checklist],
        "parties": [_party(square) for square in holdings.standing.squares],
        "acts": [_act(act) for act in holdings.acts],
        "corrected_acts": [_act(act) for act in holdings.corrected],
        "documents": [_document(paper) for paper in papers(holdings)],
        "attachments_not_on_file": holdings.missing_attachments,
        "signatures": [_line(block, line) for block in holdings.blocks for line in block.lines],
        "filings": [_filing(row) for row in holdings.filings.rows],
        "term": {fact["name"]: fact["said"] or None for fact in term_facts(holdings)},
        "notices": notices(holdings),
        "gaps": gaps.named(holdings),
        "council_records": [_source(each, sources) for each in holdings.records],
    }
    return (json.dumps(body, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder) + "\n").encode()


def _agreement(holdings: Holdings) -> dict[str, object]:
    agreement: Agreement = holdings.agreement
    return {
        "address": agreement.slug,
        "title": agreement.title,
        "kind": agreement.kind,
        "purpose": agreement.purpose or None,
        "sample": agreement.is_sample,
        "proposal": agreement.proposal.reference if agreement.proposal else None,
        "state": agreement.state,
        "standing": standing(holdings),
        "required_adoptions": holdings.standing.outcome.required,
        "in_force_on": agreement.in_force_on,
        "ended_on": agreement.ended_on,
    }


def _text(holdings: Holdings) -> dict[str, object]:
    return {
        "version": holdings.version.number,
        "circulated_at": holdings.version.circulated_at,
        "taken_from": holdings.version.source or None,
        "sha256": holdings.text.sha256,
        "media_type": "text/markdown; charset=utf-8",
        "body": holdings.text.body,
    }


def _party(square: Square) -> dict[str, object]:
    return {
        "address": square.party.organisation.slug,
        "name": square.party.organisation.name,
        "state": square.cell.state.value,
        "on": square.cell.on,
        "standing": square.sentence,
    }


def _act(act: Act) -> dict[str, object]:
    return {
        "party": act.party.organisation.slug,
        "instrument": act.instrument,
        "file_number": act.file_number,
        "enactment_number": act.enactment_number or None,
        "title": act.title or None,
        "body": act.body or None,
        "introduced_on": act.introduced_on,
        "agenda_on": act.agenda_on,
        "acted_on": act.acted_on,
        "action": act.action_word or None,
        "mover": act.mover or None,
        "seconder": act.seconder or None,
        "tally": act.tally or None,
        "result": None if act.result == Act.Result.PENDING else act.result,
        "votes": [_vote(vote) for vote in act.votes.all()],
        "steps": [_step(step) for step in act.actions.all()],
        "text_sha256": act.text.sha256 if act.text else None,
        "source": act.source,
        "source_sha256": act.source_sha256 or None,
        "recorded_at": act.recorded_at,
        "is_correction": act.corrects_id is not None,
    }


def _term(found: Finding) -> dict[str, object]:
    return {
        "term": found.term.title,
        "state": found.state.value,
        "section": found.section.label if found.section and not found.is_gap else None,
        "said": found.sentence,
    }


def _vote(vote: Vote) -> dict[str, object]:
    return {
        "voter": vote.voter,
        "value": vote.value or None,
        "word": vote.word or None,
        "mayor": vote.is_mayor,
    }


def _step(step: Action) -> dict[str, object]:
    return {
        "after_the_decision": step.after,
        "kind": step.kind or None,
        "word": step.word or None,
        "body": step.body or None,
        "on": step.on,
        "result": step.result_word or None,
        "passed": step.passed,
        "mover": step.mover or None,
        "seconder": step.seconder or None,
        "tally": step.tally or None,
        "version": step.version or None,
        "text": step.text or None,
        "postponed_to": step.postponed_to,
        "votes": [_vote(vote) for vote in step.votes.all()],
        "recorded_at": step.recorded_at,
    }


def _line(block: Block, line: Line) -> dict[str, object]:
    return {
        "party": block.party.organisation.slug,
        "line": line.part.value,
        "name": line.name or None,
        "title": line.title or None,
        "on": line.on,
        "authority": line.authority or None,
    }


def _filing(row: FilingRow) -> dict[str, object]:
    entry = row.entry
    return {
        "office": row.place.name,
        "asked_for_by": row.place.source,
        "on": entry.on if entry else None,
        "reference": (reference(entry) or None) if entry else None,
        "officer": (entry.officer or None) if entry else None,
    }


def _document(paper: Paper) -> dict[str, object]:
    kept = paper.kept
    act = kept.act if isinstance(kept, Document) else None
    if paper.closed:
        return {"number": paper.number, "closed": paper.closed}
    return {
        "number": paper.number,
        "file": paper.file,
        "title": paper.title,
        "name": kept.name,
        "sha256": kept.sha256,
        "size": kept.size,
        "media_type": kept.media_type,
        "act": f"{act.file_number} of {act.party.organisation}" if act else None,
        "added_at": kept.added_at,
    }


def _source(source: ImportedRecord, names: dict[str, str]) -> dict[str, object]:
    return {
        "file": names[source.source_sha256],
        "city": source.city.slug,
        "file_number": source.file_number,
        "kind": source.source_kind,
        "sha256": source.source_sha256,
        "doubts": source.quality,
    }
