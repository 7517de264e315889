"""Who may prepare and run a round now, and why not.

Whether a round can still open, close or be released is its lifecycle's to say: who comes second
learns who was first. The rules of these steps speak of everything else.
"""

from collections.abc import Iterator
from datetime import datetime

from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import Review, Round
from initiatives.phases import GRACE, Right
from initiatives.results.weights import WHOLE, plain, questions_of, weights_sum
from initiatives.rubrics import faults
from initiatives.rules.decisions import why_not_carry_out
from initiatives.rules.sponsorships import why_too_few

State = Round.State


def why_not_run(actor: Actor) -> str | None:
    """Rounds are the facilitator's."""
    if actor.may(Permission.RUN_ROUND):
        return None
    return "Only a facilitator at MARC prepares and runs rounds. Ask one there."


def why_not_change(actor: Actor, round_: Round) -> str | None:
    """Terms, criteria and entries are fixed once the round has begun."""
    if reason := why_not_run(actor):
        return reason
    if round_.allows(Right.PREPARE):
        return None
    began_at = round_.declared_at or round_.opened_at
    return f"This round began on {_date(began_at)}. What it asks is fixed since then."


def why_not_announce(actor: Actor, round_: Round, *, at: datetime) -> str | None:
    """Writers are told what is settled: until when proposals are taken, and the weights."""
    if reason := why_not_change(actor, round_):
        return reason
    if round_.proposals_until is None:
        return "Say first until when proposals are sent in, under “Dates and terms”."
    if round_.proposals_until <= at:
        return (
            f"Proposals were to be in by {moment(round_.proposals_until)}, which has passed. Give "
            "a later time under “Dates and terms”."
        )
    if weights_sum(round_) != WHOLE:
        return (
            f"The weights of the criteria sum to {plain(weights_sum(round_))}; writers are told "
            "them once they sum to 100."
        )
    return None


def why_not_extend(
    actor: Actor, round_: Round, *, closes_at: datetime | None = None, at: datetime
) -> str | None:
    """The closing time moves only later, and only while scoring is open."""
    if reason := why_not_run(actor):
        return reason
    if at >= round_.closes_at:
        return f"The closing time, {moment(round_.closes_at)}, has passed; it can no longer move."
    if closes_at is not None and closes_at <= round_.closes_at:
        return (
            f"The closing time is {moment(round_.closes_at)}. While the round is open it can only "
            "be moved to a later time."
        )
    return None


def why_not_begin_declarations(actor: Actor, round_: Round, *, at: datetime) -> str | None:
    """Everything that is still missing, all of it at once."""
    if reason := why_not_run(actor):
        return reason
    return " ".join(missing_for_declarations(round_, at=at)) or None


def why_not_open(actor: Actor, round_: Round, *, at: datetime) -> str | None:
    """Everything that is still missing, all of it at once."""
    if reason := why_not_run(actor):
        return reason
    return " ".join(missing_for_opening(round_, at=at)) or None


def missing_for_declarations(round_: Round, *, at: datetime) -> Iterator[str]:
    """Say in a sentence each what a round lacks before conflicts are declared.

    What it asks is fixed from then on, so everything has to be there but the evaluators.
    """
    if round_.closes_at <= at:
        yield f"The closing time, {moment(round_.closes_at)}, has passed; set a later one."
    yield from faults(questions_of(round_))
    yield from _missing_sponsors(round_)
    if not round_.entries.exists():
        yield "No proposal is in this round; choose at least one."


def missing_for_opening(round_: Round, *, at: datetime) -> Iterator[str]:
    """Say in a sentence each what a round lacks before scoring opens."""
    yield from missing_for_declarations(round_, at=at)
    entered = round_.entries.exists()
    if entered and not Review.objects.filter(entry__round=round_).exists():
        yield "No evaluator is assigned; assign at least one."


def why_not_close(actor: Actor, round_: Round, *, at: datetime) -> str | None:
    """By hand before the closing time; after it, the clock waits for pages opened before."""
    if reason := why_not_run(actor):
        return reason
    if round_.state == State.SCORING and round_.closes_at <= at < round_.closes_at + GRACE:
        return (
            f"The closing time, {moment(round_.closes_at)}, has passed. Pages that were opened "
            f"before may still be sent in until {moment(round_.closes_at + GRACE)}; then the "
            "portal closes the round by itself."
        )
    return None


def _missing_sponsors(round_: Round) -> Iterator[str]:
    """Name the entries that have fewer co-sponsor cities than the round needs."""
    if not round_.sponsors_needed:
        return
    loaded = round_.entries.select_related("proposal__city").prefetch_related(
        "proposal__sponsorships__city"
    )
    yield from filter(None, (why_too_few(round_, entry.proposal) for entry in loaded))


def why_not_release(actor: Actor, round_: Round) -> str | None:
    """A round with frozen results is released when every proposal in it has its decision."""
    if reason := why_not_run(actor):
        return reason
    waiting = round_.entries.standing().filter(decisions=None).count()
    if not waiting:
        return why_not_carry_out(round_)
    if waiting == 1:
        return "1 proposal of this round still waits for its decision."
    return f"{waiting} proposals of this round still wait for their decisions."


def _date(when: datetime | None) -> str:
    """Say when; the database keeps every state together with its date."""
    assert when is not None
    return moment(when)
