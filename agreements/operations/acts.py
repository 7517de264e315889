"""Recording what a council did, and what follows from it."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from agreements import results, rules
from agreements.adoption import CellState
from agreements.events import ActEvent, AgreementEvent
from agreements.lifecycle import AGREEMENT
from agreements.models import Act, Agreement, Party, Text, Vote
from cities.models import City
from cities.operations import members
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import moment


@dataclass(frozen=True, slots=True)
class Ballot:
    """One member's vote: the record's own word, and what it means ("" where nobody knows)."""

    voter: str
    value: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a council's record says of one act, word for word; blank where it says nothing.

    `other_text` holds the words that the council had before it where those were not the
    circulated ones; blank means the circulated text.
    """

    instrument: str
    file_number: str
    enactment_number: str = ""
    title: str = ""
    body: str = ""
    introduced_on: date | None = None
    agenda_on: date | None = None
    acted_on: date | None = None
    mover: str = ""
    seconder: str = ""
    tally: str = ""
    result: str = Act.Result.PENDING
    votes: tuple[Ballot, ...] = ()
    other_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an act comes from, when, and which act it puts right."""

    by: Actor
    at: datetime
    source: str = Act.Source.RECORDED
    source_sha256: str = ""
    corrects: Act | None = None


COLUMNS = tuple(field.name for field in fields(Facts) if field.name not in {"votes", "other_text"})
"""The facts that are columns of an act."""


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
    fill(act, facts, text=_text(agreement, facts))
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
    fill(act, facts, text=text)
    return act


def fill(act: Act, facts: Facts, *, text: Text | None) -> None:
    """Write an act's facts and votes while it is pending; the result last, since it freezes."""
    pending = Act.objects.select_for_update().filter(pk=act.pk, result=Act.Result.PENDING)
    if not pending.exists():
        raise StaleState(_on_record(act.party, act.file_number))
    act.votes.all().delete()
    Vote.objects.bulk_create(
        Vote(act=act, position=position, voter=vote.voter, value=vote.value, word=vote.word)
        for position, vote in enumerate(facts.votes, start=1)
    )
    values = {**{name: getattr(facts, name) for name in COLUMNS}, "text": text}
    for name, value in values.items():
        setattr(act, name, value)
    try:
        with transaction.atomic():
            act.save(update_fields=list(values))
    except IntegrityError as error:
        raise StaleState(_on_record(act.party, facts.file_number)) from error


def _text(agreement: Agreement, facts: Facts) -> Text | None:
    if facts.other_text.strip():
        return Text.objects.keep(facts.other_text)
    return circulated_text(agreement)


def settle(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """Let the agreement follow its councils: in force when enough adopted, since the day they did.

    Call it in the transaction of the act, with the agreement held.
    """
    found = results.standing(agreement)
    since = found.outcome.in_force_on
    if agreement.state == Agreement.State.IN_FORCE and since != agreement.in_force_on:
        AGREEMENT.advance(
            agreement, AgreementEvent.REOPENED, by=by, at=at, in_force_on=None, state_since=at
        )
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
    if agreement.kind == Agreement.Kind.STATEMENT:
        _welcome(found, by=by, at=at)


def told(act: Act, agreement: Agreement) -> dict[str, str]:
    """What an Event about an act says, so that nobody needs to look the act up."""
    return {
        "agreement": agreement.slug,
        "title": agreement.title,
        "party": act.party.organisation.name,
        "file_number": act.file_number,
        "result": act.result,
    }


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
