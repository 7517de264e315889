"""Comments, their wordings, and whom they name."""

import uuid

import factory
from factory.django import DjangoModelFactory

from initiatives.models import Audience, Comment, CommentWording, Mention
from tests.factories.people import UserFactory
from tests.factories.proposals import FEBRUARY, ProposalFactory


class CommentFactory(DjangoModelFactory):
    """A thread among the authors, saying `text="..."`; with `reply_to` an answer in one."""

    class Meta:
        model = Comment
        skip_postgeneration_save = True

    proposal = factory.SubFactory(ProposalFactory)
    section = "idea"
    audience = Audience.AUTHORS
    form_key = factory.LazyFunction(uuid.uuid4)
    thread_key = factory.LazyAttribute(
        lambda made: made.reply_to.thread_key if made.reply_to else made.form_key
    )
    reply_to = None
    by = factory.SubFactory(UserFactory)
    office = "Staff, Raytown"
    at = FEBRUARY

    @factory.post_generation
    def text(self, create, extracted):
        """What it says."""
        CommentWordingFactory(comment=self, text=extracted or "A sample comment.", at=self.at)


class CommentWordingFactory(DjangoModelFactory):
    """What a comment says."""

    class Meta:
        model = CommentWording

    comment = factory.SubFactory(CommentFactory)
    number = 1
    text = "A sample comment."
    at = FEBRUARY


class MentionFactory(DjangoModelFactory):
    """Somebody who is named."""

    class Meta:
        model = Mention

    wording = factory.SubFactory(CommentWordingFactory)
    person = factory.SubFactory(UserFactory)
