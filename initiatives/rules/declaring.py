"""Who declares conflicts of interest before any text opens, and why not."""

from __future__ import annotations

from datetime import datetime

from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import Round
from initiatives.phases import Right


def why_not_evaluate(actor: Actor) -> str | None:
    """Evaluators say what they know, wish, and must keep out of."""
    if actor.may(Permission.EVALUATE):
        return None
    return "Reviews are written by the cities’ evaluators. Ask your city’s liaison who they are."


def why_not_declare_titles(actor: Actor, round_: Round, *, at: datetime) -> str | None:
    """Conflicts are declared from the declarations phase on, until scoring closes."""
    if reason := why_not_evaluate(actor):
        return reason
    closed_at = round_.closed_at or round_.closes_at
    if round_.state == Round.State.PREPARING:
        return "This round does not take declarations yet."
    if not round_.allows(Right.DECLARE) or at >= closed_at:
        return f"This round closed on {moment(closed_at)}. It takes no declarations any more."
    return None


def why_not_wish(round_: Round) -> str | None:
    """What evaluators would like to review matters until scoring opens."""
    if round_.state == Round.State.DECLARATIONS:
        return None
    return "What you would like to review was asked before scoring opened."
