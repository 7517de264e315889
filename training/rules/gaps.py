"""Who may read what an assessment came to, and when."""

from collaborative.models import Actor
from collaborative.roles import Permission
from training.models import Assessment
from training.rules.overview import ASK


def why_not_read_gaps(actor: Actor) -> str | None:
    """Results are for the cities' liaisons and for whoever serves all cities."""
    if actor.may(Permission.READ_TRAINING_RESULTS):
        return None
    return f"What the assessments came to is for liaisons, facilitators and the analyst. {ASK}"


def why_not_show_gaps(assessment: Assessment) -> str | None:
    """Figures are shown once nothing changes any more.

    Shown while answers come in, two looks one after the other would tell the last person's.
    """
    if assessment.state == Assessment.State.CLOSED:
        return None
    return (
        f"“{assessment}” has not closed. Its figures are shown once it has, so that nobody can "
        "tell from two looks what the last person answered."
    )


def why_not_read_exactly(actor: Actor) -> str | None:
    """Figures of single people are for whoever may read single answers."""
    if actor.may(Permission.READ_ANSWERS):
        return None
    return f"Figures of groups under five are for the Government Training Institute alone. {ASK}"
