"""Who may do what with a proposal, and why not; each answer is the sentence the person reads.

Whether the proposal is still in the state that a step needs is its lifecycle's to say; only
`why_not_edit`, which is no step, looks at the state itself.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from cities.models import City, Office
from collaborative.models import Actor, User
from collaborative.roles import CITY_ROLES, Permission
from initiatives.models import Entry, Invited, Proposal
from initiatives.phases import BEFORE_SCORING
from initiatives.questions import Text
from initiatives.results.history import Reader, standing
from initiatives.results.proposals import missing, names_for
from initiatives.rules.closing import why_closed

OPEN_TO_AUTHORS = frozenset({Proposal.State.DRAFT, Proposal.State.RETURNED})
"""States in which authors write."""
_COMES_BACK = "Its authors can bring it back, and change it then."
HINTS: Mapping[str, str] = MappingProxyType(
    {
        Proposal.State.SUBMITTED: (
            "Ask the facilitator to send it back if something must change, or withdraw it."
        ),
        Proposal.State.WITHDRAWN: _COMES_BACK,
        Proposal.State.PARKED: _COMES_BACK,
        Proposal.State.MERGED: (
            "What has changed since can go into the proposal that it was merged into."
        ),
    }
)
"""What can be done about a text that stands, where there is more than to begin anew."""


def why_not_propose(actor: Actor, city: City | None = None) -> str | None:
    """Staff and liaisons propose for their own city."""
    if actor.may(Permission.PROPOSE, None if city is None else city.pk):
        return None
    if city is None:
        return (
            "Only staff and liaisons of a member city write proposals. Ask the liaison of your "
            "city to propose it."
        )
    return f"Only staff and liaisons of {city} propose for it. Ask the liaison of {city}."


def writes(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether somebody in office is the author or was invited to write.

    Asked once of each person for a proposal as it was read: a page asks for every button.
    """
    if actor.user is None or not actor.offices:
        return False
    if proposal.author_id == actor.user.pk:
        return True
    known: dict[int, bool] = vars(proposal).setdefault("_known_writers", {})
    if actor.user.pk not in known:
        own = Proposal.objects.written_by(actor).filter(pk=proposal.pk)
        known[actor.user.pk] = own.exists()
    return known[actor.user.pk]


