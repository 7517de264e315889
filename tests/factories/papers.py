"""Signatures, filings, terms and notices."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from agreements.models import Agreement, Filing, SignatureLine, Term, Version, Withdrawal
from tests.factories.agreements import (
    NOON,
    WORDS,
    AgreementFactory,
    PartyFactory,
    TextFactory,
    VersionFactory,
)

SIGNED_ON = date(2026, 3, 9)
LATER = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)


class SignatureLineFactory(DjangoModelFactory):
    """A mayor's signature on the text before the councils; give it party and version."""

    class Meta:
        model = SignatureLine

    version = factory.LazyAttribute(lambda line: line.party.agreement.versions.last())
    part = SignatureLine.Part.SIGNATURE
    name = "Mayor of the sample"
    title = "Mayor"
    on = SIGNED_ON
    recorded_at = NOON


class FilingFactory(DjangoModelFactory):
    """A filing with the Secretary of State; give it the version."""

    class Meta:
        model = Filing

    office = Filing.Office.STATE
    on = SIGNED_ON
    number = "2026-1187"
    recorded_at = NOON


def signed(agreement, *bodies, on=SIGNED_ON) -> None:
    """Put on record that these parties signed the text before the councils."""
    for body in bodies:
        party = agreement.parties.get(organisation_id=body.pk)
        SignatureLineFactory(party=party, on=on)


class TermFactory(DjangoModelFactory):
    """A year from a fixed day, then renewed for a year each; give it a draft version."""

    class Meta:
        model = Term

    effective = Term.Effective.FIXED
    effective_on = date(2026, 7, 1)
    months = 12
    renewal = Term.Renewal.AUTOMATIC
    renewal_months = 12
    notice_opens = 120
    notice_closes = 60
    leave_days = 90


class WithdrawalFactory(DjangoModelFactory):
    """A notice to leave; give it the party."""

    class Meta:
        model = Withdrawal

    kind = Withdrawal.Kind.LEAVES
    given_on = date(2026, 8, 1)
    leaves_on = date(2026, 10, 30)
    reason = "The city has its own ploughs."
    recorded_at = NOON


def in_force(*bodies, signers=(), on=date(2026, 3, 1), term=None, **given) -> Agreement:
    """An agreement in force between these bodies, with the term given, if any."""
    agreement = AgreementFactory(**given)
    for body in bodies:
        PartyFactory(agreement=agreement, organisation_id=body.pk)
    for body in signers:
        PartyFactory(agreement=agreement, organisation_id=body.pk, adopts=False)
    version = VersionFactory(agreement=agreement)
    if term is not None:
        TermFactory(version=version, **term)
    Version.objects.filter(pk=version.pk).update(
        draft="", text=TextFactory(body=WORDS), circulated_at=NOON, in_force_on=on
    )
    Agreement.objects.filter(pk=agreement.pk).update(state="circulated")
    Agreement.objects.filter(pk=agreement.pk).update(state="in_force", in_force_on=on)
    agreement.refresh_from_db()
    return agreement
