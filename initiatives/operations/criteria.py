"""What a round asks: criteria with their anchors, fixed before the first mark."""

from dataclasses import asdict
from datetime import datetime
from itertools import count
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from collaborative.models import Actor, Event
from initiatives.events import RoundEvent
from initiatives.models import Anchor, CriteriaSet, Criterion, Round
from initiatives.operations.rounds import hold
from initiatives.rubrics import Question
from initiatives.rules import rounds as rules


@transaction.atomic
def add_criterion(round_: Round, *, question: Question, by: Actor, at: datetime) -> Criterion:
    """Add a criterion after the others."""
    if reason := rules.why_not_change(by, hold(round_)):
        raise PermissionDenied(reason)
    criterion = _add(round_, question)
    _record(round_, "criterion_added", question.label, by=by, at=at)
    return criterion


@transaction.atomic
def change_criterion(criterion: Criterion, *, question: Question, by: Actor, at: datetime) -> None:
    """Ask something else in its place; the anchors are replaced."""
    round_ = criterion.round
    if reason := rules.why_not_change(by, hold(round_)):
        raise PermissionDenied(reason)
    fields = _fields(question) | {"key": question.key or criterion.key}
    for name, value in fields.items():
        setattr(criterion, name, value)
    criterion.save(update_fields=list(fields))
    criterion.anchors.all().delete()
    _anchor(criterion, question)
    _record(round_, "criterion_changed", question.label, by=by, at=at)


@transaction.atomic
def remove_criterion(criterion: Criterion, *, by: Actor, at: datetime) -> None:
    """Take a criterion with its anchors out of a round in preparation."""
    round_ = criterion.round
    if reason := rules.why_not_change(by, hold(round_)):
        raise PermissionDenied(reason)
    label = criterion.label
    criterion.delete()
    _record(round_, "criterion_removed", label, by=by, at=at)


@transaction.atomic
def take_set(round_: Round, *, taken: CriteriaSet, by: Actor, at: datetime) -> None:
    """Ask what a set asks, in place of all that the round in preparation asked so far."""
    if reason := rules.why_not_change(by, hold(round_)):
        raise PermissionDenied(reason)
    round_.criteria.all().delete()
    for question in taken.asked:
        _add(round_, question)
    _record(round_, "set_taken", str(taken), by=by, at=at)


def _add(round_: Round, question: Question) -> Criterion:
    last = round_.criteria.aggregate(last=Max("position"))["last"] or 0
    fields = _fields(question) | {"key": question.key or _free_key(round_, question.label)}
    criterion = Criterion.objects.create(round=round_, position=last + 1, **fields)
    _anchor(criterion, question)
    return criterion


def _fields(question: Question) -> dict[str, Any]:
    """Return the row's fields; a gate has a fixed scale and neither weight nor threshold."""
    fields = {name: value for name, value in asdict(question).items() if name != "anchors"}
    if question.kind == Criterion.Kind.GATE:
        fields |= {"weight": None, "threshold": None, "minimum": 0, "maximum": 1}
    return fields


def _free_key(round_: Round, label: str) -> str:
    """Make a short name out of the label; a second of the same gets a number."""
    wanted = slugify(label)[:32].strip("-") or "criterion"
    taken = set(round_.criteria.filter(key__startswith=wanted).values_list("key", flat=True))
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _anchor(criterion: Criterion, question: Question) -> None:
    Anchor.objects.bulk_create(
        Anchor(criterion=criterion, mark=mark, text=text)
        for mark, text in sorted(question.anchors.items())
    )


def _record(round_: Round, what: str, label: str, *, by: Actor, at: datetime) -> None:
    Event.objects.record(RoundEvent.CHANGED, round_, by=by, at=at, **{what: label})
