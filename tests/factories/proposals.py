"""Proposals and their files."""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal

import factory
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from guardian.shortcuts import assign_perm

from initiatives.models import Attachment, Numbering, Proposal, ProposalUserPermission
from tests.factories.cities import CityFactory
from tests.factories.people import UserFactory

FEBRUARY = datetime(2026, 2, 2, 15, 0, tzinfo=UTC)
"""Monday, February 2, 2026, nine in the morning in the cities."""


class NumberingFactory(DjangoModelFactory):
    """A year in which no reference was given out."""

    class Meta:
        model = Numbering
        django_get_or_create = ("year",)

    year = 2026


class ProposalFactory(DjangoModelFactory):
    """A draft with every answer, so that any state can be asked for: `state="submitted"`."""

    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    state = Proposal.State.DRAFT
    state_since = FEBRUARY
    reference = factory.Sequence(lambda n: f"2025-{n + 1:03}")
    city = factory.SubFactory(CityFactory)
    author = factory.SubFactory(UserFactory)
    created_at = FEBRUARY
    submitted_at = factory.LazyAttribute(
        lambda proposal: None if proposal.state == Proposal.State.DRAFT else FEBRUARY
    )
    title = factory.Sequence(lambda n: f"Sample proposal {n}")
    category = Proposal.Category.FLEET
    problem = "Sample problem."
    current_service = "Sample service."
    idea = "Sample idea."
    first_year_cost = Decimal("91000.00")
    first_year_saving = Decimal("12500.00")

    @factory.post_generation
    def wanted_cities(self, create, extracted):
        """The cities asked for, none unless given."""
        if create and extracted:
            self.wanted_cities.set(extracted)

    @factory.post_generation
    def writers(self, create, extracted):
        """Colleagues who were invited to write."""
        for person in extracted or ():
            assign_perm("edit_draft", person, self)

    @factory.post_generation
    def readers(self, create, extracted):
        """Colleagues who were invited to read."""
        for person in extracted or ():
            assign_perm("read_draft", person, self)


class AttachmentFactory(DjangoModelFactory):
    """A short file, kept below MEDIA_ROOT."""

    class Meta:
        model = Attachment

    class Params:
        content = factory.Sequence(lambda n: b"%%PDF-1.7 sample %d" % n)

    proposal = factory.SubFactory(ProposalFactory)
    name = "sample.pdf"
    media_type = "application/pdf"
    size = factory.LazyAttribute(lambda attachment: len(attachment.content))
    sha256 = factory.LazyAttribute(
        lambda attachment: hashlib.sha256(attachment.content).hexdigest()
    )
    file = factory.LazyAttribute(
        lambda attachment: ContentFile(attachment.content, name=attachment.name)
    )
    added_by = factory.SubFactory(UserFactory)
    added_at = FEBRUARY


class ProposalUserPermissionFactory(DjangoModelFactory):
    """A colleague who may read a draft."""

    class Meta:
        model = ProposalUserPermission

    content_object = factory.SubFactory(ProposalFactory)
    user = factory.SubFactory(UserFactory)
    permission = factory.LazyFunction(lambda: _permission("read_draft"))


def _permission(codename: str):
    return Permission.objects.get(codename=codename, content_type__app_label="initiatives")
