"""The life of a round: prepared, begun, closed, frozen and released, by hand or by the clock."""

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.text import slugify

from collaborative.lifecycle import StaleState, explain
from collaborative.models import PORTAL, Actor, Event
from initiatives import results
from initiatives.events import RoundEvent
from initiatives.lifecycle import ROUND
from initiatives.models import Concord, Placing, Ranking, Round
from initiatives.operations.decisions import carry_out
from initiatives.rules import rounds as rules

RESERVED = frozenset({"new"})
"""Words that stand where a round's name stands in an address."""
PATIENCE = "5min"
"""How long the close of a very large round may compute between two statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a facilitator says of a round; see `Round` for the units."""

    title: str
    opens_at: datetime
    closes_at: datetime
    proposals_until: datetime | None = None
    declares_at: datetime | None = None
    by_clock: bool = False
    has_discussion: bool = False
    quorum: int = 3
    sponsors_needed: int = 0
    top: int = 3
    draws: int = 10_000
    seed: int = 1


@transaction.atomic
def prepare(plan: Plan, *, by: Actor, at: datetime) -> Round:
    """Begin a round, without criteria and entries yet."""
    if reason := rules.why_not_run(by):
        raise PermissionDenied(reason)
    round_ = Round.objects.create(
        state=ROUND.start, slug=_free_slug(plan.title), salt=secrets.token_hex(16), **asdict(plan)
    )
    Event.objects.record(RoundEvent.PREPARED, round_, by=by, at=at)
    return round_


@transaction.atomic
def change(round_: Round, *, plan: Plan, by: Actor, at: datetime) -> None:
    """Change what is said of a round in preparation; its address stays."""
    if reason := rules.why_not_change(by, hold(round_)):
        raise PermissionDenied(reason)
    changes = {name: new for name, new in asdict(plan).items() if new != getattr(round_, name)}
    if changes:
        before = {name: getattr(round_, name) for name in changes}
        ROUND.advance(
            round_,
            RoundEvent.CHANGED,
            by=by,
            at=at,
            detail={"before": before, "after": changes},
            **changes,
        )


@transaction.atomic
def announce(round_: Round, *, by: Actor, at: datetime) -> None:
    """Tell writers of a round in preparation: until when to send in, and how it will be judged.

    A second time changes nothing.
    """
    held = hold(round_)
    if reason := rules.why_not_announce(by, held, at=at):
        raise PermissionDenied(reason)
    if held.announced_at is None:
        ROUND.advance(round_, RoundEvent.ANNOUNCED, by=by, at=at, announced_at=at)


@transaction.atomic
def extend(round_: Round, *, closes_at: datetime, by: Actor, at: datetime) -> None:
    """Move the closing time of an open round to a later one."""
    if reason := rules.why_not_extend(by, round_, closes_at=closes_at, at=at):
        raise PermissionDenied(reason)
    ROUND.advance(
        round_,
        RoundEvent.EXTENDED,
        by=by,
        at=at,
        detail={"before": round_.closes_at, "after": closes_at},
        closes_at=closes_at,
    )


@transaction.atomic
def begin_declarations(round_: Round, *, by: Actor, at: datetime) -> None:
    """Let evaluators declare conflicts; what the round asks is fixed from now on."""
    hold(round_)
    if reason := rules.why_not_begin_declarations(by, round_, at=at):
        raise PermissionDenied(reason)
    ROUND.advance(round_, RoundEvent.DECLARING, by=by, at=at, declared_at=at)


@transaction.atomic
def open_round(round_: Round, *, by: Actor, at: datetime) -> None:
    """Open scoring to the evaluators; what the round asks is fixed from now on."""
    hold(round_)
    if reason := rules.why_not_open(by, round_, at=at):
        raise PermissionDenied(reason)
    ROUND.advance(round_, RoundEvent.OPENED, by=by, at=at, opened_at=at)


@transaction.atomic
def close(round_: Round, *, by: Actor, at: datetime) -> None:
    """Close scoring before its time, and write the ranking.

    Raises StaleState when somebody, or the clock, was first.
    """
    if reason := rules.why_not_close(by, round_, at=at):
        raise PermissionDenied(reason)
    _close(round_, by=by, at=at)


