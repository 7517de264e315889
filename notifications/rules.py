"""Who may read the ledger and send again, and why not."""

from collaborative.models import Actor, User
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import Round
from notifications.models import Message, Refusal

SENDABLE_AGAIN = frozenset({Message.State.FAILED})


def why_not_read_ledger(actor: Actor) -> str | None:
    """The ledger is the facilitators' and administrators'; one's own messages are one's own."""
    if actor.may(Permission.READ_LEDGER):
        return None
    return "The ledger of mail is read by facilitators and administrators at MARC."


def why_not_send_again(actor: Actor, message: Message) -> str | None:
    """Only what failed can be sent again: nobody gets the same mail twice."""
    if reason := why_not_send_all_again(actor):
        return reason
    if message.state in SENDABLE_AGAIN:
        return None
    if message.state == Message.State.SENT:
        return "This message has been sent. It does not go out twice."
    if message.state == Message.State.SUPPRESSED:
        return f"This message is not sent: {message.reason}"
    if message.state == Message.State.HELD:
        return "All mail is held back. An administrator at MARC lets it go, all at once."
    return "This message is waiting to be sent. It goes out by itself."


def why_not_send_all_again(actor: Actor) -> str | None:
    """Whoever looks after mail lets it be sent again."""
    if actor.may(Permission.RESEND_MESSAGE):
        return None
    return "Only a facilitator or an administrator lets a message be sent again."


def why_not_keep_clockwork(actor: Actor) -> str | None:
    """Whether the portal works and its mail may go is the administrators' to look after."""
    if actor.may(Permission.KEEP_CLOCKWORK):
        return None
    return (
        "How the portal works behind its pages is read by administrators. Ask one at MARC, or open "
        "the ledger of mail."
    )


def why_not_release(actor: Actor) -> str | None:
    """Mail that is held is let go by an administrator, who knows what was restored and when."""
    if actor.may(Permission.KEEP_CLOCKWORK):
        return None
    return "Mail that is held is let go by an administrator at MARC."


def why_not_word(actor: Actor) -> str | None:
    """What letters say is the facilitators' to word; the facts and links in them are not."""
    if actor.may(Permission.WORD_LETTERS):
        return None
    return "The words of letters are the facilitators’ at MARC to change."


def why_not_read_refusals(actor: Actor) -> str | None:
    """Who keeps the ledger sees all of them; a person sees the own on the page of the own mail."""
    if actor.may(Permission.READ_LEDGER):
        return None
    return "The addresses that mail came back from are seen by facilitators and administrators."


def why_not_try_again(actor: Actor, refusal: Refusal) -> str | None:
    """Whoever may send again lets an address be tried, and whoever has the address."""
    if refusal.cleared_at is not None:
        return f"It was let be tried again on {moment(refusal.cleared_at)}."
    if actor.may(Permission.RESEND_MESSAGE) or refusal.is_of(actor.user):
        return None
    return "Only a facilitator, an administrator or the person lets an address be tried again."


def why_not_prepare(actor: Actor, round_: Round) -> str | None:
    """Whoever records decisions prepares what the authors hear, until the release."""
    if not actor.may(Permission.DECIDE):
        return "The notices of a round are prepared by a facilitator at MARC."
    if round_.state == Round.State.DECIDED:
        return None
    if round_.state == Round.State.RELEASED and round_.released_at is not None:
        return (
            f"This round was released on {moment(round_.released_at)}, and its notices went out as "
            "they were prepared."
        )
    return "The notices of a round are prepared once its results are frozen."


def why_not_read_notices(actor: Actor, round_: Round) -> str | None:
    """Facilitators read what a round will say to whom, and what it said."""
    reason = why_not_prepare(actor, round_)
    is_over = actor.may(Permission.DECIDE) and round_.state == Round.State.RELEASED
    return None if is_over else reason


def why_not_hold(because: str) -> str | None:
    """Whoever is not told is not told for a reason."""
    if because.strip():
        return None
    return "Say why this notice is held back; the other facilitators read it."


def why_not_set_ladder(actor: Actor, round_: Round) -> str | None:
    """Whoever runs rounds says on which days people are reminded, until the release."""
    if not actor.may(Permission.RUN_ROUND):
        return "A round’s reminders are set by a facilitator at MARC."
    if round_.state == Round.State.RELEASED and round_.released_at is not None:
        return f"This round was released on {moment(round_.released_at)}; it reminds nobody."
    return None


def why_not_deputy(person: User, deputy: User, *, is_near: bool) -> str | None:
    """A deputy is somebody else, and near: of the own city or body, or a facilitator."""
    if person == deputy:
        return "Choose somebody else as your deputy."
    if is_near:
        return None
    return f"{deputy} holds no office in your city or body. Choose somebody who does."
