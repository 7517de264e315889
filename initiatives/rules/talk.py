"""Who may say what about a proposal, to whom, and why not; each answer is the sentence read.

Who reads is `initiatives.models.talk.circles`'s to say; `own` are the audiences of the proposal
to which the actor belongs, as `initiatives.results.talk.audiences` gives them.
"""

from collections.abc import Collection

from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import Audience, Comment, Proposal
from initiatives.models.talk import CLOSED_TO_TALK
from initiatives.results.history import standing


def why_not_read(actor: Actor, proposal: Proposal, own: Collection[Audience]) -> str | None:
    """Whoever belongs to one of the audiences; the proposal itself may have more readers."""
    if own:
        return None
    if actor.may(Permission.EVALUATE):
        return (
            "Evaluators judge what the proposal itself says, so its comments are closed to them. "
            "Ask the facilitator if something in it is not clear."
        )
    return (
        f"You may read {proposal.reference}, and not what its authors, the cities’ staff and the "
        f"facilitators say about it. Ask {proposal.author} to invite you to comment on it."
    )


def closed_talk(proposal: Proposal) -> str | None:
    """Say why nothing more is said about a proposal; nothing while it goes on."""
    if proposal.state not in CLOSED_TO_TALK:
        return None
    return f"{standing(proposal)}, so its comments are closed. They stay on record as they are."


def why_not_comment(
    actor: Actor, proposal: Proposal, audience: Audience, own: Collection[Audience]
) -> str | None:
    """Everybody speaks to the audiences to which they belong, until nothing more happens."""
    if reason := why_not_read(actor, proposal, own) or closed_talk(proposal):
        return reason
    if audience in own:
        return None
    return f"You do not read what is said to “{audience.label}”. Choose other readers."


def why_not_reply(actor: Actor, thread: Comment, own: Collection[Audience]) -> str | None:
    """Whoever reads a thread answers in it, while it is open."""
    reason = why_not_comment(actor, thread.proposal, Audience(thread.audience), own)
    if reason or thread.resolved_at is None:
        return reason
    return f"{resolution(thread)}. Reopen it to answer."


def why_not_edit(actor: Actor, comment: Comment, own: Collection[Audience]) -> str | None:
    """Everybody words the own comments anew, as long as they may still read them."""
    if comment.by != actor.user:
        return f"Only {comment.by} changes what {comment.by} said. Answer it instead."
    return why_not_comment(actor, comment.proposal, Audience(comment.audience), own)


def why_not_resolve(actor: Actor, thread: Comment, own: Collection[Audience]) -> str | None:
    """Whoever began a thread, and of the threads they read its authors and the facilitators."""
    audience = Audience(thread.audience)
    if reason := why_not_comment(actor, thread.proposal, audience, own):
        return reason
    if thread.by == actor.user or {Audience.AUTHORS, Audience.FACILITATORS} & set(own):
        return None
    return (
        f"{thread.by}, who began this, and the authors of {thread.proposal.reference} resolve and "
        "reopen it. Answer it instead."
    )


def why_not_mention(strangers: Collection[str], audience: Audience) -> str | None:
    """Only who reads a comment is named in it; `strangers` are the names of those who do not."""
    if not strangers:
        return None
    *first, last = strangers
    names, verb = (f"{', '.join(first)} and {last}", "do") if first else (last, "does")
    return (
        f"{names} {verb} not read what is said to “{audience.label}”, and cannot be told of it. "
        "Choose other readers, or leave the name out."
    )


def resolution(thread: Comment) -> str:
    """Say who resolved a thread and when, without a full stop."""
    assert thread.resolved_at is not None
    return f"{thread.resolved_by} resolved this on {moment(thread.resolved_at)}"