def move_due(*, at: datetime) -> int:
    """Move every round whose time has come; return how many this call moved.

    Scoring always closes by the clock. Declarations and scoring begin by it where the round says
    so and lacks nothing; what it lacks stands on its page. Each round in a transaction of its
    own; safe to run twice at once, for one of the two wins.
    """
    moved = close_due(at=at)
    for round_ in Round.objects.due_to_move(at):
        try:
            moved += _begin_by_clock(round_, at=at)
        except StaleState:
            continue
    return moved


@transaction.atomic
def _begin_by_clock(round_: Round, *, at: datetime) -> bool:
    """Begin scoring or, before its time, declarations; tell whether nothing was missing."""
    held = hold(round_)
    if held.opens_at <= at:
        if any(rules.missing_for_opening(held, at=at)):
            return False
        ROUND.advance(round_, RoundEvent.OPENED, by=PORTAL, at=at, opened_at=at)
    else:
        if any(rules.missing_for_declarations(held, at=at)):
            return False
        ROUND.advance(round_, RoundEvent.DECLARING, by=PORTAL, at=at, declared_at=at)
    return True


def close_due(*, at: datetime) -> int:
    """Close every round whose scoring is over; return how many this call closed."""
    closed = 0
    for round_ in Round.objects.due_to_close(at):
        try:
            with transaction.atomic():
                _close(round_, by=PORTAL, at=at)
        except StaleState:
            continue
        closed += 1
    return closed


def _close(round_: Round, *, by: Actor, at: datetime) -> None:
    """Move the round first, which waits for reviews being saved and stops later ones."""
    ROUND.advance(round_, RoundEvent.CLOSED, by=by, at=at, closed_at=at)
    add_ranking(round_, cause=Ranking.Cause.SCORED, by=by, at=at)
    if not round_.has_discussion:
        _freeze(round_, by=by, at=at)


@transaction.atomic
def freeze(round_: Round, *, by: Actor, at: datetime) -> None:
    """End the discussion: rank again if marks have changed, and fix the results for good."""
    if reason := rules.why_not_run(by):
        raise PermissionDenied(reason)
    if not ROUND.allows(hold(round_), RoundEvent.FROZEN):
        raise StaleState(explain(round_))
    _freeze(round_, by=by, at=at)


def _freeze(round_: Round, *, by: Actor, at: datetime) -> None:
    standing = Ranking.objects.standing(round_).first()
    assert standing is not None  # scoring does not close without one
    if standing.input_sha256 != results.digest(round_):
        standing = add_ranking(round_, cause=Ranking.Cause.DISCUSSED, by=by, at=at)
    ROUND.advance(
        round_,
        RoundEvent.FROZEN,
        by=by,
        at=at,
        frozen_at=at,
        input_sha256=standing.input_sha256,
    )


@transaction.atomic
def add_ranking(round_: Round, *, cause: str, by: Actor, at: datetime, reason: str = "") -> Ranking:
    """Compute the ranking of a round as it stands and write it after the earlier ones.

    The caller holds the round, so that no mark changes meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{PATIENCE}'")
    outcome = results.close(round_)
    ranking = Ranking.objects.create(
        round=round_,
        number=round_.rankings.count() + 1,
        cause=cause,
        reason=reason,
        office=by.title[:200],
        at=at,
        input_sha256=outcome.input_sha256,
    )
    for placing in outcome.placings:
        placing.ranking = ranking
    for concord in outcome.concords:
        concord.ranking = ranking
    Placing.objects.bulk_create(outcome.placings)
    Concord.objects.bulk_create(outcome.concords)
    return ranking


@transaction.atomic
def release(round_: Round, *, by: Actor, at: datetime) -> None:
    """Make the ranking, the marks by city and the decisions public, and carry these out."""
    hold(round_)
    if reason := rules.why_not_release(by, round_):
        raise PermissionDenied(reason)
    ROUND.advance(round_, RoundEvent.RELEASED, by=by, at=at, released_at=at)
    carry_out(round_, by=by, at=at)


def hold(round_: Round) -> Round:
    """Keep everybody else from changing the round and its parts until the transaction ends.

    Returns the round as it stands now, so that the rules judge what is true.
    """
    return Round.objects.select_for_update().get(pk=round_.pk)


def _free_slug(title: str) -> str:
    """Make a name for the address out of the title; a second of the same gets a number."""
    wanted = slugify(title)[:50].strip("-") or "round"
    taken: Collection[str] = {
        *RESERVED,
        *Round.objects.filter(slug__startswith=wanted).values_list("slug", flat=True),
    }
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)
