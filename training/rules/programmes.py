"""Who may study a shared course, and turn what was judged into an initiative or an agreement."""

from cities.models import City
from collaborative.models import Actor
from collaborative.roles import Permission
from initiatives.models import Proposal
from initiatives.rules.proposals import why_not_propose as why_not_propose_for
from training.feasibility import Verdict
from training.models import Judgement, Programme
from training.rules.overview import ASK

State = Programme.State
NOTHING_COMES_OF_IT = frozenset(
    {Proposal.State.WITHDRAWN, Proposal.State.DECLINED, Proposal.State.NOT_CHOSEN}
)
"""Where a proposal stands when a programme that became it may become something else."""


def why_not_read_programmes(actor: Actor) -> str | None:
    """Liaisons, facilitators and the analyst read what was judged."""
    if actor.may(Permission.READ_PROGRAMMES):
        return None
    return f"Shared courses are read by liaisons, facilitators and the training analyst. {ASK}"


def why_not_study(actor: Actor) -> str | None:
    """The analyst studies courses."""
    if actor.may(Permission.JUDGE_COURSE):
        return None
    return f"Only the training analyst studies whether a shared course pays. {ASK}"


def why_not_change_programme(actor: Actor, programme: Programme) -> str | None:
    """Its figures change until it became something or was dropped; the verdict waits anew."""
    if reason := why_not_study(actor):
        return reason
    if programme.state in {State.DRAFT, State.JUDGED}:
        return None
    return f"“{programme}” {_stands(programme)}, so its figures stay as they are."


def why_not_judge(actor: Actor, programme: Programme) -> str | None:
    """Only a draft is judged, and only where somebody asks for seats. Reads the cities."""
    if reason := why_not_study(actor):
        return reason
    if programme.state != State.DRAFT:
        return f"“{programme}” {_stands(programme)}. Change its figures to have it judged again."
    if not any(row.seats for row in programme.cities.all()):
        return "No city asks for seats yet. Enter the seats of at least one city first."
    return None


def why_not_drop(actor: Actor, programme: Programme) -> str | None:
    """What has not become anything may be dropped."""
    if reason := why_not_study(actor):
        return reason
    if programme.state in {State.DRAFT, State.JUDGED}:
        return None
    return f"“{programme}” {_stands(programme)}, so it cannot be dropped any more."


def why_not_carry_out(programme: Programme, judgement: Judgement | None) -> str | None:
    """Only a course that was found feasible, as it stands, becomes anything."""
    if programme.state != State.JUDGED or judgement is None:
        return (
            f"“{programme}” {_stands(programme)}. Only a course that is judged, and has become "
            "nothing yet, becomes an initiative or an agreement."
        )
    if judgement.verdict != Verdict.FEASIBLE:
        return (
            f"“{programme}” was not found feasible. {ASK} With other figures it can be judged "
            "again."
        )
    return None


def why_not_make_proposal(
    actor: Actor, programme: Programme, judgement: Judgement | None, *, city: City
) -> str | None:
    """The liaison of a city that asks for seats proposes it for that city. Reads the cities."""
    if not actor.may(Permission.READ_PROGRAMMES, city.pk):
        return f"A liaison of {city} makes this a proposal of {city}."
    if reason := why_not_propose_for(actor, city):
        return reason
    if reason := why_not_carry_out(programme, judgement):
        return reason
    if not any(row.city_id == city.pk and row.seats for row in programme.cities.all()):
        return (
            f"{city} asks for no seats in “{programme}”. The liaison of a city that does can "
            "propose it."
        )
    return None


def why_not_take_back(actor: Actor, programme: Programme) -> str | None:
    """The analyst takes a programme back from a proposal of which nothing comes. Reads it."""
    if reason := why_not_study(actor):
        return reason
    if programme.state != State.INITIATIVE or programme.proposal is None:
        return f"“{programme}” {_stands(programme)}; there is no proposal to take it back from."
    if programme.proposal.state in NOTHING_COMES_OF_IT:
        return None
    return (
        f"The proposal {programme.proposal.reference} that it became is "
        f"{programme.proposal.get_state_display().lower()}, so the programme stays with it."
    )


def _stands(programme: Programme) -> str:
    return {
        State.DRAFT: "is still in preparation",
        State.JUDGED: "is judged",
        State.INITIATIVE: "has become an initiative",
        State.AGREEMENT: "has become an agreement",
        State.DROPPED: "was dropped",
    }[State(programme.state)]
