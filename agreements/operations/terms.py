"""Writing how long an agreement holds, giving notice, and letting it follow its own terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from agreements import results, rules, terms
from agreements.events import AgreementEvent, VersionEvent
from agreements.lifecycle import AGREEMENT
from agreements.models import Act, Agreement, Party, Term, Version, Withdrawal
from agreements.operations import entries
from agreements.operations.acts import hold
from agreements.operations.drafting import saved_in_between
from agreements.results import Duration
from agreements.rules.papers import why_not_keep_papers, why_not_leave
from collaborative.lifecycle import StaleState
from collaborative.models import PORTAL, Actor, Event
from collaborative.wording import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a party's notice says; all blank where it was none, after all.

    `kind` is that of `Withdrawal`; `act` is the party's own act on record by which it was given.
    """

    kind: str = Withdrawal.Kind.LEAVES
    given_on: date | None = None
    reason: str = ""
    act: Act | None = None
    authority: str = ""


@transaction.atomic
def write_term(version: Version, *, term: Term, revision: int, by: Actor, at: datetime) -> Term:
    """Write what a draft version says of its duration; `term` is a row that is not saved.

    Raises StaleState when somebody saved the draft since `revision` was read, or sent it out.
    """
    agreement = version.agreement
    if reason := rules.why_not_draft(by):
        raise PermissionDenied(reason)
    held = Agreement.objects.filter(pk=agreement.pk, revision=revision)
    changed = held.update(revision=F("revision") + 1)
    open_ = Version.objects.in_draft().select_for_update().filter(pk=version.pk).exists()
    if not changed or not open_:
        raise StaleState(saved_in_between(agreement))
    agreement.refresh_from_db()
    Term.objects.filter(version=version).delete()
    term.version = version
    term.save(force_insert=True)
    if version.number == 1:
        Event.objects.record(AgreementEvent.CHANGED, agreement, by=by, at=at)
    else:
        number = version.number
        Event.objects.record(VersionEvent.CHANGED, agreement, by=by, at=at, version=number)
    return term


@transaction.atomic
def give_notice(
    party: Party,
    *,
    notice: Notice,
    corrects: Withdrawal | None = None,
    because: str = "",
    by: Actor,
    at: datetime,
) -> Withdrawal:
    """Record a party's notice that it leaves, or put right the one on record.

    The first day without it is computed from the agreement's terms. Raises StaleState when what
    stands is not `corrects`.
    """
    agreement = hold(party.agreement)
    on = localdate(at)
    found = results.duration(agreement, on=on)
    leaves_on = leaving_day(found, notice)
    if reason := why_not_keep_papers(by, party, on=on) or why_not_leave(
        agreement, given_on=notice.given_on, leaves_on=leaves_on
    ):
        raise PermissionDenied(reason)
    entry = entries.keep(
        Withdrawal(
            party=party,
            kind=notice.kind,
            given_on=notice.given_on,
            leaves_on=leaves_on,
            reason=notice.reason,
            act=notice.act,
            authority=notice.authority,
            recorded_by=by.user,
            recorded_at=at,
            corrects=corrects,
            because=because,
        ),
        what=f"A notice of {party.organisation}",
        standing=found.notice(party).kept.standing,
    )
    Event.objects.record(
        AgreementEvent.NOTICE_CORRECTED if corrects else AgreementEvent.NOTICE_GIVEN,
        agreement,
        by=by,
        at=at,
        party=party.organisation.name,
        on=leaves_on,
        reason=notice.reason,
        because=because,
    )
    follow(agreement, at=at)
    return entry


def leaving_day(found: Duration, notice: Notice) -> date | None:
    """The first day without a party that gave this notice; None where the terms have none."""
    if notice.given_on is None or found.term is None:
        return None
    return terms.leaves_on(
        found.term.plain,
        given_on=notice.given_on,
        first=found.first,
        at_the_end=notice.kind == Withdrawal.Kind.NOT_RENEWED,
    )


def follow_all(*, at: datetime) -> None:
    """Let every agreement in force follow its terms; each by itself, so that none waits."""
    with_terms = Agreement.objects.filter(
        state=Agreement.State.IN_FORCE, versions__term__isnull=False
    )
    for key in with_terms.order_by("pk").distinct().values_list("pk", flat=True):
        with transaction.atomic():
            follow(Agreement.objects.select_for_update().get(pk=key), at=at)


def follow(agreement: Agreement, *, at: datetime) -> None:
    """Bring an agreement in force in line with its terms: who has left, renewals, its end.

    Again changes nothing. Call it in a transaction, with the agreement held.
    """
    if agreement.state != Agreement.State.IN_FORCE:
        return
    on = localdate(at)
    found = results.duration(agreement, on=on)
    if found.course is None:
        return
    _let_go(found, at=at)
    _renew(agreement, found.course, at=at)
    ending = found.course.ending
    if ending is not None and ending.on < on:
        _end(agreement, ending, found, at=at)


def _let_go(found: Duration, *, at: datetime) -> None:
    """Write since when parties are out of it; a corrected notice brings them back."""
    assert found.course is not None  # the caller asked
    for notice in found.notices:
        party, entry = notice.party, notice.entry
        gone = party.organisation.slug in found.course.gone
        left_on = entry.leaves_on if entry and gone else None
        if left_on == party.left_on:
            continue
        party.left_on = left_on
        party.save(update_fields=["left_on"])
        if left_on is not None:
            Event.objects.record(
                AgreementEvent.PARTY_LEFT,
                found.agreement,
                by=PORTAL,
                at=at,
                party=party.organisation.name,
                on=left_on,
            )


def _renew(agreement: Agreement, course: terms.Course, *, at: datetime) -> None:
    """Tell of each renewal once."""
    if not course.renewals:
        return
    events = Event.objects.about(agreement).filter(kind=AgreementEvent.RENEWED)
    told = set(events.values_list("detail__on", flat=True))
    for period in course.renewals:
        if period.starts_on.isoformat() not in told:
            Event.objects.record(
                AgreementEvent.RENEWED,
                agreement,
                by=PORTAL,
                at=at,
                on=period.starts_on,
                until=period.ends_on,
            )


def _end(agreement: Agreement, ending: terms.Ending, found: Duration, *, at: datetime) -> None:
    """End it with its last day, which is no earlier than the day it came into force."""
    last = max(ending.on, agreement.in_force_on or ending.on)
    expired = ending.cause is terms.Cause.EXPIRED
    AGREEMENT.advance(
        agreement,
        AgreementEvent.EXPIRED if expired else AgreementEvent.ENDED,
        by=PORTAL,
        at=at,
        detail={"on": last, "reason": _why(ending, found)},
        ended_on=last,
        state_since=at,
    )


def _why(ending: terms.Ending, found: Duration) -> str:
    if ending.cause is terms.Cause.EXPIRED:
        return f"Its term ended on {day(ending.on)}."
    names = [
        notice.party.organisation.name
        for notice in found.notices
        if notice.party.organisation.slug in ending.by
    ]
    return f"By its own terms it does not go on without {' and '.join(names)}."
