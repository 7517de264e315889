"""Proposals as a facilitator has them on the desk."""

from collaborative.models import Event
from initiatives.models import Proposal
from initiatives.operations.screening import Findings
from initiatives.results.screening import Point
from tests.factories.proposals import ProposalFactory

PASSED = Findings(answers={point.value: "yes" for point in Point})
"""Nothing speaks against the proposal."""


def sent_in(cities, author, reference="EJC-2026-014", city="raytown", **given) -> Proposal:
    """A proposal that waits for screening; it wants Grandview unless told otherwise."""
    wanted = given.pop("wanted", ["grandview"])
    text = {f"wanted__{slug}": "yes" for slug in wanted} | given.pop("text", {})
    return ProposalFactory(
        **{
            "state": Proposal.State.SUBMITTED,
            "reference": reference,
            "city": cities[city],
            "author": author.user,
            "wanted_cities": [cities[slug] for slug in wanted],
            "text": text,
            **given,
        }
    )


def recorded(proposal: Proposal) -> list[tuple[str, dict]]:
    """The events of a proposal with what they carry, in order."""
    return [(event.kind, event.detail) for event in Event.objects.about(proposal)]


def fresh(proposal: Proposal) -> Proposal:
    """The proposal as it stands now."""
    return Proposal.objects.select_related("city", "author", "merged_into").get(pk=proposal.pk)
