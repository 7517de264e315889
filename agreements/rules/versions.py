"""Who may write, share, comment on and check a version of an agreement's text, and why not."""

from agreements.models import Agreement, Party, PartyComment, Version
from agreements.rules import OPEN_TO_ACTS, State, stands, why_not_draft
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import day

MOST_EXHIBITS = 40


def why_not_begin(actor: Actor, agreement: Agreement) -> str | None:
    """A later version is begun beside a text that went to the councils, one at a time."""
    if reason := why_not_draft(actor):
        return reason
    if agreement.state not in OPEN_TO_ACTS:
        return (
            f"“{agreement}” {stands(agreement)}; a later version is begun while it is before the "
            "councils or in force."
        )
    for version in agreement.versions.all():
        if version.is_draft:
            return f"{version} is still a draft. Send it to the councils or drop it first."
    return None


def why_not_write(actor: Actor, version: Version) -> str | None:
    """Only a draft changes."""
    if reason := why_not_draft(actor):
        return reason
    if not version.is_draft:
        return f"{version} {_was(version)}; nothing in it changes any more."
    agreement = version.agreement
    if agreement.state == State.DRAFT or agreement.state in OPEN_TO_ACTS:
        return None
    return f"“{agreement}” {stands(agreement)}; no text of it changes any more."


def why_not_share(actor: Actor, version: Version) -> str | None:
    """A draft with words is shown to the parties, once."""
    if reason := why_not_write(actor, version):
        return reason
    if version.shared_at:
        return f"{version} was shared with the parties on {day(version.shared_at)}."
    if not version.draft.strip():
        return f"{version} has no text yet. Write it first."
    return None


def why_not_drop(actor: Actor, version: Version) -> str | None:
    """A later version goes while it is a draft; a first one goes with its agreement."""
    if reason := why_not_write(actor, version):
        return reason
    if version.number == 1:
        return "The first draft is the agreement itself; withdraw the agreement instead."
    return None


def _was(version: Version) -> str:
    if version.dropped_at:
        return f"was dropped on {day(version.dropped_at)}"
    assert version.circulated_at is not None, "what is no draft was circulated or dropped"
    return f"went to the councils on {day(version.circulated_at)}"


def why_not_read_comments(actor: Actor, agreement: Agreement) -> str | None:
    """Comments are between the parties' own people and the facilitators."""
    if actor.may(Permission.DRAFT_AGREEMENT) or spoken_for(actor, agreement):
        return None
    return (
        f"Comments on “{agreement}” are read by the clerks and liaisons of its parties and by the "
        "facilitators."
    )


def spoken_for(actor: Actor, agreement: Agreement) -> list[Party]:
    """The parties for which the actor may comment. Reads the agreement's parties."""
    parties = list(agreement.parties.all())
    if actor.may(Permission.DRAFT_AGREEMENT):
        return parties
    own = actor.organisations(Permission.COMMENT_ON_AGREEMENT)
    return [party for party in parties if party.organisation_id in own]


def why_not_comment(actor: Actor, version: Version) -> str | None:
    """A text is commented on while it is shared or before the councils."""
    agreement = version.agreement
    if reason := why_not_read_comments(actor, agreement):
        return reason
    if not agreement.parties.all():
        return "No parties are named yet, so nobody can comment for one."
    is_alive = agreement.state not in {State.ENDED, State.WITHDRAWN}
    if (is_alive and version.is_draft and version.shared_at) or is_before_councils(version):
        return None
    return f"{_why_closed(version)}; it is not open to comments."


def _why_closed(version: Version) -> str:
    agreement = version.agreement
    if agreement.state in {State.ENDED, State.WITHDRAWN}:
        return f"“{agreement}” {stands(agreement)}"
    if version.is_draft:
        return f"{version} has not been shared with the parties yet"
    return f"{version} {_was(version)}" if version.dropped_at else f"{version} has been decided on"


def is_before_councils(version: Version) -> bool:
    """Whether the councils have still to adopt this text. Reads the agreement's versions."""
    agreement = version.agreement
    circulated = [each for each in agreement.versions.all() if each.circulated_at]
    return (
        agreement.state in OPEN_TO_ACTS
        and bool(circulated)
        and circulated[-1] == version
        and version.in_force_on is None
    )


def why_not_comment_for(actor: Actor, version: Version, party: Party) -> str | None:
    """Clerks and liaisons comment for their own city, facilitators for whoever asked them to."""
    if reason := why_not_comment(actor, version):
        return reason
    if party in spoken_for(actor, version.agreement):
        return None
    return f"Comments for {party} are written by its own clerk or liaison."


def why_not_answer(actor: Actor, comment: PartyComment) -> str | None:
    """A facilitator answers a comment, once."""
    if not actor.may(Permission.DRAFT_AGREEMENT):
        return "Comments are answered by a facilitator at the Mid-America Regional Council."
    if answer := getattr(comment, "answer", None):
        return f"{answer.by} answered this comment on {day(answer.at)}."
    return None


def why_not_add_exhibit(actor: Actor, version: Version) -> str | None:
    """Exhibits come while the version is a draft."""
    if reason := why_not_write(actor, version):
        return reason
    if version.exhibits.count() >= MOST_EXHIBITS:
        return f"{version} has {MOST_EXHIBITS} exhibits, and no text has more."
    return None
