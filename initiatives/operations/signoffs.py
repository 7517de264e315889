"""A sign-off is for a text: when the text changes in substance, the city is asked again."""

from datetime import datetime

from collaborative.models import Actor
from initiatives.events import SponsorshipEvent
from initiatives.lifecycle import SPONSORSHIP
from initiatives.models import Proposal
from initiatives.questions import Changes, of_substance
from initiatives.results.sponsorships import changed_in_substance


def ask_again(proposal: Proposal, changes: Changes, *, by: Actor, at: datetime) -> None:
    """Ask the cities again whose sign-off the newest revision of a held proposal overtakes.

    Once for each sign-off: a city that is asked already is not asked by the next keystroke. It
    stays asked when the text returns to what was signed, since letters have gone out and only
    the city can say that its word stands.
    """
    if not of_substance(changes):
        return
    signed = proposal.sponsorships.counting().select_for_update(of=("self",))
    for sponsorship in signed.select_related("city", "proposal").order_by("pk"):
        assert sponsorship.version is not None
        if keys := changed_in_substance(proposal, sponsorship.version):
            SPONSORSHIP.advance(
                sponsorship,
                SponsorshipEvent.ASKED_AGAIN,
                by=by,
                at=at,
                detail={
                    "city": sponsorship.city.name,
                    "version": proposal.version,
                    "signed": sponsorship.version,
                    "answers": keys,
                },
                asked_again_at=at,
            )
