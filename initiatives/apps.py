"""Ideas as a Django app."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Proposals, evaluation rounds, reviews, decisions."""

    name = "initiatives"
