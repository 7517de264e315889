"""What is on record once a council has adopted a text: one of everything that is frozen."""

from django.apps import apps
from django.db.models import Model

from agreements.models import (
    Act,
    Action,
    Agreement,
    Closing,
    Exhibit,
    Filing,
    ImportedFile,
    ImportedRecord,
    Party,
    PartyAnswer,
    PartyComment,
    SignatureLine,
    Term,
    TermCheck,
    Text,
    Version,
    Vote,
    Withdrawal,
)
from collaborative.models import Event
from tests.factories.agreements import (
    NOON,
    ActFactory,
    ActionFactory,
    DocumentFactory,
    ImportedRecordFactory,
    TextFactory,
    VersionFactory,
    VoteFactory,
    circulated,
)
from tests.factories.closings import ClosingFactory
from tests.factories.papers import (
    FilingFactory,
    SignatureLineFactory,
    TermFactory,
    WithdrawalFactory,
)
from tests.factories.people import EventFactory
from tests.factories.versions import ExhibitFactory, PartyAnswerFactory, TermCheckFactory

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
    ClosingFactory(document=documents[0])
    _put_on_paper(act.party)
    EventFactory()
    rows: Rows = {type(documents[0]): documents}
    history = apps.get_model("agreements", "VersionHistory")
    for model in (
        Agreement, Version, Text, Party, Act, Action, Vote, ImportedFile, ImportedRecord, Event,
        SignatureLine, Filing, Term, Withdrawal, Exhibit, TermCheck, PartyComment, PartyAnswer,
        Closing,
    ):  # fmt: skip
        rows[model] = list(model._base_manager.all())
    rows[history] = list(history._base_manager.all())
    return rows


def _put_on_paper(party: Party) -> None:
    """Sign, file, leave; and circulate another version, which says how long it holds."""
    SignatureLineFactory(party=party)
    FilingFactory(version=party.agreement.versions.get())
    WithdrawalFactory(party=party)
    version = VersionFactory(agreement=party.agreement, number=2)
    TermFactory(version=version)
    ExhibitFactory(version=version)
    TermCheckFactory(version=version)
    PartyAnswerFactory(comment__version=version, comment__party=party)
    Version.objects.filter(pk=version.pk).update(
        draft="", text=TextFactory(body="Other words.\n"), circulated_at=NOON
    )
