"""Letting a shared course that was judged feasible become an agreement."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from agreements import rules
from agreements.models import Agreement
from agreements.operations import drafting
from agreements.operations.outlines import outline
from collaborative.models import Actor
from training.models import Programme
from training.operations import programmes
from training.results.becoming import agreement_words


@transaction.atomic
def draft_from(programme: Programme, *, by: Actor, at: datetime) -> Agreement:
    """Begin a draft with the programme's words, between the cities that ask for seats.

    Raises StaleState where it has become something else since it was read.
    """
    if reason := rules.why_not_draft(by):
        raise PermissionDenied(reason)
    programmes.become_agreement(programme, title=programme.title, by=by, at=at)
    held, judgement = programmes.hold(programme)
    assert judgement is not None, "the rule saw it"
    cities = [row.city for row in held.cities.all() if row.seats]
    terms = drafting.Terms(
        title=held.title,
        kind=Agreement.Kind.COOPERATIVE,
        purpose=held.why,
        text=outline(
            None,
            parties=[f"City of {city.name}, Missouri" for city in cities],
            purpose=agreement_words(held, judgement),
        ),
        parties=cities,
        is_sample=held.is_sample,
    )
    return drafting.begin(terms, programme=held, by=by, at=at)
