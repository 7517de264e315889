"""Cities' requests for seats in training that wait for the analyst's answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from collaborative.roles import Permission
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, compose, link
from notifications.operations.reminders.ladders import Reach, seen_in
from notifications.operations.reminders.standing import Deadline, Told, morning, source
from notifications.schedule import Ladder
from training.models import SeatRequest

ANSWER_WITHIN = timedelta(days=14)
"""How long after the request the portal expects the answer; no rule sets a day."""
DAYS = Ladder(before=(7, 1, 0), after=(7,), hand_up=14)


def _ahead(asked: Reach, key: str | None) -> Iterator[Deadline]:
    """Every request without an answer; one that is wanted earlier, by then."""
    del asked
    waiting = SeatRequest.objects.filter(state=SeatRequest.State.ASKED).select_related(
        "city", "topic", "course"
    )
    for one in waiting.filter(pk=key) if key else waiting:
        on = min(timezone.localdate(one.asked_at) + ANSWER_WITHIN, one.wanted_by)
        yield Deadline(
            one,
            morning(on),
            f"Request for seats: {one}",
            link("training:answer_request", one.pk),
            asked_at=one.asked_at,
            kept_at="",
            facts={"on": on},
        )


def _letter(message: Message, deadline: Deadline, at: datetime) -> Letter:
    context = {
        "request": deadline.about,
        "on": deadline.facts["on"],
        "is_over": deadline.over <= at,
        "url": deadline.url,
    }
    return compose("reminder_request", message, context, at=at)


REQUESTS = source(
    ByClock.REQUEST_DUE,
    "request",
    ahead=_ahead,
    write=_letter,
    ladder=DAYS,
    told=Told(Permission.RUN_COHORT, everywhere=Permission.RUN_COHORT),
    reads=seen_in(SeatRequest.objects.visible_to),
)
