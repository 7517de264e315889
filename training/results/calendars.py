"""What stands in a person's calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, Q

from collaborative.feeds import Entry
from collaborative.models import Actor
from collaborative.roles import Permission
from training.models import Cohort, CohortSession, Enrolment


@dataclass(frozen=True, slots=True)
class _Place:
    """Somebody's place in a cohort, or none; how often that has changed, and when it last did."""

    is_held: bool = False
    changes: int = 0
    changed_at: datetime | None = None


def entries(actor: Actor) -> Iterator[Entry]:
    """The sessions of the person's own courses, and of all cohorts for whoever runs them.

    A place that was given up, a session that was dropped and a cohort that was called off stay,
    as cancelled. Two queries, whatever there is.
    """
    places = _places(actor)
    runs = actor.may(Permission.RUN_COHORT)
    mine = Q(cohort__in=places) & ~Q(cohort__state=Cohort.State.PLANNED)
    sessions = CohortSession.objects.filter(Q() if runs else mine).select_related("cohort__venue")
    for session in sessions.order_by("begins_at", "pk"):
        place = places.get(session.cohort_id, _Place())
        yield _entry(session, place, is_shown=runs or place.is_held)


def _places(actor: Actor) -> dict[int, _Place]:
    """The person's places by cohort: taken, given up, perhaps taken again and given up again."""
    left = Q(state=Enrolment.State.WITHDRAWN)
    own = Enrolment.objects.filter(person=actor.user).exclude(state=Enrolment.State.WAITING)
    rows = (
        own.order_by()
        .values("cohort")
        .annotate(
            held=Count("pk", filter=~left), left=Count("pk", filter=left), at=Max("state_since")
        )
    )
    return {
        row["cohort"]: _Place(bool(row["held"]), 2 * row["left"] - 1 + row["held"], row["at"])
        for row in rows
    }


def _entry(session: CohortSession, place: _Place, *, is_shown: bool) -> Entry:
    cohort = session.cohort
    called_off = cohort.state == Cohort.State.CANCELLED or session.is_dropped
    where = f"{cohort.venue}, {cohort.venue.address}" if cohort.venue else "Online"
    url = f"{settings.SITE_URL}{cohort.get_absolute_url()}"
    return Entry(
        uid=f"{session.uid}@training",
        # A program believes the highest: a place given up or taken again is a change more.
        sequence=session.sequence + place.changes,
        changed_at=max(session.changed_at, place.changed_at or session.changed_at),
        begins_at=session.begins_at,
        ends_at=session.ends_at,
        title=cohort.title,
        place=where,
        about=cohort.cancel_reason or (f"With {cohort.instructor}." if cohort.instructor else ""),
        url=url,
        is_cancelled=called_off or not is_shown,
    )
