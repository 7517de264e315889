"""Who may screen, merge, separate and split proposals, and why not: the sentence they read."""

from collections.abc import Collection

from collaborative.models import Actor
from collaborative.roles import Permission
from initiatives.models import Proposal, Screening
from initiatives.questions import SECTIONS
from initiatives.results.history import standing
from initiatives.results.likeness import MERGEABLE
from initiatives.results.screening import findings
from initiatives.rules.proposals import why_not_screen, why_not_share, writes

State = Proposal.State
WEIGHED = frozenset({State.IN_ROUND, State.CHOSEN, State.PARKED, State.NOT_CHOSEN})
"""States in which a proposal is weighed, or was, as it stands."""
DIVISIBLE = frozenset({State.DRAFT, State.RETURNED, State.SUBMITTED, State.ACCEPTED})
"""States of a proposal from which a part can be split off."""
COPIED = tuple(key for key in SECTIONS if key not in {"about", "files"})
"""Sections that can go along into a new draft."""


def why_not_accept(screening: Screening) -> str | None:
    """Every point of the checklist is answered yes; the others are named."""
    answers = [speaks_against(one.label, one.answer) for one in findings(screening)]
    against = [sentence for sentence in answers if sentence]
    return " ".join(["It cannot be accepted yet.", *against]) if against else None


def speaks_against(label: str, answer: str) -> str | None:
    """Say how a point stands against accepting; nothing where it is answered yes."""
    if answer == Screening.Answer.YES:
        return None
    return f"“{label}” is {'answered no' if answer else 'not looked at yet'}."


def why_not_return(reason: str, reasons: Collection[str]) -> str | None:
    """Whatever is sent back says what to do: as a whole, or in a section."""
    if reason.strip() or any(one.strip() for one in reasons):
        return None
    return "Say why: what has to change, for the whole or beside a section."


def why_not_rearrange(actor: Actor, *proposals: Proposal) -> str | None:
    """A facilitator who has no part in any of them merges proposals and separates them again."""
    if not actor.may(Permission.SCREEN_PROPOSAL):
        return "Only a facilitator at MARC merges proposals or separates them again."
    own = [proposal.reference for proposal in proposals if writes(actor, proposal)]
    if own:
        return f"You wrote {' and '.join(own)}, so another facilitator decides on it."
    return None


def why_not_be_merged(source: Proposal) -> str | None:
    """What waits for screening or for a round can, unless another was merged into it."""
    if source.state not in MERGEABLE:
        return (
            f"{standing(source)}. Only a proposal that waits for screening or for a round can be "
            "merged into another."
        )
    if inner := source.merged.order_by("reference").first():
        return (
            f"{inner.reference} was merged into {source.reference}. Separate the two first, then "
            "merge each by itself."
        )
    return None


def why_not_take_in(target: Proposal, source: Proposal) -> str | None:
    """Another proposal that waits for screening or for a round."""
    if target.pk == source.pk:
        return "A proposal cannot be merged into itself. Enter the reference of another."
    if target.state not in MERGEABLE:
        return (
            f"{standing(target)}. Only a proposal that waits for screening or for a round can take "
            "in another."
        )
    return None


def why_not_send_back_too(proposal: Proposal) -> str | None:
    """Only what was not accepted yet goes back to its authors."""
    if proposal.state == State.SUBMITTED:
        return None
    return f"{standing(proposal)}, so it cannot be sent back to its authors any more."


def why_not_separate(actor: Actor, source: Proposal) -> str | None:
    """A facilitator without a part in either, until the two are weighed as one."""
    target = source.merged_into
    if target is None:
        return f"{standing(source)}; it is not merged into another proposal."
    if reason := why_not_rearrange(actor, source, target):
        return reason
    merged = {"decisions__outcome": "merged", "decisions__superseded_by": None}
    if decided := source.entries.filter(**merged).select_related("round").first():
        return (
            f"The decision of “{decided.round}” merged {source.reference} into {target.reference}, "
            "so the two stay one."
        )
    if target.state in WEIGHED:
        return (
            f"{standing(target)} together with what was merged into it, so {source.reference} "
            "stays in it."
        )
    return None


def why_not_split(actor: Actor, proposal: Proposal) -> str | None:
    """A facilitator, or a writer from the lead city, until a round takes the proposal up."""
    may_screen = actor.may(Permission.SCREEN_PROPOSAL) and proposal.submitted_at is not None
    closed = why_not_screen(actor, proposal) if may_screen else why_not_share(actor, proposal)
    if closed:
        return closed
    if proposal.state not in DIVISIBLE:
        return f"{standing(proposal)}, so nothing can be split off from it any more."
    return None


def why_not_divide(title: str, sections: Collection[str]) -> str | None:
    """The new draft has a title, and takes at least one section along."""
    if not title.strip():
        return "Give the new draft a title of its own."
    if not set(sections) & set(COPIED):
        return "Choose at least one section whose answers go along."
    return None
