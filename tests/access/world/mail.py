"""A letter that could not be delivered; the liaison's mail, a mute, and the way out of digests."""

from notifications.models.people import unsubscribe_token
from tests.access.world.things import World
from tests.factories.notifications import (
    LetterWordingFactory,
    MessageFactory,
    MuteFactory,
    RefusalFactory,
)

LEDGER = ("facilitator", "administrator")


def add_mail(world: World) -> None:
    """Add a failed message, one that the liaison got, an address that refuses mail, a wording."""
    failed = MessageFactory(
        failed=True,
        address=f"{world.canary('ledger-address', *LEDGER)}@sample.example",
        last_error=world.canary("ledger-error", *LEDGER),
    )
    liaison = world.people["liaison"].user
    own = MessageFactory(
        recipient=liaison, sent=True, subject=world.canary("own-subject", "liaison")
    )
    refusal = RefusalFactory(
        address=f"{world.canary('refusal-address', *LEDGER).lower()}@sample.example",
        words=world.canary("refusal-words", *LEDGER),
    )
    LetterWordingFactory(
        by=world.people["facilitator"].user, opening=world.canary("letter-words", "facilitator")
    )
    world.things |= {
        "own_message": own.pk,
        "mute": MuteFactory(person=liaison, about_key="0").pk,
        "refusal": refusal.pk,
        "message": failed.pk,
        "way_out": unsubscribe_token(liaison),
    }
