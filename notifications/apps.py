"""The listener as a Django app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The ledger of messages, preferences, and the clockwork's heartbeats."""

    name = "notifications"
