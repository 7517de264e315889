"""Cities that are asked to co-sponsor a proposal."""

import factory
from factory.django import DjangoModelFactory

from initiatives.models import Sponsorship
from tests.factories.cities import CityFactory
from tests.factories.people import UserFactory
from tests.factories.proposals import FEBRUARY, ProposalFactory

State = Sponsorship.State


class SponsorshipFactory(DjangoModelFactory):
    """A city that is asked and has not answered; `state="accepted"` and so on for any other.

    `asked_again=True` gives one that had accepted and is asked again.
    """

    class Meta:
        model = Sponsorship

    class Params:
        asked_again = False
        is_answered = factory.LazyAttribute(
            lambda made: made.asked_again or made.state in {"accepted", "conditional", "declined"}
        )

    state = State.ASKED
    state_since = FEBRUARY
    proposal = factory.SubFactory(ProposalFactory)
    city = factory.SubFactory(CityFactory)
    asked_at = FEBRUARY
    asked_by = factory.SelfAttribute("proposal.author")
    asked_again_at = factory.LazyAttribute(lambda made: FEBRUARY if made.asked_again else None)
    answered_at = factory.LazyAttribute(lambda made: FEBRUARY if made.is_answered else None)
    answered_by = factory.Maybe("is_answered", factory.SubFactory(UserFactory), None)
    office = factory.LazyAttribute(
        lambda made: f"Liaison, {made.city.name}" if made.is_answered else ""
    )
    version = factory.LazyAttribute(
        lambda made: made.proposal.version if made.is_answered else None
    )
    words = factory.LazyAttribute(
        lambda made: "A sample reason." if made.state in {"conditional", "declined"} else ""
    )
