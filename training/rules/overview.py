"""Who may come into the rooms of training at all."""

from collaborative.models import Actor
from collaborative.roles import Permission

ASK = "Ask the training analyst of the Government Training Institute."
"""Who can help whoever is turned away."""


def why_not_read_courses(actor: Actor) -> str | None:
    """What training there is stands open to everybody in office."""
    if actor.may(Permission.READ_COURSES):
        return None
    return f"The training pages are for people in office today. {ASK}"
