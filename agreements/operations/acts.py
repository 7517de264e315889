"""Recording what a council did, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agreements import rules
from agreements.events import ActEvent
from agreements.models import Act, Action, Agreement, Party, Text, Vote
from agreements.operations.facts import (
    COLUMNS,
    LISTS,
    STEP_COLUMNS,
    Facts,
    Step,
    step_of,
    votes_from,
)
from agreements.operations.settling import settle
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an act comes from, when, and which act it puts right."""

    by: Actor
    at: datetime
    source: str = Act.Source.RECORDED
    source_sha256: str = ""
    corrects: Act | None = None


@transaction.atomic
def record_act(party: Party, *, facts: Facts, by: Actor, at: datetime) -> Act:
    """Record an act of a party's council.

    Raises StaleState, naming who and when, when the act is on record already.
    """
    if reason := rules.why_not_record_for(by, party):
        raise PermissionDenied(reason)
    agreement = hold(party.agreement)
    act = enter(party, facts, text=_text(agreement, facts), origin=Origin(by=by, at=at))
    Event.objects.record(ActEvent.RECORDED, act, by=by, at=at, **told(act, agreement))
    settle(agreement, by=by, at=at)
    return act


@transaction.atomic
def complete_act(act: Act, *, facts: Facts, by: Actor, at: datetime) -> Act:
    """Bring a pending act up to date; with a result it is complete and frozen.

    Raises StaleState when it has got its result in between.
    """
    if reason := rules.why_not_complete(by, act):
        raise PermissionDenied(reason)
    agreement = hold(act.party.agreement)
    fill(act, facts, text=_text(agreement, facts), origin=Origin(by=by, at=at))
    kind = ActEvent.CHANGED if facts.result == Act.Result.PENDING else ActEvent.COMPLETED
    Event.objects.record(kind, act, by=by, at=at, **told(act, agreement))
    settle(agreement, by=by, at=at)
    return act


@transaction.atomic
def correct_act(act: Act, *, facts: Facts, by: Actor, at: datetime) -> Act:
    """Put a frozen act right by a new one, which stands in its place; both stay on record."""
    if reason := rules.why_not_correct(by, act):
        raise PermissionDenied(reason)
    agreement = hold(act.party.agreement)
    origin = Origin(by=by, at=at, corrects=act)
    later = enter(act.party, facts, text=_text(agreement, facts), origin=origin)
    Event.objects.record(ActEvent.CORRECTED, later, by=by, at=at, **told(later, agreement))
    settle(agreement, by=by, at=at)
    return later


@transaction.atomic
def add_action(act: Act, *, step: Step, by: Actor, at: datetime) -> Action:
    """Add what came after an act's decision: its signature, a veto, its being taken back.

    It stays as it is recorded, and the agreement follows it. Raises StaleState when the act was
    corrected in between.
    """
    if reason := rules.why_not_add_action(by, act):
        raise PermissionDenied(reason)
    agreement = hold(act.party.agreement)
    # Corrected since that was asked: what came after would be missing on the record that stands.
    if reason := rules.why_not_add_action(by, Act.objects.get(pk=act.pk)):
        raise StaleState(reason)
    action = append(act, step, origin=Origin(by=by, at=at))
    Event.objects.record(
        ActEvent.FOLLOWED, act, by=by, at=at, **told(act, agreement), step=action.label
    )
    settle(agreement, by=by, at=at)
    return action


def append(act: Act, step: Step, *, origin: Origin) -> Action:
    """Write a step behind all that came after an act's decision; who may was asked before."""
    position = act.actions.filter(after=True).count() + 1
    return write_step(act, step, position=position, after=True, origin=origin)


def hold(agreement: Agreement) -> Agreement:
    """Keep the agreement's row until the transaction ends.

    Two clerks who record the last two acts at one moment come one after the other, so that the
    second one sees the first one's act and the agreement comes into force.
    """
    return Agreement.objects.select_for_update().get(pk=agreement.pk)


def circulated_text(agreement: Agreement) -> Text | None:
    """The text that was put before the councils last."""
    version = agreement.versions.filter(text__isnull=False).select_related("text").last()
    return version.text if version else None


