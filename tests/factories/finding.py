"""What proposals are found by."""

import factory
from factory.django import DjangoModelFactory

from initiatives.models import Words
from tests.factories.proposals import ProposalFactory


class WordsFactory(DjangoModelFactory):
    """The words of a proposal, which PostgreSQL has written when it was made."""

    class Meta:
        model = Words
        django_get_or_create = ("proposal",)

    proposal = factory.SubFactory(ProposalFactory)
