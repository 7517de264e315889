"""How a row of the catalogue changes: what differs is written with one event, or nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from typing import TypeVar

from django.db import models
from django.utils.text import slugify

from collaborative.models import Actor, Event
from training.models import Course, Family, Requirement, Topic

Kept = TypeVar("Kept", Course, Family, Requirement, Topic)
Named = TypeVar("Named", Family, Requirement, Topic)


class StaleRow(Exception):
    """Somebody changed it since it was read; nothing was written. `current` is how it stands."""

    def __init__(self, current: Course | Family | Requirement | Topic) -> None:
        """Keep the row as it stands now."""
        super().__init__(f"{current} was changed since it was read.")
        self.current = current


def change(
    thing: Kept, said: Mapping[str, object], *, kind: str, revision: int, by: Actor, at: datetime
) -> Kept:
    """Write what differs from `said`, in the transaction of the caller. Raises StaleRow."""
    rows: models.Manager[Kept] = type(thing)._default_manager
    current = rows.select_for_update().get(pk=thing.pk)
    if current.revision != revision:
        raise StaleRow(current)
    before = {name: getattr(current, name) for name in said}
    changed: list[str] = [name for name in said if before[name] != said[name]]
    if changed:
        for name in changed:
            setattr(current, name, said[name])
        current.revision += 1
        current.save(update_fields=[*changed, "revision"])
        detail = {name: [_told(before[name]), _told(said[name])] for name in changed}
        Event.objects.record(kind, current, by=by, at=at, changed=detail)
    return current


def _told(value: object) -> object:
    """Say another row by its name."""
    return str(value) if isinstance(value, models.Model) else value


def free_slug(rows: models.QuerySet[Named], name: str) -> str:
    """Make a name for the address; a second of the same gets a number."""
    wanted = slugify(name)[:50].strip("-") or "more"
    taken = set(rows.filter(slug__startswith=wanted).values_list("slug", flat=True))
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(slug for slug in names if slug not in taken)
