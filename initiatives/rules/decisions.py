"""Who may decide about an entry now, and why not."""

from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import Decision, Entry, Round
from initiatives.phases import Right
from initiatives.rules.closing import withdrawal_of
from initiatives.rules.proposals import writes


def why_not_decide(actor: Actor, entry: Entry) -> str | None:
    """Nobody decides on what the same person wrote."""
    if reason := why_not_decide_in(actor, entry.round):
        return reason
    if withdrawal_of(entry):
        return f"Its authors withdrew {entry.proposal.reference}, so nothing is decided about it."
    if writes(actor, entry.proposal):
        return f"You wrote {entry.proposal.reference}, so another facilitator decides on it."
    return None


def why_not_decide_in(actor: Actor, round_: Round) -> str | None:
    """A facilitator records decisions between the freezing of the results and the release."""
    if not actor.may(Permission.DECIDE):
        return "Only a facilitator at MARC records decisions. Ask one there."
    if round_.allows(Right.DECIDE):
        return None
    if round_.state == Round.State.RELEASED and round_.released_at is not None:
        return f"This round was released on {moment(round_.released_at)}; its decisions stand."
    if round_.state == Round.State.DISCUSSION:
        return "Decisions are recorded once the discussion has ended and the results are frozen."
    return "Decisions are recorded after scoring has closed, with the ranking in view."


def why_not_word(outcome: str, rationale: str) -> str | None:
    """A decision is one of three, and says why."""
    if outcome not in Decision.Outcome.values:
        return "Choose one of: chosen, parked, not chosen."
    if not rationale.strip():
        return "Say why; the rationale becomes public with the decision."
    return None


def already_decided(decision: Decision) -> str:
    """Say who decided, what and when, to somebody who comes second."""
    return (
        f"{decision.entry.proposal} is decided: {decision.get_outcome_display().lower()}, recorded "
        f"by {decision.decided_by} ({decision.office}) on {moment(decision.decided_at)}. "
        "Your decision was not recorded."
    )
