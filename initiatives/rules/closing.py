"""Whether an entry of a round is still weighed, and why not."""

from datetime import datetime

from collaborative.wording import moment
from initiatives.models import Entry, Round, Withdrawal


def withdrawal_of(entry: Entry) -> Withdrawal | None:
    """Return the withdrawal of an entry's proposal, if it was withdrawn from its round."""
    found: Withdrawal | None = getattr(entry, "withdrawal", None)
    return found


def why_closed(round_: Round, *, at: datetime) -> str | None:
    """The server's clock decides, to the second, even before the round is seen to be closed."""
    if round_.state == Round.State.PREPARING:
        return "This round has not opened yet."
    if round_.state != Round.State.OPEN and round_.closed_at is not None:
        closed_at = round_.closed_at
    elif at >= round_.closes_at:
        closed_at = round_.closes_at
    else:
        return None
    return f"This round closed on {moment(closed_at)}. Reviews can no longer be changed."
