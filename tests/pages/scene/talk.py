"""A long thread, named people, and one that is resolved, on the proposal to screen."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Audience, Proposal
from initiatives.operations import talk
from tests.access.world import World


def add_talk(world: World) -> None:
    """Add a question that the facilitator answered, and a thread that was resolved."""
    proposal = Proposal.objects.get(reference=world.things["to_screen"])
    author, facilitator = world.people["author"], world.people["facilitator"]
    asked = timezone.now() - timedelta(days=3)
    question = talk.comment(
        proposal,
        audience=Audience.BETWEEN,
        section="money",
        text="Shall the salt that is left in April be counted?\n\nIn 2025 it was 900 tons.",
        by=author,
        at=asked,
    )
    assert author.user is not None
    talk.reply(
        question,
        text="Yes, at what it cost.",
        mentioned=[author.user],
        by=facilitator,
        at=asked + timedelta(hours=3),
    )
    settled = talk.comment(
        proposal,
        audience=Audience.STAFF,
        section="",
        text="Public Works has read it.",
        by=world.people["liaison"],
        at=asked,
    )
    talk.resolve(settled, by=author, at=asked + timedelta(days=1))
    world.things["settled"] = settled.pk
