"""`manage.py deliver`: send what the ledger holds as due, then exit."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.models import Message
from notifications.operations import delivery


class Command(BaseCommand):
    """Sends what the ledger holds as due, then exits."""

    help = "Send what the ledger holds as due, then exit."

    def handle(self, **_options: object) -> None:
        """Send, and print how many messages ended in which state."""
        outcomes = delivery.deliver(clock=timezone.now)
        for state in Message.State:
            if outcomes[state]:
                self.stdout.write(f"{state.label}: {outcomes[state]}")
        if not outcomes:
            self.stdout.write("Nothing was to be sent.")
