"""What follows from what the councils did: in force or not, replaced, superseded, a member."""

from __future__ import annotations

from datetime import date, datetime

from agreements import results
from agreements.adoption import CellState
from agreements.events import AgreementEvent
from agreements.lifecycle import AGREEMENT
from agreements.models import Agreement
from cities.models import City
from cities.operations import members
from collaborative.models import Actor


def settle(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """Let the agreement follow its councils: in force when enough adopted, since the day they did.

    Each version is in force from its own day until a later one is. Call it in the transaction of
    the act, with the agreement held.
    """
    since = _date_versions(agreement)
    if agreement.state == Agreement.State.IN_FORCE and since != agreement.in_force_on:
        AGREEMENT.advance(
            agreement, AgreementEvent.REOPENED, by=by, at=at, in_force_on=None, state_since=at
        )
    found = results.standing(agreement)
    if agreement.state == Agreement.State.CIRCULATED and since is not None:
        AGREEMENT.advance(
            agreement,
            AgreementEvent.IN_FORCE,
            by=by,
            at=at,
            detail={"on": since, "progress": found.progress},
            in_force_on=since,
            state_since=at,
        )
        _supersede(agreement, on=since, by=by, at=at)
    if agreement.kind == Agreement.Kind.STATEMENT:
        _welcome(found, by=by, at=at)


def _date_versions(agreement: Agreement) -> date | None:
    """Write from when until when each version binds; return since when the first of them does."""
    spans = results.versions_in_force(agreement)
    for version in agreement.versions.filter(circulated_at__isnull=False):
        span = spans.get(version.pk)
        since, until = (span.since, span.until) if span else (None, None)
        if (version.in_force_on, version.replaced_on) != (since, until):
            version.in_force_on, version.replaced_on = since, until
            version.save(update_fields=["in_force_on", "replaced_on"])
    return min((span.since for span in spans.values()), default=None)


def _supersede(agreement: Agreement, *, on: date, by: Actor, at: datetime) -> None:
    """End the agreement that this one takes the place of, unless it ended before."""
    old = agreement.supersedes
    if old is None or old.state != Agreement.State.IN_FORCE:
        return
    AGREEMENT.advance(
        old,
        AgreementEvent.ENDED,
        by=by,
        at=at,
        detail={"reason": f"“{agreement}” took its place", "on": on},
        ended_on=max(on, old.in_force_on or on),
        state_since=at,
    )


def _welcome(found: results.Standing, *, by: Actor, at: datetime) -> None:
    """A city whose council adopted the statement is a member from that day.

    A council whose adopted text is not on file counts too; one that adopted another does not.
    """
    for square in found.squares:
        other = square.act is not None and square.act.text_id is not None
        if square.cell.state == CellState.ADOPTED or (
            square.cell.state == CellState.ADOPTED_OTHER_TEXT and not other
        ):
            city = City.objects.filter(pk=square.party.organisation_id).first()
            if city is not None and square.cell.on is not None:
                members.join(city, on=square.cell.on, by=by, at=at)
