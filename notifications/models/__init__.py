"""What exists for telling people."""

from notifications.models.clock import Heartbeat, Posting
from notifications.models.ledger import ByClock, Message
from notifications.models.people import Preference

__all__ = ["ByClock", "Heartbeat", "Message", "Posting", "Preference"]
