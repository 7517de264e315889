"""Who keeps the courses, the topics and the requirements."""

from collaborative.models import PORTAL, Actor
from collaborative.roles import Permission
from training.models import Course
from training.rules.overview import ASK


def why_not_keep_courses(actor: Actor) -> str | None:
    """The catalogue is kept by the Government Training Institute, for all five cities alike.

    The command `load_courses` acts as the portal: who may run it holds the server.
    """
    if actor is PORTAL or actor.may(Permission.KEEP_COURSES):
        return None
    return f"Courses and requirements are kept by the Government Training Institute. {ASK}"


def why_not_retire(actor: Actor, course: Course) -> str | None:
    """A course is taken out of the offer once."""
    if reason := why_not_keep_courses(actor):
        return reason
    return f"{course.code} is no longer offered already." if course.is_retired else None


def why_not_resume(actor: Actor, course: Course) -> str | None:
    """Only what was taken out comes back."""
    if reason := why_not_keep_courses(actor):
        return reason
    return None if course.is_retired else f"{course.code} is offered."
