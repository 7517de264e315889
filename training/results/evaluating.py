"""When people are asked what a course was like, and what became of it at work."""

from __future__ import annotations

from datetime import datetime, timedelta

from training.models import Cohort, Evaluation

Kind = Evaluation.Kind
BEHAVIOUR_AFTER = timedelta(days=90)
WINDOWS = {
    Kind.REACTION: (timedelta(0), timedelta(days=21)),
    Kind.BEHAVIOUR: (BEHAVIOUR_AFTER, BEHAVIOUR_AFTER + timedelta(days=30)),
}
"""From when until when each is asked, counted from the day on which the records were closed."""


def asked_now(cohort: Cohort, *, at: datetime) -> Evaluation.Kind | None:
    """Which evaluation is asked of whoever took part; None where none is now."""
    if cohort.state != Cohort.State.HELD:
        return None
    since = at - cohort.state_since
    return next((kind for kind, (first, last) in WINDOWS.items() if first <= since < last), None)


def asked_until(cohort: Cohort, kind: Evaluation.Kind) -> datetime:
    """Until when it is asked."""
    return cohort.state_since + WINDOWS[kind][1]


def is_over(cohort: Cohort, kind: Evaluation.Kind, *, at: datetime) -> bool:
    """Whether everybody has had the time to answer."""
    return cohort.state == Cohort.State.HELD and at >= asked_until(cohort, kind)
