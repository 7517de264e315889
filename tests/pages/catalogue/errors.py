"""Pages that say what cannot be, each provoked as a person would come to it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from unittest.mock import patch

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from agreements.operations import drafting
from tests.access.world import World
from tests.pages.states import done, filled

TRIES = 30
"""Sign-ins that one place may try in a minute."""


@contextmanager
def sent_by_another(world: World) -> Iterator[None]:
    """Another facilitator sends the agreement to the councils first."""
    raced = Agreement.objects.get(slug=world.things["raced"])
    drafting.circulate(raced, by=world.people["facilitator"], at=timezone.now())
    yield


@contextmanager
def tried_too_often(_: World) -> Iterator[None]:
    """Somebody at the same place has tried to sign in as often as is allowed."""
    for _each in range(TRIES):
        Client().post(reverse("account_login"))
    yield


def out_of_order(_: World) -> AbstractContextManager[object]:
    """The list of proposals is broken."""
    return patch("initiatives.views.finding.render", side_effect=RuntimeError("out of order"))


FILLED = (
    filled("400.html", "nobody", "initiatives:proposals", query="?q=%00", status=400),
    filled("403.html", "staff", "cities:people", status=403),
    filled("403.html", "evaluator", "agreements:record_act", "circulated", status=403),
    filled("404.html", "nobody", "cities:organisation", "nowhere", status=404),
    filled("404.html", "staff", "cities:organisation", "nowhere", status=404),
    done(
        "409.html",
        "facilitator",
        "agreements:circulate",
        "raced",
        meanwhile=sent_by_another,
        press="Send this text to the councils",
        status=409,
    ),
    done(
        "413.html",
        "facilitator",
        "agreements:add_document",
        "in_force",
        fill={"file": "huge_file"},
        press="Add this document",
        status=413,
    ),
    done(
        "429.html",
        "nobody",
        "account_login",
        meanwhile=tried_too_often,
        press="Sign in",
        status=429,
    ),
    done(
        "500.html",
        "nobody",
        "initiatives:proposals",
        meanwhile=out_of_order,
        press="Show",
        status=500,
    ),
)
EMPTY = ()
