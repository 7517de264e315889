"""The agreements as a Django app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements' texts, their parties, the councils' acts, and the clerk's packet."""

    name = "agreements"
