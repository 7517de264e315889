"""What one entry of the catalogue says."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.access.world import World

Interlude = Callable[[World], AbstractContextManager[object]]
"""What goes on between opening a page and pressing its button."""


def nothing_else(_: World) -> AbstractContextManager[object]:
    """Nobody else is about."""
    return nullcontext()


@dataclass(frozen=True, kw_only=True)
class State:
    """One template in one state: who looks at it, where, and what is done there first.

    `args` name things of the world, or stand for themselves; `query` goes behind the address and
    may name a thing, as in "?proposal={chosen}". `fill` is typed by the fields' names, then
    `press` is pressed; `meanwhile` goes on from the opening of the page to the end of the press.
    `is_confirmed` says that the person has just shown once more who it is. `has_problems` says
    that the form is refused. `status` is how the last page answers, and `says` a part of what it
    says, where the template has quite other things to say as well.
    """

    template: str
    who: str
    route: str
    args: tuple[str, ...] = ()
    query: str = ""
    fill: Mapping[str, str] = field(default_factory=dict)
    press: str = ""
    meanwhile: Interlude = nothing_else
    is_confirmed: bool = False
    has_problems: bool = False
    status: int = 200
    says: str = ""
    name: str = "filled"

    def path(self, things: Mapping[str, Any]) -> str:
        """The address of this page in a world."""
        args = [things.get(arg, arg) for arg in self.args]
        return reverse(self.route, args=args) + self.query.format_map(things)

    def typed(self, things: Mapping[str, Any]) -> dict[str, str]:
        """What is typed into this page in a world."""
        return {name: str(things.get(value, value)) for name, value in self.fill.items()}

    def __str__(self) -> str:
        where = " ".join((*self.args, self.query)).strip() or self.route
        return f"{self.template} ({self.name}, {self.who}, {where})"


def filled(template: str, who: str, route: str, *args: str, **more: Any) -> State:
    """A page with something on it."""
    return State(template=template, who=who, route=route, args=args, **more)


def bare(template: str, who: str, route: str, *args: str, **more: Any) -> State:
    """A page of a thing that has nothing yet."""
    return State(template=template, who=who, route=route, args=args, name="empty", **more)


def faulty(template: str, who: str, route: str, *args: str, press: str, **more: Any) -> State:
    """A form that is refused: sent in with nothing typed, unless `fill` says what."""
    shown = {"name": "with errors", "has_problems": True, **more}
    return State(template=template, who=who, route=route, args=args, press=press, **shown)


def done(template: str, who: str, route: str, *args: str, press: str, **more: Any) -> State:
    """The page that one comes to by pressing a button."""
    shown = {"name": "after the press", **more}
    return State(template=template, who=who, route=route, args=args, press=press, **shown)
