"""Answers that cities owe to the question whether they co-sponsor a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from collaborative.roles import Permission
from initiatives.models import Entry, Proposal, Round, Sponsorship
from initiatives.phases import BEFORE_SCORING
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, absolute, compose
from notifications.operations.reminders.ladders import Reach, seen_in
from notifications.operations.reminders.standing import Deadline, Told, morning, source
from notifications.schedule import Ladder

ANSWER_WITHIN = timedelta(days=14)
"""How long after the question the portal expects the answer; no law sets a day."""
DAYS = Ladder(before=(7, 3, 1, 0), after=(3, 7), hand_up=7)


def _ahead(asked: Reach, key: str | None) -> Iterator[Deadline]:
    """Every question that waits; a round that closes earlier sets the day."""
    waiting = Sponsorship.objects.waiting(at=asked.at).with_proposals()
    rows = list(waiting.filter(pk=key) if key else waiting)
    rounds = _rounds(rows)
    for one in rows:
        round_ = rounds.get(one.proposal_id)
        expected = morning(timezone.localdate(one.state_since) + ANSWER_WITHIN)
        is_closing = round_ is not None and round_.closes_at < expected
        yield Deadline(
            one,
            round_.closes_at if round_ and is_closing else expected,
            f"Co-sponsor answer of {one.city}: {one.proposal.reference} of {one.proposal.city}",
            f"{absolute(one)}?city={one.city.slug}",
            bodies=frozenset({one.city_id}),
            asked_at=one.state_since,
            by_hour=is_closing,
            round=round_,
            kept_at=absolute(one.proposal),
        )


def _rounds(rows: Iterable[Sponsorship]) -> dict[int, Round]:
    """The round that each proposal is in, by the proposal's key. Costs one query."""
    entries = Entry.objects.standing().filter(
        proposal__in={one.proposal_id for one in rows},
        round__state__in=[*BEFORE_SCORING, Round.State.SCORING],
    )
    return {entry.proposal_id: entry.round for entry in entries.select_related("round")}


def _letter(message: Message, deadline: Deadline, at: datetime) -> Letter:
    asked = deadline.about
    assert isinstance(asked, Sponsorship)
    context = {
        "sponsorship": asked,
        "proposal": asked.proposal,
        "deadline": deadline,
        "is_over": deadline.over <= at,
        "url": deadline.url,
    }
    return compose("reminder_sponsorship", message, context, at=at)


SPONSORSHIPS = source(
    ByClock.SPONSORSHIP_DUE,
    "sponsorship",
    ahead=_ahead,
    write=_letter,
    ladder=DAYS,
    told=Told(Permission.SPONSOR),
    reads=seen_in(Proposal.objects.visible_to, by="sponsorships"),
)
