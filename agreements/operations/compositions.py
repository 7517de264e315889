"""What a council is made of, as its clerk says, and what follows for the agreements."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agreements.models import Agreement
from agreements.operations.settling import settle_all
from cities.events import CompositionEvent
from cities.models import Composition, Organisation
from cities.rules import why_not_keep_council
from collaborative.models import Actor, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """From which day how many elected members a council has, and how its mayor votes."""

    starts_on: date
    members: int
    mayor: str
    source: str


@transaction.atomic
def state(organisation: Organisation, *, stated: Stated, by: Actor, at: datetime) -> Composition:
    """Put on record what a council is made of; majorities are reckoned by it from its day on.

    Agreements with an act of this council from that day on follow the new reckoning.
    """
    if reason := why_not_keep_council(by, organisation):
        raise PermissionDenied(reason)
    row = Composition.objects.create(
        organisation=organisation,
        starts_on=stated.starts_on,
        members=stated.members,
        mayor=stated.mayor,
        source=stated.source,
    )
    Event.objects.record(
        CompositionEvent.STATED, row, by=by, at=at, city=organisation.slug, members=stated.members
    )
    settle_all(_concerned(organisation, stated.starts_on), by=by, at=at)
    return row


def _concerned(organisation: Organisation, on: date) -> list[Agreement]:
    """Agreements that live and hold an act of this council from a day on, held."""
    live = [Agreement.State.CIRCULATED, Agreement.State.IN_FORCE]
    keys = Agreement.objects.filter(
        state__in=live, parties__organisation=organisation, parties__acts__acted_on__gte=on
    ).values("pk")
    return list(Agreement.objects.filter(pk__in=keys).select_for_update().order_by("pk"))
