"""What stands in a person's calendar."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q

from collaborative.feeds import Entry
from collaborative.models import Actor
from collaborative.roles import Permission
from training.models import Cohort, CohortSession, Enrolment

_GONE = (Enrolment.State.WITHDRAWN, Enrolment.State.WAITING)


def entries(actor: Actor) -> Iterator[Entry]:
    """The sessions of the person's own courses, and of all cohorts for whoever runs them.

    A place that was given up, a session that was dropped and a cohort that was called off stay,
    as cancelled. One query, whatever there is.
    """
    held = Enrolment.objects.filter(person=actor.user).exclude(state__in=_GONE).values("cohort")
    left = Enrolment.objects.filter(person=actor.user, state=Enrolment.State.WITHDRAWN)
    mine = Q(cohort__in=held) | Q(cohort__in=left.values("cohort"))
    shown = Q() if actor.may(Permission.RUN_COHORT) else mine & ~Q(cohort__state="planned")
    sessions = CohortSession.objects.filter(shown).select_related("cohort__venue")
    kept = set(held.values_list("cohort", flat=True))
    runs = actor.may(Permission.RUN_COHORT)
    for session in sessions.order_by("begins_at", "pk"):
        yield _entry(session, is_mine=runs or session.cohort_id in kept)


def _entry(session: CohortSession, *, is_mine: bool) -> Entry:
    cohort = session.cohort
    called_off = cohort.state == Cohort.State.CANCELLED or session.is_dropped
    place = f"{cohort.venue}, {cohort.venue.address}" if cohort.venue else "Online"
    url = f"{settings.SITE_URL}{cohort.get_absolute_url()}"
    return Entry(
        uid=f"{session.uid}@training",
        # A place given up is one change more than the session's own.
        sequence=session.sequence + (0 if is_mine else 1),
        changed_at=session.changed_at,
        begins_at=session.begins_at,
        ends_at=session.ends_at,
        title=cohort.title,
        place=place,
        about=cohort.cancel_reason or (f"With {cohort.instructor}." if cohort.instructor else ""),
        url=url,
        is_cancelled=called_off or not is_mine,
    )
