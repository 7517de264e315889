"""Who may decide about an entry now, and why not."""

from collections.abc import Mapping
from types import MappingProxyType

from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import Decision, Entry, Proposal, Round
from initiatives.results.history import standing
from initiatives.rules.closing import withdrawal_of
from initiatives.rules.proposals import writes

Outcome = Decision.Outcome
MOVES_TO: Mapping[str, str] = MappingProxyType(
    {
        Outcome.RECOMMENDED: Proposal.State.CHOSEN,
        Outcome.DEFERRED: Proposal.State.PARKED,
        Outcome.DECLINED: Proposal.State.NOT_CHOSEN,
        Outcome.MERGED: Proposal.State.MERGED,
    }
)
"""The state to which the release brings a proposal, by what was decided of it."""
GOES_ON = frozenset({Outcome.RECOMMENDED, Outcome.DEFERRED})
"""What is decided of a proposal that another is merged into."""


def why_not_decide(actor: Actor, entry: Entry) -> str | None:
    """A first decision is recorded between the freezing of the results and the release."""
    return why_not_decide_in(actor, entry.round) or _why_not_about(actor, entry)


def why_not_decide_in(actor: Actor, round_: Round) -> str | None:
    """A facilitator records decisions between the freezing of the results and the release."""
    if reason := _why_no_judge(actor):
        return reason
    if round_.state == Round.State.DECIDED:
        return None
    if round_.state == Round.State.RELEASED and round_.released_at is not None:
        return (
            f"This round was released on {moment(round_.released_at)}; its decisions stand until "
            "a later one takes the place of an earlier."
        )
    return "Decisions are recorded once the results are frozen, with the ranking in view."


def why_not_supersede(actor: Actor, earlier: Decision) -> str | None:
    """A later decision is recorded from the first one on, after the release too."""
    entry = earlier.entry
    if reason := _why_no_judge(actor) or _why_not_about(actor, entry):
        return reason
    if entry.round.state == Round.State.RELEASED and earlier.outcome == Outcome.MERGED:
        return (
            f"{entry.proposal.reference} was merged when the round was released, and its authors "
            "write the other proposal since then. That is not undone by a later decision; the "
            "idea can come back as a new proposal."
        )
    return None


def _why_no_judge(actor: Actor) -> str | None:
    if actor.may(Permission.DECIDE):
        return None
    return "Only a facilitator at MARC records decisions. Ask one there."


def _why_not_about(actor: Actor, entry: Entry) -> str | None:
    """Nobody decides on what the same person wrote, and nothing is decided of what is gone."""
    if withdrawal_of(entry):
        return f"Its authors withdrew {entry.proposal.reference}, so nothing is decided about it."
    if writes(actor, entry.proposal):
        return f"You wrote {entry.proposal.reference}, so another facilitator decides on it."
    return None


def why_not_word(
    entry: Entry, outcome: str, rationale: str, *, merge_into: Proposal | None = None
) -> str | None:
    """A decision is one of four, says why, and fits what is decided of the others."""
    if outcome not in Outcome.values:
        return "Choose one of: recommended, deferred, declined, merged into another."
    if not rationale.strip():
        return "Say why; the rationale becomes public with the decision."
    if outcome == Outcome.MERGED:
        return why_not_merge(entry, merge_into)
    if merge_into is not None:
        return "Name another proposal only where this one is merged into it."
    return _why_taker_goes_on(entry, outcome)


def why_not_supersede_with(earlier: Decision, outcome: str, because: str) -> str | None:
    """A later decision says what has changed, and after the release merges nothing any more."""
    if not because.strip():
        return "Say why the decision is changed; the earlier one stays to be read, struck out."
    if outcome == Outcome.MERGED and earlier.entry.round.state == Round.State.RELEASED:
        return (
            "Proposals are merged with the release of their round, and this one is released. "
            "Decline this proposal and name the other in the rationale."
        )
    return None


