"""People with accounts."""

from datetime import UTC, datetime

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from collaborative.models import Event, User


class UserFactory(DjangoModelFactory):
    """A person with an account and no office."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@sample.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.LazyFunction(lambda: make_password(None))


class EventFactory(DjangoModelFactory):
    """Something that happened to a person's account."""

    class Meta:
        model = Event

    kind = "office.taken"
    about_type = "collaborative.user"
    about_key = "1"
    about_name = "Staff, Raytown"
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
