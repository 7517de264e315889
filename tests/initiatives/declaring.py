"""Rounds in which conflicts are declared."""

from initiatives.models import Round
from tests.factories.declarations import DECLARING
from tests.initiatives.scenes import prepared


def taking_declarations(*evaluators, **fields) -> Round:
    """A round of Grandview's proposals that takes declarations."""
    round_ = prepared(*evaluators, **fields)
    Round.objects.filter(pk=round_.pk).update(state="declarations", declared_at=DECLARING)
    round_.refresh_from_db()
    return round_


def entries_of(round_: Round) -> list:
    """The entries by reference, with their proposals."""
    return list(round_.entries.select_related("round", "proposal").order_by("proposal__reference"))
