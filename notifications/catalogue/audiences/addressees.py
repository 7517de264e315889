"""Whom a message can go to, and how people are found by their offices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cities.models import Office
from collaborative.models import Event, User
from collaborative.roles import Permission


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where a message goes: an address, and whose it is if they have an account."""

    address: str
    person: User | None = None


Audience = Callable[[Event, date], Iterable[Addressee]]
"""Asked about an event on a day."""


def nobody(event: Event, on: date) -> Iterable[Addressee]:
    """Nobody at once: the digests tell it."""
    del event, on
    return ()


def carrying(permission: Permission, on: date, *, not_: int | None = None) -> Iterator[Addressee]:
    """Those whose office carries a permission on the day."""
    holders = Office.objects.held_on(on).carrying(permission)
    return people(Q(pk__in=holders.values("person")), on, not_=not_)


def people(who: Q, on: date, *, not_: int | None = None) -> Iterator[Addressee]:
    """Those of them who have an account and hold an office on the day."""
    in_office = Office.objects.held_on(on)
    found = User.objects.filter(who, is_active=True, pk__in=in_office.values("person"))
    for person in found.order_by("pk"):
        if person.pk != not_:
            yield Addressee(person.email, person)


def contains(audience: Collection[Addressee], person: User | None, address: str) -> bool:
    """Whether a message's addressee is (still) among them."""
    return any(
        one.person == person and (person is not None or one.address == address) for one in audience
    )
