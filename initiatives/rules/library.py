"""Who may add to the library of criteria sets, and why not."""

from collections.abc import Sequence

from collaborative.models import Actor
from initiatives.rubrics import Question, faults
from initiatives.rules.rounds import why_not_run


def why_not_add(actor: Actor, questions: Sequence[Question]) -> str | None:
    """The library is the facilitators', and holds sets that a round could be run with."""
    if reason := why_not_run(actor):
        return reason
    return " ".join(faults(questions)) or None