def reads_draft(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether somebody reads what the authors write now; may cost a query."""
    return Proposal.objects.draft_read_by(actor).filter(pk=proposal.pk).exists()


def text_for(actor: Actor, proposal: Proposal) -> Text:
    """Return the text that somebody who may read the proposal reads."""
    is_one = proposal.draft == proposal.answers
    text: Text = proposal.answers
    if not is_one and reads_draft(actor, proposal):
        text = proposal.draft
    return text


def why_not_write(actor: Actor, proposal: Proposal) -> str | None:
    """The author, while in office in the lead city, and invited colleagues of any city."""
    if not writes(actor, proposal):
        return (
            f"Only the authors of {proposal.reference} and the colleagues they invited write it. "
            f"Ask {proposal.author} to share it with you."
        )
    if actor.user is not None and proposal.author_id == actor.user.pk:
        return why_not_propose(actor, proposal.city)
    if any(held.role in CITY_ROLES for held in actor.offices):
        return None
    return "Only people in office in a member city write proposals. Ask the liaison of your city."


def why_not_edit(actor: Actor, proposal: Proposal) -> str | None:
    """Its writers, while it is a draft or was sent back."""
    return why_not_write(actor, proposal) or closed_text(proposal)


def closed_text(proposal: Proposal) -> str | None:
    """Say why the text stands; nothing while it is open to its authors."""
    if proposal.state in OPEN_TO_AUTHORS:
        return None
    hint = HINTS.get(proposal.state, "What has changed since can go into a new proposal.")
    return f"{standing(proposal)}, so its text stands. {hint}"


def why_not_share(actor: Actor, proposal: Proposal) -> str | None:
    """Its writers from the lead city invite colleagues, and take invitations back."""
    return why_not_write(actor, proposal) or why_not_propose(actor, proposal.city)


def why_not_share_with(
    colleague: User, proposal: Proposal, *, on: date, role: Invited | None = None
) -> str | None:
    """A colleague is in office in a member city on that day, and is not the author.

    Whoever is an evaluator only reads no comments, and is not invited to write them.
    """
    if colleague.pk == proposal.author_id:
        return f"{colleague} is the author of {proposal.reference} and needs no invitation."
    in_city = Office.objects.held_on(on).filter(person=colleague.pk, role__in=CITY_ROLES)
    if not colleague.is_active or not in_city.exists():
        return (
            f"{colleague.email} holds no office in a member city today. Check the address, or ask "
            "the administrator at MARC to invite the person."
        )
    if role == Invited.COMMENT and not in_city.carrying(Permission.COMMENT).exists():
        return (
            f"{colleague} is an evaluator, and evaluators read no comments. Invite somebody else, "
            "or let the person read it only."
        )
    return None


def role_of(colleague: User, proposal: Proposal) -> Invited | None:
    """Return the role that an invited colleague has; None for whoever is not invited."""
    granted = proposal.colleague_permissions.filter(user=colleague.pk)
    codename = granted.values_list("permission__codename", flat=True).first()
    return Invited(codename) if codename else None


def why_not_change_role(
    actor: Actor, proposal: Proposal, colleague: User, *, role: Invited, on: date
) -> str | None:
    """Whoever may share changes what an invited colleague may do."""
    if reason := why_not_share(actor, proposal):
        return reason
    if role_of(colleague, proposal) is None:
        return f"{colleague} is not invited into {proposal.reference} any more."
    return why_not_share_with(colleague, proposal, on=on, role=role)


def why_not_submit(actor: Actor, proposal: Proposal) -> str | None:
    """Its writers from the lead city, when every question has its answer."""
    if reason := why_not_share(actor, proposal):
        return reason
    if unanswered := missing(proposal.draft, names_for(proposal)):
        return " ".join(["It cannot be sent in yet.", *(one.sentence for one in unanswered)])
    return None


def why_not_withdraw(actor: Actor, proposal: Proposal, *, at: datetime) -> str | None:
    """Its writers from the lead city; out of a round until that closes."""
    if reason := why_not_share(actor, proposal):
        return reason
    if proposal.state != Proposal.State.IN_ROUND:
        return None
    entry = standing_entry(proposal)
    closed = why_closed(entry.round, at=at) if entry else None
    if entry is None or closed is None or entry.round.state in BEFORE_SCORING:
        return None
    return f"{closed} A proposal is withdrawn until the close; now the decision about it follows."


def standing_entry(proposal: Proposal) -> Entry | None:
    """Return the entry of a proposal in the round that it is in now."""
    entries = proposal.entries.standing().filter(round__released_at=None)
    return entries.select_related("round").order_by("-pk").first()


def why_not_bring_back(actor: Actor, proposal: Proposal) -> str | None:
    """Its writers from the lead city; of a parked one the facilitator, too."""
    if proposal.state == Proposal.State.PARKED and actor.may(Permission.SCREEN_PROPOSAL):
        return None
    return why_not_share(actor, proposal)


def why_not_screen(actor: Actor, proposal: Proposal) -> str | None:
    """A facilitator who has no part in it."""
    if not actor.may(Permission.SCREEN_PROPOSAL):
        return "Only a facilitator at MARC accepts, sends back or declines a proposal."
    if writes(actor, proposal):
        return f"You wrote {proposal.reference}, so another facilitator decides on it."
    return None


def why_not_enter(actor: Actor) -> str | None:
    """A facilitator takes accepted proposals into a round."""
    if actor.may(Permission.RUN_ROUND):
        return None
    return "Only a facilitator at MARC enters a proposal in a round."


def why_not_without(reason: str) -> str | None:
    """A step that closes a door says why."""
    return None if reason.strip() else "Say why, so that its authors know what to do."


def reader(actor: Actor, proposal: Proposal) -> Reader:
    """Tell how much of the history somebody who may read the proposal is shown."""
    if writes(actor, proposal):
        return Reader.AUTHOR
    official = actor.may(Permission.READ_SUBMITTED_PROPOSALS) or actor.may(
        Permission.READ_CITY_PROPOSALS, proposal.city_id
    )
    return Reader.OFFICIAL if official else Reader.PUBLIC
