"""Who may read the ledger and send again, and why not."""

from collaborative.models import Actor
from collaborative.roles import Permission
from notifications.models import Message

SENDABLE_AGAIN = frozenset({Message.State.FAILED, Message.State.HELD})


def why_not_read_ledger(actor: Actor) -> str | None:
    """The ledger is the facilitators' and administrators'; one's own messages are one's own."""
    if actor.may(Permission.READ_LEDGER):
        return None
    return "The ledger of mail is read by facilitators and administrators at MARC."


def why_not_send_again(actor: Actor, message: Message) -> str | None:
    """Only what failed or is held back can be sent again: nobody gets the same mail twice."""
    if not actor.may(Permission.RESEND_MESSAGE):
        return "Only a facilitator or an administrator lets a message be sent again."
    if message.state in SENDABLE_AGAIN:
        return None
    if message.state == Message.State.SENT:
        return "This message has been sent. It does not go out twice."
    if message.state == Message.State.SUPPRESSED:
        return f"This message is not sent: {message.reason}"
    return "This message is waiting to be sent. It goes out by itself."
