"""What follows from what the councils did: in force or not, replaced, superseded, a member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from agreements import results
from agreements.adoption import CellState
from agreements.events import AgreementEvent
from agreements.lifecycle import AGREEMENT
from agreements.models import Agreement, Version
from cities.models import City
from cities.operations import members
from collaborative.models import Actor


def settle(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """Let the agreement follow its councils: in force when enough adopted, since the day they did.

    Each version is in force from its own day until a later one is. Call it in the transaction of
    the act, with the agreement held.
    """
    settle_all([agreement], by=by, at=at)


def settle_all(agreements: Sequence[Agreement], *, by: Actor, at: datetime) -> None:
    """Let agreements follow their councils, all at once.

    What is read costs the same for any number; only those that change are written one by one.
    """
    since = _date_versions(agreements)
    for agreement in agreements:
        on = since.get(agreement.pk)
        if agreement.state == Agreement.State.IN_FORCE and on != agreement.in_force_on:
            AGREEMENT.advance(
                agreement, AgreementEvent.REOPENED, by=by, at=at, in_force_on=None, state_since=at
            )
    for found in results.standings(agreements):
        agreement, on = found.agreement, since.get(found.agreement.pk)
        if agreement.state == Agreement.State.CIRCULATED and on is not None:
            AGREEMENT.advance(
                agreement,
                AgreementEvent.IN_FORCE,
                by=by,
                at=at,
                detail={"on": on, "progress": found.progress},
                in_force_on=on,
                state_since=at,
            )
            _supersede(agreement, on=on, by=by, at=at)
        if agreement.kind == Agreement.Kind.STATEMENT:
            _welcome(found, by=by, at=at)


def _date_versions(agreements: Sequence[Agreement]) -> dict[int, date]:
    """Write from when until when each version binds; return since when the first of each does."""
    spans = results.versions_in_force(agreements)
    first: dict[int, date] = {}
    circulated = Version.objects.filter(agreement__in=agreements, circulated_at__isnull=False)
    for version in circulated.order_by("agreement", "number"):
        span = spans.get(version.pk)
        since, until = (span.since, span.until) if span else (None, None)
        if (version.in_force_on, version.replaced_on) != (since, until):
            version.in_force_on, version.replaced_on = since, until
            version.save(update_fields=["in_force_on", "replaced_on"])
        if since is not None:
            first[version.agreement_id] = min(since, first.get(version.agreement_id, since))
    return first


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