def enter(party: Party, facts: Facts, *, text: Text | None, origin: Origin) -> Act:
    """Write a new act with its votes. Raises StaleState when it is on record already."""
    if origin.corrects is None:
        _refuse_second(party, facts.file_number)
    act = Act(
        party=party,
        instrument=facts.instrument,
        file_number=facts.file_number,
        source=origin.source,
        source_sha256=origin.source_sha256,
        recorded_by=origin.by.user,
        recorded_at=origin.at,
        corrects=origin.corrects,
    )
    try:
        with transaction.atomic():
            act.save(force_insert=True)
    except IntegrityError as error:
        raise StaleState(_on_record(party, facts.file_number)) from error
    fill(act, facts, text=text, origin=origin)
    if origin.corrects is not None:
        # What came after the decision came after the corrected one too.
        for action in origin.corrects.actions.filter(after=True):
            append(act, step_of(action), origin=origin)
    return act


def fill(act: Act, facts: Facts, *, text: Text | None, origin: Origin) -> None:
    """Write facts, steps and votes of a pending act; the result last, since it freezes."""
    pending = Act.objects.select_for_update().filter(pk=act.pk, result=Act.Result.PENDING)
    if not pending.exists():
        raise StaleState(_on_record(act.party, act.file_number))
    act.votes.all().delete()
    Vote.objects.bulk_create(votes_from(facts.votes, act))
    _fill_steps(act, facts.actions, origin=origin)
    values = {**{name: getattr(facts, name) for name in COLUMNS}, "text": text}
    values |= {name: list(values[name]) for name in LISTS}
    for name, value in values.items():
        setattr(act, name, value)
    try:
        with transaction.atomic():
            act.save(update_fields=list(values))
    except IntegrityError as error:
        raise StaleState(_on_record(act.party, facts.file_number)) from error


def _fill_steps(act: Act, steps: Sequence[Step], *, origin: Origin) -> None:
    """Write the steps up to the decision anew, unless they stand as they are."""
    there = [action for action in act.actions.all() if not action.after]
    if [step_of(action) for action in there] == list(steps):
        return
    Vote.objects.filter(action__in=there).delete()
    act.actions.filter(after=False).delete()
    for position, step in enumerate(steps, start=1):
        write_step(act, step, position=position, after=False, origin=origin)


def write_step(act: Act, step: Step, *, position: int, after: bool, origin: Origin) -> Action:
    """Write one step with its roll call."""
    action = Action.objects.create(
        act=act,
        position=position,
        after=after,
        **{name: getattr(step, name) for name in STEP_COLUMNS},
        ballots=len(step.votes),
        recorded_by=origin.by.user,
        recorded_at=origin.at,
    )
    Vote.objects.bulk_create(votes_from(step.votes, action))
    return action


def _text(agreement: Agreement, facts: Facts) -> Text | None:
    if facts.other_text.strip():
        return Text.objects.keep(facts.other_text)
    return circulated_text(agreement)


def told(act: Act, agreement: Agreement) -> dict[str, str]:
    """What an Event about an act says, so that nobody needs to look the act up."""
    return {
        "agreement": agreement.slug,
        "title": agreement.title,
        "party": act.party.organisation.name,
        "file_number": act.file_number,
        "result": act.result,
    }


def _refuse_second(party: Party, file_number: str) -> None:
    if _first(party, file_number) is not None:
        raise StaleState(_on_record(party, file_number))


def _first(party: Party, file_number: str) -> Act | None:
    return party.acts.filter(file_number__iexact=file_number, corrects=None).first()


def _on_record(party: Party, file_number: str) -> str:
    """Say who was first, when, and what to do now."""
    first = _first(party, file_number)
    event = Event.objects.about(first).select_related("by").first() if first else None
    who = f"{event.who} recorded it on {moment(event.at)}" if event else "somebody was first"
    return (
        f"{file_number} of {party.organisation} is already on record: {who}. Nothing was written "
        "twice. Look at the act as it stands, and record a correction if something in it is wrong."
    )
