"""One session of a council in one go: all its acts written together, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Upper

from agreements import rules
from agreements.events import ActEvent
from agreements.models import Act, Agreement, Party, Text, Version, Vote
from agreements.operations.acts import told
from agreements.operations.facts import COLUMNS, LISTS, Facts, votes_from
from agreements.operations.settling import settle_all
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import moment

Result = Act.Result


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of the session: on a party's agreement, new or one that had no result yet.

    The party needs its agreement, with its parties, and its body loaded. The circulated text was
    before the council.
    """

    party: Party
    facts: Facts
    pending: Act | None = None


class Taken(StaleState):
    """Somebody recorded an act of the session meanwhile: a sentence for each party's key."""

    def __init__(self, sentences: Mapping[int, str]) -> None:
        """Keep the sentences by the party's key."""
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


@transaction.atomic
def record_session(entries: Sequence[Entry], *, by: Actor, at: datetime) -> list[Act]:
    """Write all acts of a session, or none.

    Reads and writes cost the same for any number of acts, but for the agreements that change their
    state by them. Raises Taken where somebody was first.
    """
    _refuse(entries, by)
    agreements = _hold(entries)
    _refuse_taken(entries, agreements)
    texts = _texts(agreements)
    acts = [_act(entry, texts, by=by, at=at) for entry in entries]
    try:
        with transaction.atomic():
            _write(acts, entries)
    except IntegrityError as error:
        everybody = {entry.party.pk: _sentence(entry, None) for entry in entries}
        raise Taken(everybody) from error
    _tell(acts, entries, by=by, at=at)
    settle_all(list(agreements.values()), by=by, at=at)
    return acts


def _refuse(entries: Sequence[Entry], by: Actor) -> None:
    for entry in entries:
        if reason := rules.why_not_record_for(by, entry.party):
            raise PermissionDenied(reason)


def _hold(entries: Sequence[Entry]) -> dict[int, Agreement]:
    """Keep the agreements' rows until the transaction ends, in one order for everybody."""
    keys = [entry.party.agreement_id for entry in entries]
    held = Agreement.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {agreement.pk: agreement for agreement in held}


def _refuse_taken(entries: Sequence[Entry], agreements: Mapping[int, Agreement]) -> None:
    """Name every row whose act is on record already, or whose agreement takes none any more."""
    found = _on_record(entries)
    sentences: dict[int, str] = {}
    for entry in entries:
        agreement = agreements[entry.party.agreement_id]
        there = found.get((entry.party.pk, entry.facts.file_number.upper()))
        pending = entry.pending
        if agreement.state not in rules.OPEN_TO_ACTS:
            sentences[entry.party.pk] = f"“{agreement}” {rules.stands(agreement)} now."
        elif pending is None and there is not None:
            sentences[entry.party.pk] = _sentence(entry, there)
        elif pending is not None and (found.get(pending.pk) or pending).result != Result.PENDING:
            sentences[entry.party.pk] = _sentence(entry, found.get(pending.pk))
    if sentences:
        raise Taken(sentences)


def _on_record(entries: Sequence[Entry]) -> dict[object, Act]:
    """The acts on record of these parties: by party and number, and each by its key, held."""
    rows = (
        Act.objects.filter(party__in=[entry.party.pk for entry in entries], corrects=None)
        .select_for_update(of=("self",))
        .select_related("recorded_by")
        .annotate(number=Upper("file_number"))
        .order_by("pk")
    )
    found: dict[object, Act] = {}
    for act in rows:
        found[act.party_id, act.number] = act
        found[act.pk] = act
    return found


def _sentence(entry: Entry, there: Act | None) -> str:
    """Say who was first, when, and what to do now."""
    number, body = entry.facts.file_number, entry.party.organisation
    if there is None:
        return f"{number} of {body} was recorded by somebody else meanwhile."
    who = there.recorded_by.name if there.recorded_by else "The portal"
    return (
        f"{number} of {body} is already on record: {who} recorded it on "
        f"{moment(there.recorded_at)}. Take the tick away, or give the right number."
    )


def _texts(agreements: Mapping[int, Agreement]) -> dict[int, Text]:
    """The text that was put before the councils last, by the agreement's key."""
    versions = Version.objects.filter(agreement__in=agreements.keys(), text__isnull=False)
    rows = versions.select_related("text").defer("text__body").order_by("agreement", "number")
    return {version.agreement_id: version.text for version in rows if version.text}


def _act(entry: Entry, texts: Mapping[int, Text], *, by: Actor, at: datetime) -> Act:
    """The act with its facts, still pending: votes are written before it is decided."""
    act = entry.pending or Act(
        party=entry.party, source=Act.Source.RECORDED, recorded_by=by.user, recorded_at=at
    )
    for name in COLUMNS:
        value = getattr(entry.facts, name)
        setattr(act, name, list(value) if name in LISTS else value)
    act.text, act.result = texts.get(entry.party.agreement_id), Result.PENDING
    return act


def _write(acts: Sequence[Act], entries: Sequence[Entry]) -> None:
    """Write acts, then their votes, then their results, which freeze them."""
    old = [act for act in acts if act.pk is not None]
    Vote.objects.filter(act__in=[act.pk for act in old]).delete()
    Act.objects.bulk_update(old, [*COLUMNS, "text"])
    Act.objects.bulk_create([act for act in acts if act.pk is None])
    pairs = list(zip(acts, entries, strict=True))
    Vote.objects.bulk_create(
        vote for act, entry in pairs for vote in votes_from(entry.facts.votes, act)
    )
    for result in (Result.PASSED, Result.FAILED):
        decided = [act for act, entry in pairs if entry.facts.result == result]
        Act.objects.filter(pk__in=[act.pk for act in decided]).update(result=result)
        for act in decided:
            act.result = result


def _tell(acts: Sequence[Act], entries: Sequence[Entry], *, by: Actor, at: datetime) -> None:
    """Write an event for each act, all in one statement."""
    happened = [
        (
            ActEvent.COMPLETED if entry.pending else ActEvent.RECORDED,
            act,
            told(act, entry.party.agreement),
        )
        for act, entry in zip(acts, entries, strict=True)
    ]
    Event.objects.record_each(happened, by=by, at=at)
