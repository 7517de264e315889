"""Who runs cohorts, who enrols people and who may leave, and why not."""

from __future__ import annotations

from datetime import date, datetime

from cities.models import City
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import day
from training.models import Certificate, Cohort, Enrolment
from training.results.evaluating import asked_now
from training.rules.overview import ASK


def why_not_run_cohorts(actor: Actor) -> str | None:
    """Venues and cohorts are the training analyst's."""
    if actor.may(Permission.RUN_COHORT):
        return None
    return f"Venues and cohorts are kept by the training analyst. {ASK}"


def why_not_change_cohort(actor: Actor, cohort: Cohort) -> str | None:
    """What was held or cancelled stays as it is."""
    if reason := why_not_run_cohorts(actor):
        return reason
    if cohort.state in {Cohort.State.HELD, Cohort.State.CANCELLED}:
        return f"{cohort} is {cohort.get_state_display().lower()} and stays as it is."
    return None


def why_not_open_enrolment(actor: Actor, cohort: Cohort) -> str | None:
    """People are enrolled once it is known where they meet and how many seats there are."""
    if reason := why_not_run_cohorts(actor):
        return reason
    if cohort.state != Cohort.State.PLANNED:
        return f"{cohort} is {cohort.get_state_display().lower()}; it was opened before."
    if cohort.venue_id is None and not cohort.join_url:
        return "Say first where people meet: choose a venue, or write the address to join online."
    return None


def why_not_attend(actor: Actor, cohort: Cohort) -> str | None:
    """Who was there is written from the first session until the records are closed."""
    if reason := why_not_run_cohorts(actor):
        return reason
    if cohort.state == Cohort.State.RUNNING:
        return None
    if cohort.state in {Cohort.State.PLANNED, Cohort.State.OPEN}:
        return f"Who was there is written from the first session on, {day(cohort.begins_at)}."
    return f"{cohort} is {cohort.get_state_display().lower()}; its records are closed."


def why_not_hold(actor: Actor, cohort: Cohort, *, at: datetime) -> str | None:
    """The records are closed after the last session."""
    if reason := why_not_attend(actor, cohort):
        return reason
    if at < cohort.ends_at:
        return f"The last session ends on {day(cohort.ends_at)}. Close the records after it."
    return None


def why_not_enrol(actor: Actor, cohort: Cohort, *, on: date) -> str | None:
    """A city's liaison enrols its people while the cohort is open for it."""
    if not actor.may(Permission.ENROL):
        return "People are enrolled by their city’s liaison. Ask yours for a place."
    if cohort.takes_on(on):
        return None
    if cohort.state == Cohort.State.PLANNED:
        return f"{cohort} is not open for enrolment yet. {ASK}"
    if cohort.state == Cohort.State.OPEN and cohort.enrol_until:
        return f"People could be enrolled until {day(cohort.enrol_until)}. {ASK}"
    return f"{cohort} is {cohort.get_state_display().lower()}, so nobody is enrolled any more."


def why_not_enrol_of(actor: Actor, city: City) -> str | None:
    """A liaison enrols people of the own city; the analyst of any."""
    if actor.may(Permission.RUN_COHORT) or actor.may(Permission.ENROL, city.pk):
        return None
    return f"People of {city} are enrolled by its own liaison."


def why_not_give_up(actor: Actor, enrolment: Enrolment) -> str | None:
    """A place is given up by whoever has it, the city's liaison or the analyst, until it begins."""
    is_own = actor.user is not None and enrolment.person_id == actor.user.pk
    if not is_own and (reason := why_not_enrol_of(actor, enrolment.city)):
        return reason
    if enrolment.cohort.state != Cohort.State.OPEN:
        state = enrolment.cohort.get_state_display().lower()
        return f"{enrolment.cohort} is {state}; places are given up before it begins. {ASK}"
    if enrolment.state not in {Enrolment.State.ENROLLED, Enrolment.State.WAITING}:
        return f"This place is {enrolment.get_state_display().lower()} already."
    return None


def why_not_withdraw_certificate(actor: Actor, certificate: Certificate) -> str | None:
    """A certificate that is wrong is withdrawn once, by the analyst."""
    if reason := why_not_run_cohorts(actor):
        return reason
    if certificate.withdrawn_on:
        return f"It was withdrawn on {day(certificate.withdrawn_on)}."
    return None


def why_not_evaluate(enrolment: Enrolment, *, at: datetime) -> str | None:
    """Whoever completed a course says once what it was like, and once what became of it."""
    asked = asked_now(enrolment.cohort, at=at)
    if asked is None:
        return f"Nothing is asked about {enrolment.cohort} today. {ASK}"
    if enrolment.state != Enrolment.State.COMPLETED:
        return "These questions are for those who completed the course."
    if getattr(enrolment, f"has_said_{asked.value}"):
        return "You have answered these questions. Thank you; there is nothing more to do."
    return None


def why_not_read_evaluation(actor: Actor, cohort: Cohort) -> str | None:
    """What people said of a course is for those who read training's results."""
    if not (actor.may(Permission.READ_TRAINING_RESULTS) or actor.may(Permission.RUN_COHORT)):
        return f"What people said of a course is for liaisons, facilitators and analysts. {ASK}"
    if cohort.state != Cohort.State.HELD:
        return "People are asked once the course has been held."
    return None
