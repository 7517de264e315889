"""Whether an entry of a round is still weighed, and why not."""

from datetime import datetime

from collaborative.wording import moment
from initiatives.models import Entry, Round, Withdrawal
from initiatives.phases import BEFORE_SCORING, GRACE

State = Round.State


def withdrawal_of(entry: Entry) -> Withdrawal | None:
    """Return the withdrawal of an entry's proposal, if it was withdrawn from its round."""
    found: Withdrawal | None = getattr(entry, "withdrawal", None)
    return found


def why_closed(round_: Round, *, at: datetime, opened: datetime | None = None) -> str | None:
    """The server's clock decides, to the second, even before the round is seen to be closed.

    `opened` is when the page was opened that something is sent from: one that was opened before
    the close may still be sent in within ten minutes of it.
    """
    if round_.state in BEFORE_SCORING:
        return "This round has not opened yet."
    if round_.state != State.SCORING and round_.closed_at is not None:
        closed_at = round_.closed_at
    elif at >= round_.closes_at and not _in_grace(round_, at=at, opened=opened):
        closed_at = round_.closes_at
    else:
        return None
    return f"This round closed on {moment(closed_at)}. Reviews can no longer be changed."


def _in_grace(round_: Round, *, at: datetime, opened: datetime | None) -> bool:
    return opened is not None and opened < round_.closes_at and at < round_.closes_at + GRACE
