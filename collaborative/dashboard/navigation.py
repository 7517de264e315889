"""Where a person can go from anywhere, by the offices held."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from collaborative.models import PUBLIC, Actor
from collaborative.roles import Permission


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the portal, and to whom the navigation shows it."""

    label: str
    route: str
    shown: Callable[[Actor], bool]


def _everybody(actor: Actor) -> bool:
    del actor
    return True


def _carrying(*permissions: Permission) -> Callable[[Actor], bool]:
    return lambda actor: any(actor.may(permission) for permission in permissions)


PLACES = (
    Place("Home", "home", _everybody),
    Place("Proposals", "initiatives:proposals", _everybody),
    Place("My reviews", "initiatives:reviews", _carrying(Permission.EVALUATE)),
    Place("Rounds", "initiatives:rounds", _everybody),
    Place("Agreements", "agreements:index", _everybody),
    Place("Training", "training:overview", _carrying(Permission.READ_COURSES)),
    Place("Cities", "cities:index", _everybody),
    Place("Messages", "notifications:ledger", _carrying(Permission.READ_LEDGER)),
    Place("People", "cities:people", _carrying(Permission.INVITE_PERSON)),
    Place("Record of events", "events", _carrying(Permission.READ_EVENTS)),
)
"""The whole navigation on one screen, in the order in which it is shown."""


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Tell every template where this person can go, and in which mode the portal runs."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    links = [
        Link(place.label, url, current=_is_here(request.path, url))
        for place in PLACES
        if place.shown(actor)
        for url in [reverse(place.route)]
    ]
    return {"navigation": links, "mode": settings.MODE}


def _is_here(path: str, url: str) -> bool:
    """Tell whether a page lies in a place; home is only itself."""
    return path == url if url == "/" else path.startswith(url)
