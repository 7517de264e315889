"""How things move: a table of steps as data, and one door through which every step goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from collaborative import wording
from collaborative.models import Actor, Event, Stateful


class StaleState(Exception):
    """The thing is no longer as the act needs it; the sentence says who moved it, and when."""


@dataclass(frozen=True, slots=True)
class Step:
    """One permitted move: from any of `before` to `after`."""

    before: frozenset[str]
    after: str


class Lifecycle:
    """The whole life of one kind of thing; a step that is not in the table is impossible."""

    def __init__(self, start: str, steps: Mapping[StrEnum, Step]) -> None:
        """Keep the state in which a thing is born, and every step it may take."""
        self.start = start
        self.steps = dict(steps)

    def allows(self, thing: Stateful, event: StrEnum) -> bool:
        """Tell whether the thing, as it was read, could take the step."""
        return thing.state in self.steps[event].before

    def states(self) -> Iterator[str]:
        """Every state that can be reached, the start first."""
        reached = [self.start]
        for state in reached:
            reached += [
                step.after
                for step in self.steps.values()
                if state in step.before and step.after not in reached
            ]
        return iter(dict.fromkeys(reached))

    def advance(
        self,
        thing: Stateful,
        event: StrEnum,
        *,
        by: Actor,
        at: datetime,
        detail: Mapping[str, Any] | None = None,
        **changes: Any,
    ) -> Event:
        """Take one step, with `changes` to its other fields, and record the Event.

        The update names the states it starts from, so of two people who press at the same
        moment one wins. Raises StaleState for the other, with nothing changed.
        """
        step = self.steps[event]
        with transaction.atomic():
            moved = (
                type(thing)
                ._base_manager.filter(pk=thing.pk, state__in=step.before)
                .update(state=step.after, **changes)
            )
            if not moved:
                raise StaleState(explain(thing))
            for name, value in {"state": step.after, **changes}.items():
                setattr(thing, name, value)
            return Event.objects.record(event, thing, by=by, at=at, **(detail or {}))


def explain(thing: Stateful) -> str:
    """Say who moved the thing last, when, and what it is now."""
    now = type(thing)._base_manager.filter(pk=thing.pk).first()
    if now is None:
        return "This no longer exists. Go back and open the list again."
    state = now.get_state_display().lower()
    last = Event.objects.about(thing).select_related("by").order_by("-pk").first()
    if last is None:
        return f"{now} is {state}, so this can no longer be done. Nothing was changed."
    return (
        f"{now} is {state}: {last.who} changed it on {wording.moment(last.at)}. "
        "Your step was not taken; look at it as it stands now."
    )
