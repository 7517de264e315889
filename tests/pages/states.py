"""What one entry of the catalogue says."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class State:
    """One template in one state: who looks at it, and where.

    `args` name things of the world; `press` is a button to press first, for pages with errors;
    `query` goes behind the address.
    """

    template: str
    who: str
    route: str
    args: tuple[str, ...] = ()
    press: str = ""
    query: str = ""
    name: str = "filled"

    def path(self, things: dict[str, Any]) -> str:
        """The address of this page in a world."""
        return reverse(self.route, args=[things.get(arg, arg) for arg in self.args]) + self.query

    def __str__(self) -> str:
        return f"{self.template} ({self.name}, {self.who}, {' '.join(self.args) or self.route})"


def filled(template: str, who: str, route: str, *args: str, query: str = "") -> State:
    """A page with something on it."""
    return State(template, who, route, args, query=query)


def faulty(template: str, who: str, route: str, *args: str, press: str) -> State:
    """A form sent in with everything left out."""
    return State(template, who, route, args, press=press, name="with errors")


def empty(template: str, who: str, route: str, *args: str) -> State:
    """A page of an installation in which nothing has happened yet."""
    return State(template, who, route, args, name="empty")
