"""A letter that could not be delivered, and the liaison's way out of digests."""

from notifications.models.people import unsubscribe_token
from tests.access.world.things import World
from tests.factories.notifications import MessageFactory

LEDGER = ("facilitator", "administrator")


def add_mail(world: World) -> None:
    """Add one failed message to the ledger."""
    failed = MessageFactory(
        failed=True,
        address=f"{world.canary('ledger-address', *LEDGER)}@sample.example",
        last_error=world.canary("ledger-error", *LEDGER),
    )
    world.things |= {
        "message": failed.pk,
        "way_out": unsubscribe_token(world.people["liaison"].user),
    }
