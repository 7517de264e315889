"""Decisions that follow each other, and notices before and after a release."""

from django.utils import timezone

from initiatives.models import Decision, Proposal, Round
from initiatives.operations import decisions
from initiatives.operations.decisions import Verdict
from notifications.catalogue.wordings import Wording
from notifications.models import Readers
from notifications.operations import notices
from tests.access.world import World
from tests.factories.notifications import MessageFactory


def add_decisions(world: World) -> None:
    """Change the decision of the round that can be released, and prepare its notices."""
    facilitator, author, now = world.people["facilitator"], world.people["author"], timezone.now()
    round_ = Round.objects.get(slug=world.things["decided_round"])
    Proposal.objects.filter(entries__round=round_).update(author=author.user)
    earlier = Decision.objects.select_related("entry__round", "entry__proposal").get(
        entry__round=round_
    )
    rationale = "Two more cities want it.\n\nThe grant ends in June."
    decisions.supersede(
        earlier,
        verdict=Verdict(outcome="recommended", rationale=rationale),
        because="Raytown and Grandview joined after the meeting.",
        by=facilitator,
        at=now,
    )
    wording = Wording("Recommended: {title}", "{next}\n\n- One thing\n- Another thing\n\n{link}")
    notices.word(round_, Readers.AUTHORS, "recommended", wording=wording, by=facilitator, at=now)
    (told,) = (one for one in notices.drafts(round_, on=timezone.localdate(now)) if one.proposal)
    notices.hold(told, because="We call the author first.", by=facilitator, at=now)
    done = Round.objects.get(slug=world.things["done"])
    MessageFactory(
        kind="notice.decided",
        recipient=author.user,
        about_type="initiatives.round",
        about_key=str(done.pk),
        context={"subject": "Recommended: EJC-2026-001 Share a salt barn"},
    )
    world.things |= {"decided_entry": told.about, "told_author": told.recipient.pk}
