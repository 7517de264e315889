"""Things to write about: rounds with reviews, agreements with parties."""

from datetime import UTC, datetime

from django.utils.text import slugify

from agreements.models import Agreement
from initiatives.models import Round
from tests.conftest import NOON
from tests.factories.agreements import (
    ActFactory,
    AgreementFactory,
    PartyFactory,
    TextFactory,
    VersionFactory,
)
from tests.factories.rounds import EntryFactory, ReviewFactory, RoundFactory

CLOSE = datetime(2026, 3, 10, 22, 0, tzinfo=UTC)
"""Tuesday, March 10, 2026, 5:00 pm Central."""


def city_of(actor):
    """The key of the city in which the actor holds the only office."""
    return actor.offices[0].organisation_id


def prepared_round(evaluators, *, entries=1, **given):
    """A round in preparation in which each evaluator is to review each of so many proposals."""
    round_ = RoundFactory(**{"closes_at": CLOSE, **given})
    for _ in range(entries):
        entry = EntryFactory(round=round_)
        for actor in evaluators:
            ReviewFactory(
                entry=entry, evaluator=actor.user, city_id=city_of(actor), assigned_at=NOON
            )
    return round_


def open_round(evaluators, *, entries=1, opened_at=NOON, **given):
    """The same, open."""
    round_ = prepared_round(evaluators, entries=entries, **given)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.SCORING, opened_at=opened_at)
    round_.refresh_from_db()
    return round_


def circulated(*organisations, title="Sample agreement"):
    """An agreement before the councils of these bodies."""
    agreement = AgreementFactory(title=title, slug=slugify(title))
    for body in organisations:
        PartyFactory(agreement=agreement, organisation_id=body.pk)
    VersionFactory(agreement=agreement, draft="", text=TextFactory(), circulated_at=NOON)
    Agreement.objects.filter(pk=agreement.pk).update(state=Agreement.State.CIRCULATED)
    agreement.refresh_from_db()
    return agreement


def adopted_by(agreement, organisation):
    """Put on record that a council adopted the circulated text."""
    ActFactory(
        party=agreement.parties.get(organisation_id=organisation.pk),
        text=agreement.versions.get().text,
        acted_on=NOON.date(),
        result="passed",
    )
