"""Of which cities somebody may read the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cities.models import City
from collaborative.models import Actor
from collaborative.roles import CITY_ROLES, PERMISSIONS, Permission


@dataclass(frozen=True, slots=True)
class Scope:
    """The cities a reader sees, and whether these are all, so that their total may be seen too."""

    cities: Sequence[City]
    is_all: bool

    @property
    def own(self) -> City | None:
        """The city to begin with, for whoever does not see all."""
        return None if self.is_all else next(iter(self.cities), None)


def scope_of(actor: Actor) -> Scope:
    """A liaison reads of the own city; whoever serves all cities reads of all. One statement."""
    reading = [
        held for held in actor.offices if Permission.READ_TRAINING_RESULTS in PERMISSIONS[held.role]
    ]
    is_all = any(held.role not in CITY_ROLES for held in reading)
    cities = City.objects.order_by("name")
    if not is_all:
        cities = cities.filter(pk__in=[held.organisation_id for held in reading])
    return Scope(cities=list(cities), is_all=is_all)
