"""Who is told of agreements, councils' acts and exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Q

from agreements.adoption import MISSING, CellState
from agreements.events import AgreementEvent, VersionEvent
from agreements.models import Act, Agreement, Export
from agreements.results import standing
from cities.models import Office
from collaborative.models import Event
from collaborative.roles import Permission
from notifications.catalogue.audiences.addressees import Addressee, carrying, people
from notifications.catalogue.subjects import thing

_WAITS: Mapping[str, frozenset[str]] = {
    AgreementEvent.CIRCULATED: frozenset({Agreement.State.CIRCULATED}),
    VersionEvent.CIRCULATED: frozenset({Agreement.State.CIRCULATED, Agreement.State.IN_FORCE}),
}
"""In which states of an agreement its councils are still asked to take up what was circulated."""
_ASKED: Mapping[str, frozenset[CellState]] = {
    AgreementEvent.CIRCULATED: MISSING,
    # Whatever a council did with an earlier text, it is asked to adopt this one.
    VersionEvent.CIRCULATED: frozenset(CellState) - {CellState.ADOPTED, CellState.WITHDRAWN},
}
"""Where the councils stand that are asked."""

IS_NEWS_FOR = timedelta(days=30)
"""For how long after the day it is told to people that something happened by itself."""


def clerks_before_council(event: Event, on: date) -> Iterator[Addressee]:
    """The clerks of the parties whose council has not decided on the agreement.

    Nobody, where the text was read from an old record: no council is asked to take it up.
    """
    agreement = thing(event)
    if event.detail.get("imported"):
        return
    if isinstance(agreement, Agreement) and agreement.state in _WAITS[event.kind]:
        asked = [
            square.party.organisation_id
            for square in standing(agreement).squares
            if square.cell.state in _ASKED[event.kind]
        ]
        clerks_ = Office.objects.held_on(on).carrying(Permission.RECORD_ACT)
        waiting = clerks_.filter(organisation__in=asked)
        yield from people(Q(pk__in=waiting.values("person")), on, not_=event.by_id)


def clerks(event: Event, on: date) -> Iterator[Addressee]:
    """The parties' clerks."""
    agreement = thing(event)
    if isinstance(agreement, Agreement):
        yield from _clerks(agreement, on, not_=event.by_id)


def draft_readers(event: Event, on: date) -> Iterator[Addressee]:
    """The clerks and liaisons of the parties, who read and comment on drafts."""
    agreement = thing(event)
    if isinstance(agreement, Agreement):
        readers = (
            Office.objects.held_on(on)
            .carrying(Permission.READ_DRAFT_AGREEMENT)
            .filter(organisation__parties__agreement=agreement)
        )
        yield from people(Q(pk__in=readers.values("person")), on, not_=event.by_id)


def agreement_drafters(event: Event, on: date) -> Iterator[Addressee]:
    """Those who draft agreements."""
    if isinstance(thing(event), Agreement):
        yield from carrying(Permission.DRAFT_AGREEMENT, on, not_=event.by_id)


def clerks_and_drafters(event: Event, on: date) -> Iterator[Addressee]:
    """The parties' clerks, and those who draft agreements."""
    agreement = thing(event)
    if isinstance(agreement, Agreement):
        drafters = Office.objects.held_on(on).carrying(Permission.DRAFT_AGREEMENT)
        yield from _clerks(agreement, on, or_=Q(pk__in=drafters.values("person")), not_=event.by_id)


def clerks_of_renewed(event: Event, on: date) -> Iterable[Addressee]:
    """The parties' clerks and those who draft, of a renewal that is news.

    Nobody, where an old agreement is put on record and its renewals are years ago.
    """
    renewed_on = date.fromisoformat(event.detail["on"])
    is_news = event.at.date() - renewed_on < IS_NEWS_FOR
    return clerks_and_drafters(event, on) if is_news else ()


def drafters_of_act(event: Event, on: date) -> Iterator[Addressee]:
    """Those who draft agreements, about a council's act."""
    if isinstance(thing(event), Act):
        yield from carrying(Permission.DRAFT_AGREEMENT, on, not_=event.by_id)


def exporters_of_ready(event: Event, on: date) -> Iterable[Addressee]:
    """Whoever asked for an export, while its file is kept and is theirs to take."""
    return _exporter(event, Export.State.READY, on)


def exporters_of_failed(event: Event, on: date) -> Iterable[Addressee]:
    """Whoever asked for an export that could not be made."""
    return _exporter(event, Export.State.FAILED, on)


def _exporter(event: Event, state: Export.State, on: date) -> Iterator[Addressee]:
    export = thing(event)
    if isinstance(export, Export) and export.state == state:
        who = Office.objects.actor(export.asked_by, on=on)
        if Export.objects.visible_to(who).filter(pk=export.pk).exists():
            yield from people(Q(pk=export.asked_by_id), on)


def _clerks(
    agreement: Agreement, on: date, *, or_: Q | None = None, not_: int | None = None
) -> Iterator[Addressee]:
    of_parties = (
        Office.objects.held_on(on)
        .carrying(Permission.RECORD_ACT)
        .filter(organisation__parties__agreement=agreement)
    )
    who = Q(pk__in=of_parties.values("person"))
    return people(who | or_ if or_ else who, on, not_=not_)
