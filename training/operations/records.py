"""Keeping training records: who is on the roll, who must have what, who had it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import City, Department
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event, User
from training.events import RollEvent
from training.models import Completion, Course, Duty, Requirement, Topic, Trainee, YearlyHours
from training.rules import records as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What somebody had: the day, the hours, the topic, the course if it was one, what shows it."""

    topic: Topic
    on: date
    hours: Decimal
    source: str
    course: Course | None = None
    origin: str = Completion.Origin.TYPED


@transaction.atomic
def enter(
    *, city: City, name: str, department: Department | None, mark: str = "", by: Actor, at: datetime
) -> Trainee:
    """Put somebody on a city's roll; who is there already is left as is, and returned."""
    if reason := rules.why_not_keep(by, city):
        raise PermissionDenied(reason)
    return _on_the_roll(city, name, department, mark=mark, account=None, by=by, at=at)


def _on_the_roll(
    city: City,
    name: str,
    department: Department | None,
    *,
    mark: str,
    account: User | None,
    by: Actor,
    at: datetime,
) -> Trainee:
    """Find somebody by account, else by name and mark in the city, or enter them."""
    City.objects.select_for_update().get(pk=city.pk)  # two at a time would enter a person twice
    roll = Trainee.objects.filter(city=city)
    known = roll.filter(account=account).first() if account else None
    known = known or roll.filter(name__iexact=name, mark__iexact=mark).first()
    if known:
        if account and known.account_id is None:
            Trainee.objects.filter(pk=known.pk).update(account=account)
            known.account = account
        return known
    made = Trainee.objects.create(
        city=city, department=department, name=name, mark=mark, account=account
    )
    Event.objects.record(RollEvent.ENTERED, made, by=by, at=at, city=city.name)
    return made


@transaction.atomic
def change(
    trainee: Trainee,
    *,
    department: Department | None,
    left_on: date | None,
    by: Actor,
    at: datetime,
) -> None:
    """Say where somebody works now, and whether they left; what they had stays on record."""
    if reason := rules.why_not_keep(by, trainee.city):
        raise PermissionDenied(reason)
    if (trainee.department, trainee.left_on) == (department, left_on):
        return
    trainee.department, trainee.left_on = department, left_on
    trainee.save(update_fields=["department", "left_on"])
    Event.objects.record(
        RollEvent.MOVED,
        trainee,
        by=by,
        at=at,
        department=str(department) if department else "",
        left_on=left_on,
    )


@transaction.atomic
def record(trainee: Trainee, *, training: Training, by: Actor, at: datetime) -> Completion:
    """Put on record that somebody had training; what is there already is returned, unchanged.

    Raises StaleState where it was there and was put right.
    """
    if reason := rules.why_not_keep(by, trainee.city):
        raise PermissionDenied(reason)
    done, is_new = Completion.objects.get_or_create(
        trainee=trainee,
        topic=training.topic,
        course=training.course,
        on=training.on,
        corrects=None,
        defaults={
            "hours": training.hours,
            "source": training.source,
            "origin": training.origin,
            "recorded_by": by.user,
            "recorded_at": at,
        },
    )
    if not is_new and Completion.objects.filter(corrects=done).exists():
        raise StaleState("This was put right before. Put the newer record right instead.")
    if is_new:
        Event.objects.record(RollEvent.COMPLETED, done, by=by, at=at, on=training.on)
    return done


@transaction.atomic
def record_completion(
    *,
    city: City,
    department: Department | None,
    name: str,
    course: Course,
    on: date,
    hours: Decimal,
    source: str,
    account: User | None = None,
    by: Actor,
    at: datetime,
) -> Completion:
    """Put on record that somebody completed a cohort, entering them on the roll where needed.

    The same again changes nothing.
    """
    trainee = _on_the_roll(city, name, department, mark="", account=account, by=by, at=at)
    training = Training(
        topic=course.topic,
        course=course,
        on=on,
        hours=hours,
        source=source,
        origin=Completion.Origin.COHORT,
    )
    return record(trainee, training=training, by=by, at=at)


@transaction.atomic
def put_right(
    wrong: Completion,
    *,
    training: Training | None,
    because: str,
    by: Actor,
    at: datetime,
) -> Completion:
    """Put a record right by a newer one; without training, there was none.

    Raises StaleState where somebody put it right meanwhile.
    """
    if reason := rules.why_not_keep(by, wrong.trainee.city):
        raise PermissionDenied(reason)
    current = Completion.objects.select_for_update(of=("self",)).get(pk=wrong.pk)
    if Completion.objects.filter(corrects=current).exists():
        raise StaleState("This record was put right already. Look at the newer one.")
    right = training or Training(
        topic=wrong.topic, on=wrong.on, hours=wrong.hours, source=wrong.source, course=wrong.course
    )
    newer = Completion.objects.create(
        trainee=wrong.trainee,
        topic=right.topic,
        course=right.course,
        on=right.on,
        hours=right.hours,
        source=right.source,
        origin=wrong.origin,
        corrects=wrong,
        is_void=training is None,
        because=because,
        recorded_by=by.user,
        recorded_at=at,
    )
    Event.objects.record(RollEvent.PUT_RIGHT, newer, by=by, at=at, because=because)
    return newer


@transaction.atomic
def bind(
    trainees: Iterable[Trainee],
    *,
    requirement: Requirement,
    first_due_on: date,
    by: Actor,
    at: datetime,
) -> list[Duty]:
    """Say who must meet a requirement, first by a day; who is bound already stays as is.

    Returns the new duties.
    """
    wanted = list(trainees)
    for city in {trainee.city for trainee in wanted}:
        if reason := rules.why_not_bind(by, requirement, city):
            raise PermissionDenied(reason)
    Requirement.objects.select_for_update().get(pk=requirement.pk)
    there = Duty.objects.filter(requirement=requirement, ended_on=None, trainee__in=wanted)
    known = set(there.values_list("trainee", flat=True))
    made = Duty.objects.bulk_create(
        Duty(trainee=trainee, requirement=requirement, first_due_on=first_due_on)
        for trainee in wanted
        if trainee.pk not in known
    )
    Event.objects.record_all(RollEvent.BOUND, made, by=by, at=at, first_due_on=first_due_on)
    return made


@transaction.atomic
def free(duty: Duty, *, ended_on: date, by: Actor, at: datetime) -> None:
    """End a duty on a day. Raises StaleState where it ended already."""
    if reason := rules.why_not_keep(by, duty.trainee.city):
        raise PermissionDenied(reason)
    if not Duty.objects.filter(pk=duty.pk, ended_on=None).update(ended_on=ended_on):
        raise StaleState(f"{duty.trainee} is no longer bound by it. Nothing was changed.")
    Event.objects.record(RollEvent.FREED, duty, by=by, at=at, ended_on=ended_on)


@transaction.atomic
def count_yearly(
    requirement: Requirement, *, is_yearly: bool, topics: Iterable[Topic], by: Actor, at: datetime
) -> None:
    """Say whether a requirement's hours count over the calendar year, and in which other topics."""
    if reason := rules.why_not_count(by):
        raise PermissionDenied(reason)
    if is_yearly:
        rule, _ = YearlyHours.objects.get_or_create(requirement=requirement)
        rule.topics.set(topics)
    else:
        YearlyHours.objects.filter(requirement=requirement).delete()
    Event.objects.record(RollEvent.COUNTED, requirement, by=by, at=at, is_yearly=is_yearly)
