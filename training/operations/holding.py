"""Who was there, who completed the course, their certificates, and what they say of it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from collaborative.lifecycle import StaleState, explain
from collaborative.models import PORTAL, Actor, Event
from training import rules
from training.events import CertificateEvent, CohortEvent, EnrolmentEvent
from training.lifecycle import COHORT, ENROLMENT
from training.models import Attendance, Certificate, Cohort, Enrolment, Evaluation
from training.operations.enrolling import held
from training.operations.records import record_completion
from training.results.evaluating import WINDOWS, asked_now

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that nobody takes for another on paper."""
GROUPS, SIGNS = 3, 4


@dataclass(frozen=True, slots=True)
class Said:
    """What the sheet says of one person: sessions attended by key, and scores of 100."""

    sessions: Collection[int]
    before: int | None = None
    after: int | None = None


@transaction.atomic
def attend(
    cohort: Cohort, *, sheet: Mapping[int, Said], revision: int, by: Actor, at: datetime
) -> None:
    """Write who was there and the scores, for every enrolment that the sheet names.

    Raises StaleState where somebody wrote the sheet meanwhile.
    """
    if reason := rules.why_not_attend(by, cohort):
        raise PermissionDenied(reason)
    found = Cohort.objects.filter(pk=cohort.pk, revision=revision, state=cohort.state)
    if not found.update(revision=F("revision") + 1):
        raise StaleState(explain(cohort))
    people = list(cohort.enrolments.seated().filter(pk__in=sheet))
    sessions = list(cohort.sessions.filter(is_dropped=False))
    for one in people:
        said = sheet[one.pk]
        one.score_before, one.score_after = said.before, said.after
    Enrolment.objects.bulk_update(people, ["score_before", "score_after"])
    Attendance.objects.bulk_create(
        [
            Attendance(
                enrolment=one,
                session=session,
                was_there=session.pk in sheet[one.pk].sessions,
            )
            for one in people
            for session in sessions
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "session"],
        update_fields=["was_there"],
    )
    Event.objects.record(CohortEvent.ATTENDED, cohort, by=by, at=at)


@transaction.atomic
def hold(cohort: Cohort, *, by: Actor, at: datetime) -> int:
    """Close the records: who was there often enough has completed it; return how many have.

    Each of them gets a certificate. Who was nowhere written down counts as not there.
    """
    if reason := rules.why_not_hold(by, cohort, at=at):
        raise PermissionDenied(reason)
    held(cohort)
    sessions = cohort.sessions.filter(is_dropped=False).count()
    needed = max(sessions - cohort.may_miss, 1)
    people = list(
        cohort.enrolments.filter(state=Enrolment.State.ENROLLED).select_related(
            "person", "city", "department"
        )
    )
    present = _times_present(cohort)
    completed = [one for one in people if present.get(one.pk, 0) >= needed]
    for one in people:
        one.cohort = cohort
        kind = EnrolmentEvent.COMPLETED if one in completed else EnrolmentEvent.MISSED
        ENROLMENT.advance(one, kind, by=by, at=at, state_since=at)
    for one in completed:
        certificate = _certify(one, holder=one.who, by=by, at=at)
        record_completion(
            city=one.city,
            department=one.department,
            name=one.who,
            course=cohort.course,
            on=certificate.ends_on,
            hours=cohort.hours,
            source=f"{cohort.title}, certificate {certificate.number}",
            account=one.person,
            by=by,
            at=at,
        )
    COHORT.advance(
        cohort,
        CohortEvent.HELD,
        by=by,
        at=at,
        detail={"completed": len(completed)},
        state_since=at,
    )
    return len(completed)


def _times_present(cohort: Cohort) -> dict[int, int]:
    """How many sessions each person attended, by the enrolment's key."""
    rows = Attendance.objects.filter(
        enrolment__cohort=cohort, session__is_dropped=False, was_there=True
    ).values_list("enrolment_id", flat=True)
    counted: dict[int, int] = {}
    for key in rows:
        counted[key] = counted.get(key, 0) + 1
    return counted


def _certify(enrolment: Enrolment, *, holder: str, by: Actor, at: datetime) -> Certificate:
    """Write a certificate of what was completed, to the holder's name."""
    cohort, on = enrolment.cohort, timezone.localdate(at)
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(SIGNS)) for _ in range(GROUPS)]
    certificate = Certificate.objects.create(
        number="-".join(["GTI", str(on.year), *groups]),
        enrolment=enrolment,
        holder=holder,
        city=enrolment.city.name,
        course=cohort.title,
        hours=cohort.hours,
        begins_on=timezone.localdate(cohort.begins_at),
        ends_on=timezone.localdate(cohort.ends_at),
        issued_on=on,
        is_sample=cohort.is_sample,
    )
    Event.objects.record(CertificateEvent.ISSUED, certificate, by=by, at=at)
    return certificate


@transaction.atomic
def withdraw_certificate(
    certificate: Certificate, *, reason: str, holder: str, by: Actor, at: datetime
) -> Certificate | None:
    """Withdraw a certificate that is wrong; with a name, write another one to that name."""
    if refusal := rules.why_not_withdraw_certificate(by, certificate):
        raise PermissionDenied(refusal)
    on = timezone.localdate(at)
    found = Certificate.objects.filter(pk=certificate.pk, withdrawn_on=None)
    if not found.update(withdrawn_on=on, withdraw_reason=reason):
        raise StaleState(f"{certificate} was withdrawn by somebody else meanwhile.")
    Event.objects.record(CertificateEvent.WITHDRAWN, certificate, by=by, at=at, reason=reason)
    if not holder:
        return None
    return _certify(certificate.enrolment, holder=holder, by=by, at=at)


@transaction.atomic
def evaluate(
    enrolment: Enrolment, *, marks: Sequence[int], remark: str, at: datetime
) -> Evaluation:
    """Take somebody's answers, once. They name nobody, and no event tells when they came."""
    if reason := rules.why_not_evaluate(enrolment, at=at):
        raise PermissionDenied(reason)
    kind = asked_now(enrolment.cohort, at=at)
    assert kind is not None, "the rule was asked"
    mark = f"has_said_{kind.value}"
    found = Enrolment.objects.filter(pk=enrolment.pk, **{mark: False})
    if not found.update(**{mark: True}):
        raise StaleState("These questions were answered a moment ago. There is nothing more to do.")
    return Evaluation.objects.create(
        cohort=enrolment.cohort, kind=kind, marks=list(marks), remark=remark
    )


def follow_up_due(*, at: datetime) -> None:
    """Ask, three months after a cohort was held, what became of it at work; once for each."""
    first, last = WINDOWS[Evaluation.Kind.BEHAVIOUR]
    told = Event.objects.filter(kind=CohortEvent.FOLLOWED_UP).values_list("about_key", flat=True)
    due = Cohort.objects.filter(
        state=Cohort.State.HELD, state_since__lte=at - first, state_since__gt=at - last
    )
    for cohort in due.exclude(pk__in=[int(key) for key in told]):
        with transaction.atomic():
            _ask_once(cohort, at=at)


def _ask_once(cohort: Cohort, *, at: datetime) -> None:
    """Record that people are asked, unless another worker was first."""
    held(cohort)
    if not Event.objects.about(cohort).filter(kind=CohortEvent.FOLLOWED_UP).exists():
        Event.objects.record(CohortEvent.FOLLOWED_UP, cohort, by=PORTAL, at=at)
