"""What is said about the own city's proposals, to each audience, with a canary in every comment."""

from datetime import timedelta

from initiatives.models import Audience, Comment, Proposal
from tests.access.world.things import World
from tests.factories.proposals import FEBRUARY
from tests.factories.talk import CommentFactory, CommentWordingFactory

STAFF_OF_ALL = (
    "staff",
    "staff_elsewhere",
    "liaison",
    "liaison_elsewhere",
    "clerk",
    "clerk_elsewhere",
)
READERS = {
    "draft": {Audience.AUTHORS: (), Audience.STAFF: ("staff_elsewhere",)},
    "submitted": {
        Audience.AUTHORS: (),
        Audience.STAFF: ("liaison", "clerk"),
        Audience.BETWEEN: ("facilitator",),
    },
    "marked": {
        Audience.AUTHORS: (),
        Audience.STAFF: ("liaison", "clerk"),
        Audience.BETWEEN: ("facilitator",),
    },
    "chosen": {
        Audience.AUTHORS: (),
        Audience.STAFF: STAFF_OF_ALL,
        Audience.BETWEEN: ("facilitator",),
    },
}
"""Who reads what is said to whom, beside the author: by the names of the proposals."""


def add_talk(world: World) -> None:
    """Add a thread with an answer for each audience of each proposal, and earlier wordings."""
    for name, audiences in READERS.items():
        proposal = Proposal.objects.get(reference=world.things[name])
        for audience, also in audiences.items():
            _thread(world, proposal, name, audience, ("author", *also))
        if name != "draft":
            _thread(world, proposal, name, Audience.FACILITATORS, ("facilitator",))


def _thread(
    world: World, proposal: Proposal, name: str, audience: Audience, readers: tuple[str, ...]
) -> None:
    """A thread by one of its readers, in two wordings, and an answer."""
    by = world.people[readers[0]]
    told = f"{name}-said-to-{audience}"
    given = {"proposal": proposal, "audience": audience, "by": by.user, "office": by.title}
    given["at"] = FEBRUARY + timedelta(minutes=Comment.objects.count())
    thread = CommentFactory(
        **given, section="idea", text=world.canary(f"{told}-first", *readers), by_facilitator=False
    )
    CommentWordingFactory(comment=thread, number=2, text=world.canary(f"{told}-now", *readers))
    CommentFactory(
        **given, section="idea", reply_to=thread, text=world.canary(f"{told}-answer", *readers)
    )
    world.things[told] = thread.pk
