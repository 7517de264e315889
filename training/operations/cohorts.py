"""Planning cohorts, changing and opening them, and calling them off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from cities.models import City
from collaborative.lifecycle import StaleState, explain
from collaborative.models import PORTAL, Actor, Event
from collaborative.wording import moment
from training import rules
from training.events import CohortEvent
from training.lifecycle import COHORT
from training.models import Cohort, CohortSession, Course, Enrolment, Seats, Venue
from training.operations.enrolling import fill


@dataclass(frozen=True, slots=True)
class Slot:
    """One session, from when to when; `key` is that of its row, None for a new one."""

    begins_at: datetime
    ends_at: datetime
    key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Where and when a cohort meets, for how many of each city, and at what cost in dollars."""

    title: str
    sessions: Sequence[Slot]
    seats: Mapping[City, int]
    hours: Decimal
    min_seats: int
    fixed_cost: Decimal
    cost_per_seat: Decimal
    venue: Venue | None = None
    join_url: str = ""
    instructor: str = ""
    enrol_until: date | None = None
    seats_free_on: date | None = None
    may_miss: int = 0

    @classmethod
    def of(
        cls, course: Course, *, sessions: Sequence[Slot], seats: Mapping[City, int], **others: Any
    ) -> Terms:
        """The terms that a course brings with it; `others` stand in place of its own."""
        own = {
            "title": course.title,
            "hours": course.hours,
            "min_seats": course.min_seats,
            "fixed_cost": course.fixed_cost,
            "cost_per_seat": course.cost_per_seat,
            "instructor": course.instructor,
        }
        return cls(sessions=sessions, seats=seats, **{**own, **others})


_COLUMNS = tuple(one.name for one in fields(Terms) if one.name not in {"sessions", "seats"})
_PLACE = ("venue", "join_url")
_IN_CALENDARS = (*_PLACE, "title", "instructor")
"""What calendars show of a cohort beside the times of its sessions."""


@transaction.atomic
def open_cohort(course: Course, *, terms: Terms, by: Actor, at: datetime) -> Cohort:
    """Put a cohort of a course into the calendar, planned: `open_enrolment` lets people in.

    Raises PermissionDenied, with the sentence.
    """
    if reason := rules.why_not_run_cohorts(by):
        raise PermissionDenied(reason)
    cohort = Cohort.objects.create(
        course=course,
        state=COHORT.start,
        state_since=at,
        slug=_slug(course, terms),
        is_sample=course.is_sample,
        **_span(terms),
        **{name: getattr(terms, name) for name in _COLUMNS},
    )
    CohortSession.objects.bulk_create(
        CohortSession(cohort=cohort, begins_at=slot.begins_at, ends_at=slot.ends_at, changed_at=at)
        for slot in terms.sessions
    )
    Seats.objects.bulk_create(
        Seats(cohort=cohort, city=city, seats=number) for city, number in terms.seats.items()
    )
    Event.objects.record(CohortEvent.PLANNED, cohort, by=by, at=at, course=course.code)
    return cohort


@transaction.atomic
def change(cohort: Cohort, *, terms: Terms, revision: int, by: Actor, at: datetime) -> bool:
    """Change a cohort, and return whether its people must hear of another time or place.

    Raises StaleState where somebody changed it meanwhile, or more people have a seat than is left.
    """
    if reason := rules.why_not_change_cohort(by, cohort):
        raise PermissionDenied(reason)
    before = [moment(session.begins_at) for session in cohort.sessions.filter(is_dropped=False)]
    changed = [name for name in _COLUMNS if getattr(cohort, name) != getattr(terms, name)]
    moves_place = not set(_PLACE).isdisjoint(changed)
    shows_other = not set(_IN_CALENDARS).isdisjoint(changed)
    _update(cohort, terms, revision)
    is_moved = _move(cohort, terms.sessions, at=at, all_of_them=shows_other)
    _seat(cohort, terms.seats)
    fill(cohort, by=by, at=at)
    kind = CohortEvent.MOVED if is_moved or moves_place else CohortEvent.CHANGED
    Event.objects.record(kind, cohort, by=by, at=at, before=before)
    return kind is CohortEvent.MOVED


