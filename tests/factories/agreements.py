"""Agreements, their texts and parties, councils' acts, and papers."""

import hashlib
from datetime import UTC, date, datetime

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from agreements.models import (
    Act,
    Action,
    Agreement,
    Document,
    ImportedFile,
    ImportedRecord,
    Party,
    Text,
    Version,
    Vote,
    normalised,
)
from tests.factories.cities import CityFactory
from tests.factories.people import UserFactory

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
WORDS = "## 1. Purpose\n\nTo share one fleet of snow plows.\n"


class AgreementFactory(DjangoModelFactory):
    """A draft without words or parties."""

    class Meta:
        model = Agreement

    state = Agreement.State.DRAFT
    state_since = NOON
    slug = factory.Sequence(lambda n: f"agreement-{n}")
    title = factory.Sequence(lambda n: f"Agreement {n}")
    kind = Agreement.Kind.COOPERATIVE


class TextFactory(DjangoModelFactory):
    """A text that never changes."""

    class Meta:
        model = Text
        django_get_or_create = ("sha256",)

    body = WORDS
    sha256 = factory.LazyAttribute(lambda text: hashlib.sha256(text.body.encode()).hexdigest())


class VersionFactory(DjangoModelFactory):
    """A draft's words."""

    class Meta:
        model = Version

    agreement = factory.SubFactory(AgreementFactory)
    number = 1
    draft = WORDS


class PartyFactory(DjangoModelFactory):
    """A city that is a party to a draft."""

    class Meta:
        model = Party

    agreement = factory.SubFactory(AgreementFactory)
    organisation = factory.SubFactory(CityFactory)


class ActFactory(DjangoModelFactory):
    """A resolution that waits for the council's vote."""

    class Meta:
        model = Act

    party = factory.SubFactory(PartyFactory)
    instrument = Act.Instrument.RESOLUTION
    file_number = factory.Sequence(lambda n: f"RES. NO. 26-{n}")
    introduced_on = date(2026, 2, 2)
    source = Act.Source.RECORDED
    recorded_at = NOON


class ActionFactory(DjangoModelFactory):
    """The introduction of a matter that is not decided yet."""

    class Meta:
        model = Action

    act = factory.SubFactory(ActFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = Action.Kind.INTRODUCED
    word = "introduced"
    on = date(2026, 2, 2)
    recorded_at = NOON


class VoteFactory(DjangoModelFactory):
    """An aye on an act that is not decided yet."""

    class Meta:
        model = Vote

    act = factory.SubFactory(ActFactory)
    position = factory.Sequence(lambda n: n + 1)
    voter = factory.LazyAttribute(lambda vote: f"Member {vote.position}")
    value = Vote.Value.AYE
    word = "Aye"


class DocumentFactory(DjangoModelFactory):
    """A file beside an agreement."""

    class Meta:
        model = Document

    class Params:
        content = b"%PDF-1.7 a sample"

    agreement = factory.SubFactory(AgreementFactory)
    name = "Map of the routes.pdf"
    file = factory.LazyAttribute(lambda document: ContentFile(document.content, "kept"))
    sha256 = factory.LazyAttribute(lambda document: hashlib.sha256(document.content).hexdigest())
    size = factory.LazyAttribute(lambda document: len(document.content))
    media_type = "application/pdf"
    added_by = factory.SubFactory(UserFactory)
    added_at = NOON


class ImportedFileFactory(DjangoModelFactory):
    """A file as it came in."""

    class Meta:
        model = ImportedFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    raw = b"{}"


class ImportedRecordFactory(DjangoModelFactory):
    """A council's record that belongs to no act yet."""

    class Meta:
        model = ImportedRecord

    city = factory.SubFactory(CityFactory)
    file_number = "RES. NO. 26-1"
    source_kind = "legistar-api"
    file = factory.SubFactory(ImportedFileFactory)
    facts = factory.LazyFunction(lambda: {"attachments": []})
    imported_at = NOON


def circulated(*cities, words=WORDS, **terms) -> Agreement:
    """An agreement before the councils of these cities."""
    agreement = AgreementFactory(**terms)
    for city in cities:
        PartyFactory(agreement=agreement, organisation=city)
    text = TextFactory(body=normalised(words))
    VersionFactory(agreement=agreement, draft="", text=text, circulated_at=NOON)
    Agreement.objects.filter(pk=agreement.pk).update(state=Agreement.State.CIRCULATED)
    agreement.refresh_from_db()
    return agreement


def decided(agreement, city, *, result="passed", on=date(2026, 3, 1), words=None, **facts) -> Act:
    """An act of a city's council with its result, on the circulated text or on other words."""
    text = TextFactory(body=normalised(words)) if words else agreement.versions.last().text
    party = agreement.parties.get(organisation=city)
    act = ActFactory(party=party, text=text, acted_on=on, **facts)
    Act.objects.filter(pk=act.pk).update(result=result)
    act.refresh_from_db()
    return act