def why_not_merge(entry: Entry, target: Proposal | None) -> str | None:
    """Into another proposal that goes on: one of the same round, or one that waits for a round."""
    source = entry.proposal
    if target is None:
        return "Give the reference of the proposal that it is merged into."
    if target.pk == source.pk:
        return "A proposal cannot be merged into itself. Enter the reference of another."
    if inner := source.merged.order_by("reference").first():
        return f"{inner.reference} was merged into {source.reference}, so that one goes on itself."
    return _why_taker_goes_on(entry, Outcome.MERGED) or why_not_take_in(entry.round, target)


def why_not_take_in(round_: Round, target: Proposal) -> str | None:
    """What takes another in stands in the round and goes on, or is accepted and in no round."""
    entered = round_.entries.standing().filter(proposal=target).first()
    if entered is None:
        if target.state == Proposal.State.ACCEPTED:
            return None
        return (
            f"{standing(target)}. Another is merged only into a proposal of this round, or into "
            "one that is accepted for evaluation."
        )
    decided = entered.decisions.current().first()
    if decided is None or decided.outcome in GOES_ON:
        return None
    return (
        f"Of {target.reference} is decided: {decided.phrase}. Nothing is merged into it; change "
        "that decision first."
    )


def _why_taker_goes_on(entry: Entry, outcome: str) -> str | None:
    """A proposal into which another is merged is neither declined nor merged itself."""
    if outcome in GOES_ON:
        return None
    taken = Decision.objects.taken_into(entry).select_related("entry__proposal").first()
    if taken is None:
        return None
    return (
        f"{taken.entry.proposal.reference} is to be merged into {entry.proposal.reference}, which "
        "therefore goes on. Change that decision first."
    )


def why_it_stays(earlier: Decision, outcome: str) -> str:
    """Say why a later decision after the release leaves the proposal where it is; "" if it moves.

    Where the outcome is the same there is nothing to move, and nothing to explain.
    """
    entry, proposal = earlier.entry, earlier.entry.proposal
    if outcome == earlier.outcome:
        return ""
    if proposal.state != MOVES_TO[earlier.outcome]:
        return f"{standing(proposal)}, so this decision leaves it there."
    if later := proposal.entries.filter(pk__gt=entry.pk).select_related("round").first():
        return (
            f"{proposal.reference} was entered again, in “{later.round}”, so this decision leaves "
            "it as it stands since then."
        )
    if built := _built_on(proposal):
        return f"{built} rests on {proposal.reference} as it was decided, so it stays as it is."
    return ""


def _built_on(proposal: Proposal) -> str:
    """Name what a later floor has made of a proposal; "" where there is nothing.

    Asked of the database by reference, because nothing here knows the floors above.
    """
    for relation in Proposal._meta.related_objects:
        above = relation.related_model
        if above._meta.app_label != Proposal._meta.app_label and relation.one_to_many:
            found = above._base_manager.filter(**{relation.field.name: proposal}).first()
            if found is not None:
                return f"The {above._meta.verbose_name} “{found}”"
    return ""


def already_decided(decision: Decision) -> str:
    """Say who decided, what and when, to somebody who comes second."""
    return (
        f"{decision.entry.proposal} is decided: {decision.phrase}, recorded by "
        f"{decision.decided_by} ({decision.office}) on {moment(decision.decided_at)}. "
        "Your decision was not recorded."
    )


def why_not_carry_out(round_: Round) -> str | None:
    """What is merged by the release must still find the proposal that takes it in."""
    merged = Decision.objects.current().filter(entry__round=round_, outcome=Outcome.MERGED)
    for decision in merged.select_related("entry__proposal", "merge_into").order_by("pk"):
        assert decision.merge_into is not None
        if reason := why_not_take_in(round_, decision.merge_into):
            return f"{decision.entry.proposal.reference} cannot be merged as decided: {reason}"
    return None