def _update(cohort: Cohort, terms: Terms, revision: int) -> None:
    """Write the cohort's own values, unless it is no longer as it was read."""
    values = {name: getattr(terms, name) for name in _COLUMNS} | _span(terms)
    found = Cohort.objects.filter(pk=cohort.pk, revision=revision, state=cohort.state)
    if not found.update(revision=F("revision") + 1, **values):
        raise StaleState(explain(cohort))
    cohort.refresh_from_db()


def _move(cohort: Cohort, slots: Sequence[Slot], *, at: datetime, all_of_them: bool) -> bool:
    """Make the sessions those of the slots; return whether a time has changed.

    Calendars hear of each session that has, or of `all_of_them`.
    """
    kept = {slot.key: slot for slot in slots if slot.key is not None}
    moved = False
    for session in cohort.sessions.filter(is_dropped=False):
        slot = kept.get(session.pk)
        times = (slot.begins_at, slot.ends_at) if slot else session.lasts()
        if slot and times == session.lasts() and not all_of_them:
            continue
        moved = moved or slot is None or times != session.lasts()
        session.begins_at, session.ends_at = times
        session.is_dropped, session.changed_at = slot is None, at
        session.sequence += 1
        session.save()
    new = [slot for slot in slots if slot.key is None]
    CohortSession.objects.bulk_create(
        CohortSession(cohort=cohort, begins_at=slot.begins_at, ends_at=slot.ends_at, changed_at=at)
        for slot in new
    )
    return moved or bool(new)


def _seat(cohort: Cohort, seats: Mapping[City, int]) -> None:
    """Make the cities' seats those numbers. Raises StaleState where more people have one."""
    for city, number in seats.items():
        try:
            with transaction.atomic():
                Seats.objects.update_or_create(cohort=cohort, city=city, defaults={"seats": number})
        except IntegrityError as error:
            raise StaleState(
                f"More people have a seat of {city} than the {number} that you leave. "
                "Nothing was changed; give up places first, or leave more seats."
            ) from error


def open_enrolment(cohort: Cohort, *, by: Actor, at: datetime) -> None:
    """Let people be enrolled."""
    if reason := rules.why_not_open_enrolment(by, cohort):
        raise PermissionDenied(reason)
    COHORT.advance(cohort, CohortEvent.OPENED, by=by, at=at, state_since=at)


@transaction.atomic
def cancel(cohort: Cohort, *, reason: str, by: Actor, at: datetime) -> None:
    """Call a cohort off. It stays in the calendar, as cancelled."""
    if refusal := rules.why_not_change_cohort(by, cohort):
        raise PermissionDenied(refusal)
    COHORT.advance(
        cohort,
        CohortEvent.CANCELLED,
        by=by,
        at=at,
        detail={"reason": reason},
        state_since=at,
        cancel_reason=reason,
    )
    cohort.sessions.filter(is_dropped=False).update(sequence=F("sequence") + 1, changed_at=at)


def move_due(*, at: datetime) -> None:
    """Begin what has come to its first session, and share the seats whose day has come.

    Safe to run late, twice, or at the same time twice.
    """
    enrolling = Cohort.objects.select_for_update(skip_locked=True).filter(state=Cohort.State.OPEN)
    with transaction.atomic():
        for cohort in enrolling.filter(begins_at__lte=at):
            COHORT.advance(cohort, CohortEvent.BEGUN, by=PORTAL, at=at, state_since=at)
        waiting = Enrolment.objects.in_line().values("cohort")
        today = timezone.localdate(at)
        for cohort in enrolling.filter(pk__in=waiting, seats_free_on__lte=today):
            fill(cohort, by=PORTAL, at=at)


def _span(terms: Terms) -> dict[str, datetime]:
    """From the first session's begin to the last one's end."""
    return {
        "begins_at": min(slot.begins_at for slot in terms.sessions),
        "ends_at": max(slot.ends_at for slot in terms.sessions),
    }


def _slug(course: Course, terms: Terms) -> str:
    """An address of its own: the course's code, the first day, and a number if need be."""
    first = timezone.localdate(_span(terms)["begins_at"])
    stem = slugify(f"{course.code}-{first}")
    taken = set(Cohort.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        name
        for number in range(len(taken) + 1)
        if (name := f"{stem}-{number + 1}" if number else stem) not in taken
    )
