"""Proposals and their files."""

import hashlib
from datetime import UTC, datetime

import factory
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from guardian.shortcuts import assign_perm

from initiatives.models import (
    Attachment,
    KeptText,
    Numbering,
    Presence,
    Proposal,
    ProposalUserPermission,
    Revision,
    Submission,
)
from initiatives.questions import first_year_cost, first_year_saving, revised
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
    """A draft with every needed answer, so that any state can be asked for: `state="submitted"`.

    `text` changes or, with "", takes away answers by their keys. It has one revision, and where
    it is no draft one submission.
    """

    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    class Params:
        text = factory.LazyFunction(dict)
        is_merged = factory.LazyAttribute(lambda made: made.state == Proposal.State.MERGED)

    state = Proposal.State.DRAFT
    state_since = FEBRUARY
    reference = factory.Sequence(lambda n: f"EJC-2025-{n + 1:03}")
    city = factory.SubFactory(CityFactory)
    author = factory.SubFactory(UserFactory)
    created_at = FEBRUARY
    submitted_at = factory.LazyAttribute(
        lambda proposal: None if proposal.state == Proposal.State.DRAFT else FEBRUARY
    )
    merged_into = factory.Maybe(
        "is_merged", factory.SubFactory("tests.factories.proposals.ProposalFactory"), None
    )
    title = factory.Sequence(lambda n: f"Sample proposal {n}")
    category = Proposal.Category.FLEET
    draft = factory.LazyAttribute(
        lambda made: revised(
            whole_text(made.city), {"title": made.title, "category": made.category, **made.text}
        )
    )
    answers = factory.SelfAttribute("draft")
    first_year_cost = factory.LazyAttribute(lambda made: first_year_cost(made.draft))
    first_year_saving = factory.LazyAttribute(lambda made: first_year_saving(made.draft))

    @factory.post_generation
    def revisions(self, create, extracted):
        """The revision that wrote the text, and the submission that sent it in."""
        revision = RevisionFactory(
            proposal=self, number=self.version, changes=self.draft, by=self.author
        )
        if self.submitted_at:
            SubmissionFactory(proposal=self, revision=revision, by=self.author)

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
    def commenters(self, create, extracted):
        """Colleagues who were invited to comment."""
        for person in extracted or ():
            assign_perm("comment_draft", person, self)

    @factory.post_generation
    def readers(self, create, extracted):
        """Colleagues who were invited to read."""
        for person in extracted or ():
            assign_perm("read_draft", person, self)


def whole_text(city) -> dict[str, str]:
    """An answer to every question that a city must answer, but title, kind and other cities."""
    return {
        "problem": "Sample problem.",
        "who_feels_it": "Sample crews.",
        "idea": "Sample idea.",
        f"how__{city.slug}": "Sample service.",
        "shared": "Sample machines.",
        "one_time_cost_cash": "1,000",
        "yearly_cost_cash": "90,000.00",
        "yearly_saving_cash": "12,500",
        "risks": "Sample risks.",
        "people_affected": "Sample departments.",
        "legal_basis": "Sections 70.210 to 70.320, RSMo.",
        "measures": "Sample measures.",
    }


class RevisionFactory(DjangoModelFactory):
    """A change of one answer."""

    class Meta:
        model = Revision

    proposal = factory.SubFactory(ProposalFactory)
    number = factory.Sequence(lambda n: n + 2)
    changes = factory.LazyFunction(lambda: {"idea": "Another sample idea."})
    by = factory.SubFactory(UserFactory)
    office = "Staff, Raytown"
    at = FEBRUARY


class SubmissionFactory(DjangoModelFactory):
    """A sending in."""

    class Meta:
        model = Submission

    proposal = factory.SubFactory(ProposalFactory)
    revision = factory.SubFactory(RevisionFactory)
    by = factory.SubFactory(UserFactory)
    office = "Staff, Raytown"
    at = FEBRUARY


class KeptTextFactory(DjangoModelFactory):
    """An answer that somebody else had changed meanwhile."""

    class Meta:
        model = KeptText

    proposal = factory.SubFactory(ProposalFactory)
    person = factory.SubFactory(UserFactory)
    key = "idea"
    text = "What I typed."
    base = 1
    why = KeptText.Why.CONFLICT
    at = FEBRUARY


class PresenceFactory(DjangoModelFactory):
    """Somebody who has the idea open."""

    class Meta:
        model = Presence

    proposal = factory.SubFactory(ProposalFactory)
    person = factory.SubFactory(UserFactory)
    section = "idea"
    seen_at = FEBRUARY


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
