"""What may be exported in bulk, how much it is, and whether what was made is all there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Func, IntegerField, Max, OuterRef, Q, QuerySet, Sum

from agreements.events import AgreementEvent
from agreements.models import Act, Agreement, Document, Export, ImportedRecord, Party, Version
from cities.models import City
from collaborative.models import Actor, Event
from collaborative.roles import Permission

A_PACKET = 180_000
"""Bytes of a packet beside its attachments and the councils' records: the document above all."""
SESSIONS_SHOWN = 6
TOO_LONG = timedelta(minutes=30)
_COPIES = (AgreementEvent.PACKET_EXPORTED, AgreementEvent.PACKET_EXPORTED_IN_BULK)
"""Events that tell of a copy taken, and change nothing in it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is wanted: what a council adopted (any, if None), from a day to another (both in it)."""

    council: City | None = None
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How many agreements, and about how many bytes their packets have together."""

    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Session:
    """A day on which a council adopted agreements, and how many."""

    council: City
    on: date
    number: int


def councils(actor: Actor) -> QuerySet[City]:
    """The cities for which the actor exports: a clerk's own, for a facilitator all."""
    if _everywhere(actor):
        return City.objects.order_by("name")
    own = actor.organisations(Permission.EXPORT_PACKET)
    return City.objects.filter(pk__in=own).order_by("name")


def whose(actor: Actor, scope: Scope) -> City | None:
    """The city whose clerk's packets they are; None for a facilitator's, which are everybody's."""
    if _everywhere(actor):
        return None
    own = councils(actor)
    return next((city for city in own if city == scope.council), own.first())


def exportable(actor: Actor, *, city: City | None = None) -> QuerySet[Agreement]:
    """Agreements whose packet the actor may export (for a city that is a party to them)."""
    fixed = Version.objects.filter(agreement=OuterRef("pk"), text__isnull=False)
    found = (
        Agreement.objects.visible_to(actor)
        .exclude(state=Agreement.State.DRAFT)
        .filter(Exists(fixed))
    )
    if city is None and _everywhere(actor):
        return found
    own = [city.pk] if city else actor.organisations(Permission.EXPORT_PACKET)
    mine = Party.objects.filter(agreement=OuterRef("pk"), organisation__in=own)
    return found.filter(Exists(mine))


def found(actor: Actor, scope: Scope) -> QuerySet[Agreement]:
    """The agreements of a scope that the actor may export, by their addresses."""
    adopted = _adoptions(scope).filter(party__agreement=OuterRef("pk"))
    may = exportable(actor, city=whose(actor, scope))
    return may.filter(Exists(adopted)).order_by("slug")


def held_back(actor: Actor, export: Export) -> int:
    """How many agreements of an export the actor may not export today. One query."""
    keys = export.items.values("agreement")
    return export.total - exportable(actor, city=export.city).filter(pk__in=keys).count()


def extent(agreements: QuerySet[Agreement]) -> Extent:
    """How much it would be. Costs three queries, however many there are."""
    keys = agreements.order_by().values("pk")
    of_acts = Q(act__party__agreement__in=keys)
    documents = Document.objects.filter(Q(agreement__in=keys) | of_acts)
    records = ImportedRecord.objects.filter(of_acts)
    sizes = (
        documents.aggregate(bytes=Sum("size"))["bytes"],
        records.aggregate(bytes=Sum(_Length("file__raw")))["bytes"],
    )
    number = agreements.count()
    return Extent(number, number * A_PACKET + sum(size or 0 for size in sizes))


def sessions(actor: Actor) -> list[Session]:
    """The days on which these councils last adopted something, the latest first. Two queries."""
    known = {city.pk: city for city in councils(actor)}
    days = (
        _adoptions(Scope())
        .filter(party__organisation__in=known, party__agreement__in=exportable(actor).values("pk"))
        .order_by("-acted_on", "party__organisation__name")
        .values("party__organisation", "acted_on")
        .annotate(number=Count("party__agreement", distinct=True))
    )
    return [
        Session(known[each["party__organisation"]], each["acted_on"], each["number"])
        for each in days[:SESSIONS_SHOWN]
        if each["acted_on"]
    ]


def marks(keys: Collection[int]) -> Mapping[int, int]:
    """Return the last Event about each agreement and its acts, by the agreement; 0 for none.

    While it stands, nothing that a packet holds has changed. Costs three queries.
    """
    acts = dict(Act.objects.filter(party__agreement__in=keys).values_list("pk", "party__agreement"))
    latest = dict.fromkeys(keys, 0)
    for key, last in _last(Agreement, keys):
        latest[key] = last
    for key, last in _last(Act, acts):
        latest[acts[key]] = max(latest[acts[key]], last)
    return latest


def waits_too_long(*, at: datetime) -> bool:
    """Whether an export waits so long that no worker seems to take it."""
    waiting = Q(state=Export.State.WAITING, state_since__lte=at - TOO_LONG)
    left = Q(state=Export.State.RUNNING, lease_until__lte=at - TOO_LONG)
    return Export.objects.filter(waiting | left).exists()


def breaches() -> Iterator[str]:
    """Say which exports that are ready have lost their file, and which files nobody asked for."""
    for export in Export.objects.filter(state=Export.State.READY).order_by("pk"):
        if not export.file.is_file() or export.file.stat().st_size != export.size:
            yield f"Agreements: the file of the export {export.pk} is missing, or not whole."


def _everywhere(actor: Actor) -> bool:
    return actor.may(Permission.DRAFT_AGREEMENT) and actor.may(Permission.EXPORT_PACKET)


def _adoptions(scope: Scope) -> QuerySet[Act]:
    """The acts, not corrected since, by which a council adopted something in this period."""
    acts = Act.objects.filter(result=Act.Result.PASSED, corrected_by=None)
    if scope.council:
        acts = acts.filter(party__organisation=scope.council)
    if scope.begins_on:
        acts = acts.filter(acted_on__gte=scope.begins_on)
    if scope.ends_on:
        acts = acts.filter(acted_on__lte=scope.ends_on)
    return acts


def _last(model: type[Agreement | Act], keys: Iterable[int]) -> Iterator[tuple[int, int]]:
    about = Event.objects.filter(
        about_type=model._meta.label_lower, about_key__in=[str(key) for key in keys]
    )
    told = about.exclude(kind__in=_COPIES).order_by().values("about_key")
    for row in told.annotate(last=Max("pk")):
        yield int(row["about_key"]), row["last"]


class _Length(Func):
    """How many bytes a column of bytes has."""

    function = "octet_length"
    output_field = IntegerField()
