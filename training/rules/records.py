"""Who keeps training records, asks for seats and reports on safety, and why not."""

from __future__ import annotations

from django.db.models import QuerySet

from cities.models import City
from collaborative.models import Actor
from collaborative.roles import Permission
from training.models import Requirement, SeatRequest
from training.models.records import is_for_every_city
from training.rules.overview import ASK

_ROOM = "are kept by each city’s liaison, and by the training analyst."


def why_not_keep_any(actor: Actor) -> str | None:
    """A liaison for the own city, the analyst for all."""
    if actor.may(Permission.KEEP_TRAINING_RECORDS):
        return None
    return f"Training records {_ROOM} Your own are on your first page. {ASK}"


def why_not_keep(actor: Actor, city: City) -> str | None:
    """The city's liaison, or the analyst."""
    return why_not_keep_any(actor) or _elsewhere(actor, Permission.KEEP_TRAINING_RECORDS, city)


def why_not_bind(actor: Actor, requirement: Requirement, city: City) -> str | None:
    """Whoever keeps the city's records, by a rule in force that reaches the city."""
    if reason := why_not_keep(actor, city):
        return reason
    if requirement.is_retired:
        return f"“{requirement}” is no longer in force, so it binds nobody anew."
    if requirement.city_id not in {None, city.pk}:
        return f"“{requirement}” is a policy of {requirement.city} and binds nobody in {city}."
    return None


def why_not_count(actor: Actor) -> str | None:
    """The analyst, who keeps the requirements."""
    if actor.may(Permission.KEEP_COURSES):
        return None
    return f"How hours are counted is set with the requirement. {ASK}"


def why_not_request_any(actor: Actor) -> str | None:
    """A liaison for the own city, the analyst for all."""
    if actor.may(Permission.REQUEST_SEATS):
        return None
    return f"Each city’s liaison asks for seats. Ask yours. {ASK}"


def why_not_request(actor: Actor, city: City) -> str | None:
    """The city's liaison, or the analyst on its behalf."""
    return why_not_request_any(actor) or _elsewhere(actor, Permission.REQUEST_SEATS, city)


def why_not_answer_request(actor: Actor) -> str | None:
    """The analyst, who runs the cohorts."""
    if actor.may(Permission.RUN_COHORT):
        return None
    return f"The training analyst answers requests for seats. {ASK}"


def why_not_withdraw_request(actor: Actor, asked: SeatRequest) -> str | None:
    """Whoever may ask for the city takes it back."""
    return why_not_request(actor, asked.city)


def why_not_read_safety(actor: Actor) -> str | None:
    """Whoever reads training results; details are the own city's."""
    if actor.may(Permission.READ_TRAINING_RESULTS):
        return None
    return f"The safety figures are for liaisons, the facilitator and the training analyst. {ASK}"


def why_not_report_any(actor: Actor) -> str | None:
    """A liaison for the own city, the analyst for all."""
    if actor.may(Permission.REPORT_INCIDENT):
        return None
    return f"Incidents and hours worked are reported by each city’s liaison. Tell yours. {ASK}"


def why_not_report(actor: Actor, city: City) -> str | None:
    """The city's liaison, or the analyst on its behalf."""
    return why_not_report_any(actor) or _elsewhere(actor, Permission.REPORT_INCIDENT, city)


def _elsewhere(actor: Actor, permission: Permission, city: City) -> str | None:
    if is_for_every_city(actor, permission) or actor.may(permission, city.pk):
        return None
    return f"This is kept for {city} by the liaison of {city}. Ask the liaison there."


def cities_for(actor: Actor, permission: Permission) -> QuerySet[City]:
    """The cities that the actor acts for with a permission."""
    if is_for_every_city(actor, permission):
        return City.objects.all()
    return City.objects.filter(pk__in=actor.organisations(permission))
