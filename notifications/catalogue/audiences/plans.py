"""Who is told of year plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from cities.models import Office
from collaborative.models import Event
from notifications.catalogue.audiences.addressees import Addressee, people
from notifications.catalogue.subjects import thing
from training.models import YearPlan


def planners(event: Event, on: date) -> Iterator[Addressee]:
    """Whoever prepared a plan that is worked out, one way or the other, and still not adopted."""
    plan = thing(event)
    if isinstance(plan, YearPlan) and event.kind == f"year_plan.{plan.state}":
        who = Office.objects.actor(plan.prepared_by, on=on)
        if YearPlan.objects.visible_to(who).filter(pk=plan.pk).exists():
            yield from people(Q(pk=plan.prepared_by_id), on)
