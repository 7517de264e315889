"""What belongs to a version of a text: exhibits, comments of the parties, checked terms."""

import hashlib

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from agreements.models import Exhibit, PartyAnswer, PartyComment, TermCheck
from tests.factories.agreements import NOON, PartyFactory, VersionFactory
from tests.factories.people import UserFactory


class ExhibitFactory(DjangoModelFactory):
    """The first exhibit of a draft."""

    class Meta:
        model = Exhibit

    class Params:
        content = b"%PDF-1.7 a sample exhibit"

    version = factory.SubFactory(VersionFactory)
    number = 1
    title = "Map of the routes"
    name = "map.pdf"
    file = factory.LazyAttribute(lambda exhibit: ContentFile(exhibit.content, "kept"))
    sha256 = factory.LazyAttribute(lambda exhibit: hashlib.sha256(exhibit.content).hexdigest())
    size = factory.LazyAttribute(lambda exhibit: len(exhibit.content))
    media_type = "application/pdf"
    added_by = factory.SubFactory(UserFactory)
    added_at = NOON


class PartyCommentFactory(DjangoModelFactory):
    """A comment on a whole draft."""

    class Meta:
        model = PartyComment

    version = factory.SubFactory(VersionFactory)
    party = factory.SubFactory(PartyFactory, agreement=factory.SelfAttribute("..version.agreement"))
    words = "A year is too long."
    by = factory.SubFactory(UserFactory)
    office = "Clerk, Raytown"
    at = NOON


class PartyAnswerFactory(DjangoModelFactory):
    """A comment that was taken over."""

    class Meta:
        model = PartyAnswer

    comment = factory.SubFactory(PartyCommentFactory)
    is_taken_over = True
    by = factory.SubFactory(UserFactory)
    at = NOON


class TermCheckFactory(DjangoModelFactory):
    """A term that is missing."""

    class Meta:
        model = TermCheck

    version = factory.SubFactory(VersionFactory)
    term = "duration"
    found = TermCheck.Found.MISSING
    by = factory.SubFactory(UserFactory)
    at = NOON
