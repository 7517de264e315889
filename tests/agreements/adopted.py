"""What is on record once a council has adopted a text: one of everything that is frozen."""

from django.apps import apps
from django.db.models import Model

from agreements.models import Act, Action, Agreement, ImportedRecord, Party, Text, Version, Vote
from collaborative.models import Event
from tests.factories.agreements import (
    ActFactory,
    ActionFactory,
    DocumentFactory,
    ImportedRecordFactory,
    VoteFactory,
    circulated,
)
from tests.factories.people import EventFactory

Rows = dict[type[Model], list[Model]]


def on_record(*cities) -> Rows:
    """Return the rows by model: the first city's council has adopted, and signed afterwards."""
    agreement = circulated(*cities)
    act = ActFactory(
        party=agreement.parties.get(organisation=cities[0]),
        text=agreement.versions.get().text,
        acted_on="2026-03-01",
        mover="Member 1",
    )
    VoteFactory(act=act)
    before = ActionFactory(act=act)
    VoteFactory(act=None, action=before)
    Act.objects.filter(pk=act.pk).update(result=Act.Result.PASSED)
    after = ActionFactory(
        act=act, after=True, kind="overridden", on="2026-03-09", ballots=1, position=1
    )
    VoteFactory(act=None, action=after, position=1)
    documents = [DocumentFactory(agreement=agreement), DocumentFactory(agreement=None, act=act)]
    ImportedRecordFactory(city=cities[0], act=act)
    EventFactory()
    rows: Rows = {type(documents[0]): documents}
    history = apps.get_model("agreements", "VersionHistory")
    for model in (Agreement, Version, Text, Party, Act, Action, Vote, ImportedRecord, Event):
        rows[model] = list(model._base_manager.all())
    rows[history] = list(history._base_manager.all())
    return rows
