"""Messages in every state, to the liaison of the own city."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Round
from notifications.models import Group
from notifications.models.people import unsubscribe_token
from tests.access.world import World
from tests.factories.notifications import (
    LetterWordingFactory,
    MessageFactory,
    MuteFactory,
    RefusalFactory,
)

WORDS = "3 things wait for Raytown.\n\nRead them at https://portal.example/proposals/\n"


def add_messages(world: World) -> None:
    """Add one message for each state, words of letters, and an address that refuses mail."""
    liaison = world.people["liaison"].user
    soon = timezone.now() + timedelta(hours=3)
    sent = MessageFactory(recipient=liaison, sent=True, subject="Your digest", body_text=WORDS)
    held = MessageFactory(recipient=liaison, held=True, due_at=soon)
    MessageFactory(recipient=liaison, due_at=soon)
    by = world.people["facilitator"].user
    LetterWordingFactory(number=2, subject="{reference}: please change it", by=by)
    LetterWordingFactory(letter="comment", opening="About {rationale}", by=by)
    RefusalFactory(address=world.people["staff"].user.email.lower())
    MessageFactory(recipient=liaison, attempts=2, last_error="451 Try again later", retry_at=soon)
    MessageFactory(recipient=liaison, suppressed=True)
    MessageFactory(recipient=liaison, leased=True)
    MuteFactory(person=liaison, about_key=str(Round.objects.get(slug=world.things["open"]).pk))
    of_group = unsubscribe_token(liaison, Group.COMMENTS)
    world.things |= {"way_out_of_comments": of_group}
    world.things |= {"sent_message": sent.pk, "held_message": held.pk}
