"""A letter that could not be delivered; the liaison's mail, a mute, and the way out of digests."""

from notifications.models.people import unsubscribe_token
from tests.access.world.things import World
from tests.factories.notifications import MessageFactory, MuteFactory

LEDGER = ("facilitator", "administrator")


def add_mail(world: World) -> None:
    """Add one failed message to the ledger, and one that the liaison got."""
    failed = MessageFactory(
        failed=True,
        address=f"{world.canary('ledger-address', *LEDGER)}@sample.example",
        last_error=world.canary("ledger-error", *LEDGER),
    )
    liaison = world.people["liaison"].user
    own = MessageFactory(
        recipient=liaison, sent=True, subject=world.canary("own-subject", "liaison")
    )
    world.things |= {
        "own_message": own.pk,
        "mute": MuteFactory(person=liaison, about_key="0").pk,
        "message": failed.pk,
        "way_out": unsubscribe_token(liaison),
    }
