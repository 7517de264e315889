"""`{% load mail %}`: to whom no mail is sent, because it came back."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from cities.models import Office
from notifications.models import Refusal

register = template.Library()


@register.simple_tag
def mail_comes_back(offices: Iterable[Office]) -> frozenset[int]:
    """The keys of the people in these offices whose mail came back. Costs one query."""
    people = {office.person.email.lower(): office.person_id for office in offices}
    rows = Refusal.objects.standing().filter(address__in=people)
    return frozenset(people[row.address] for row in rows)
