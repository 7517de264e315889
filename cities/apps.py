"""The members as a Django app."""

from django.apps import AppConfig


class CitiesConfig(AppConfig):
    """Cities, organisations, people in office, invitations."""

    name = "cities"
