"""The facilitators' checklist: written while they read, closed with their decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative import wording
from collaborative.lifecycle import StaleState, explain
from collaborative.models import Actor, Event
from initiatives.events import ProposalEvent
from initiatives.models import Proposal, Screening
from initiatives.operations.revising import locked
from initiatives.questions import SECTIONS
from initiatives.results.screening import Point, least_cities, open_screening
from initiatives.rules import proposals as rules
from initiatives.rules.screening import why_not_accept

Decision = Screening.Decision


@dataclass(frozen=True, slots=True)
class Findings:
    """What a facilitator typed: answers and notes by point, the reason, and reasons by section."""

    answers: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)


class StaleChecklist(Exception):
    """Another facilitator saved the checklist since this one read it; nothing was written.

    `current` is the checklist as it stands; the text says who saved it, and when.
    """

    def __init__(self, current: Screening) -> None:
        """Keep the checklist as it stands."""
        super().__init__(
            f"{current.who} saved the checklist on {wording.moment(current.at)}, after you opened "
            "it. Nothing was changed: what you typed is in the form, what stands is beside it."
        )
        self.current = current


@transaction.atomic
def save_checklist(
    proposal: Proposal, *, findings: Findings, version: int, by: Actor, at: datetime
) -> Screening:
    """Keep what was found so far; `version` is that of the checklist the page was opened with.

    Raises StaleChecklist where somebody else saved it since, StaleState once it is decided.
    """
    if reason := rules.why_not_screen(by, proposal):
        raise PermissionDenied(reason)
    current = locked(proposal)
    if current.state != Proposal.State.SUBMITTED:
        raise StaleState(explain(current))
    screening = _written(current, findings, version, by=by, at=at)
    screening.save()
    Event.objects.record(ProposalEvent.LOOKED_AT, current, by=by, at=at, version=screening.version)
    return screening


def conclude(
    current: Proposal,
    decision: Decision,
    *,
    findings: Findings | None,
    version: int | None,
    by: Actor,
    at: datetime,
) -> Screening:
    """Close the checklist of a proposal that the caller holds, with the decision that follows.

    Without findings, what was saved stands. Raises PermissionDenied where they speak against
    accepting, and StaleChecklist.
    """
    screening = _written(current, findings, version, by=by, at=at)
    if decision == Decision.ACCEPTED and (reason := why_not_accept(screening)):
        raise PermissionDenied(reason)
    screening.decision = decision
    screening.save()
    return screening


def _written(
    current: Proposal,
    findings: Findings | None,
    version: int | None,
    *,
    by: Actor,
    at: datetime,
) -> Screening:
    """Return the checklist with what was found, not saved yet."""
    assert by.user is not None
    sent = current.submissions.latest()
    screening = open_screening(sent) or Screening(submission=sent)
    if version not in {None, screening.version}:
        raise StaleChecklist(screening)
    if findings is not None:
        for point in Point:
            setattr(screening, point, findings.answers.get(point, ""))
            setattr(screening, f"{point}_note", findings.notes.get(point, "").strip())
        screening.reason = findings.reason.strip()
        screening.reasons = asked(findings.reasons)
    screening.version += 1
    screening.by, screening.office, screening.at = by.user, by.title[:200], at
    screening.least_cities = least_cities()
    return screening


def on_record(current: Proposal) -> Findings:
    """Return what was saved of the checklist so far, with the reasons still to be given."""
    screening = open_screening(current.submissions.latest())
    if screening is None:
        return Findings()
    return Findings(
        answers={point: screening.answer(point) for point in Point},
        notes={point: screening.note(point) for point in Point},
    )


def asked(reasons: Mapping[str, str]) -> dict[str, str]:
    """Keep the reasons that say something, by the keys of sections."""
    return {key: text.strip() for key, text in reasons.items() if key in SECTIONS and text.strip()}
