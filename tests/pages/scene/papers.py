"""What the parties put on paper: signatures with doubts and corrections, filings with gaps."""

from datetime import timedelta

from django.utils import timezone

from agreements.filing import FilingOffice, Place
from agreements.models import Act, Agreement
from agreements.operations import acts, drafting, filings, signatures, terms
from agreements.operations.acts import Facts
from agreements.operations.filings import Receipt
from agreements.operations.signatures import Signed
from agreements.operations.terms import Notice
from tests.access.principals import OWN
from tests.access.world import World
from tests.factories.cities import CountyFactory
from tests.factories.papers import TermFactory

TITLES = {
    "termed": "Share a street sweeper",
    "draft_term": "Share a crane",
    "torn_term": "Share a chipper",
}
"""The agreements with terms."""


def add_papers(world: World, cities) -> None:
    """Sign and file the agreement in force, in part, and put some of it right."""
    agreement = Agreement.objects.get(slug=world.things["in_force"])
    CountyFactory(organisation=cities[OWN], name="Jackson")
    _sign(world, agreement, cities[OWN])
    _file(world, agreement)
    _term(world, [cities[OWN], cities["independence"], cities["grandview"]])


def _sign(world: World, agreement: Agreement, city) -> None:
    party = agreement.parties.get(organisation=city)
    signed_on = timezone.localdate() - timedelta(days=30)
    said = {
        "party": party,
        "version": agreement.versions.get(),
        "by": world.people["clerk"],
        "at": timezone.now() - timedelta(days=2),
    }
    first = signatures.record(**said, part="signature", signed=Signed(name="Mayor", on=signed_on))
    signatures.record(
        **said,
        part="signature",
        signed=Signed(name="Mayor of the sample", title="Mayor", on=signed_on),
        corrects=first,
        because="The name was not written out.",
    )
    signatures.record(
        **said, part="form", signed=Signed(name="City Attorney", title="City Attorney")
    )


def _file(world: World, agreement: Agreement) -> None:
    said = {
        "agreement": agreement,
        "version": agreement.versions.get(),
        "by": world.people["clerk"],
        "at": timezone.now() - timedelta(days=1),
    }
    on = timezone.localdate() - timedelta(days=3)
    first = filings.record(
        **said,
        place=Place(FilingOffice.RECORDER, "Jackson"),
        receipt=Receipt(on=on, number="2026E0041187"),
    )
    filings.record(
        **said,
        place=Place(FilingOffice.RECORDER, "Jackson"),
        receipt=Receipt(on=on, book="B 1187", page="12"),
        corrects=first,
        because="The recorder gave book and page.",
    )
    filings.record(
        **said,
        place=Place(FilingOffice.STATE),
        receipt=Receipt(on=on, document=agreement.documents.first()),
    )


def _term(world: World, parties) -> None:
    """One with terms of every sort, in force, which a party leaves; another still a draft."""
    facilitator, begun = world.people["facilitator"], timezone.now() - timedelta(days=90)
    for name, title in TITLES.items():
        agreement = drafting.draft(
            drafting.Terms(
                title=title,
                kind=Agreement.Kind.MEMORANDUM,
                text="## 1. Purpose\n\nTo share it.\n",
                parties=parties,
                required_adoptions=1,
            ),
            by=facilitator,
            at=begun,
        )
        world.things[name] = agreement.slug
        TermFactory(
            version=agreement.versions.get(),
            effective="in_force",
            effective_on=None,
            review_month=3,
            review_day=1,
        )
    agreement = Agreement.objects.get(slug=world.things["termed"])
    drafting.circulate(agreement, by=facilitator, at=begun)
    _adopt(world, agreement, parties[0])
    _leave(world, agreement, parties[0])


def _adopt(world: World, agreement: Agreement, city) -> None:
    facts = Facts(
        instrument=Act.Instrument.ORDINANCE,
        file_number="ORD. NO. 26-31",
        acted_on=timezone.localdate() - timedelta(days=80),
        result=Act.Result.PASSED,
    )
    acts.record_act(
        agreement.parties.get(organisation=city),
        facts=facts,
        by=world.people["clerk"],
        at=timezone.now() - timedelta(days=79),
    )


def _leave(world: World, agreement: Agreement, city) -> None:
    said = {"by": world.people["clerk"], "at": timezone.now() - timedelta(days=5)}
    party = agreement.parties.get(organisation=city)
    given_on = timezone.localdate() - timedelta(days=7)
    first = terms.give_notice(
        party, notice=Notice(given_on=given_on, reason="The city buys its own."), **said
    )
    terms.give_notice(
        party,
        notice=Notice(
            given_on=given_on - timedelta(days=1),
            reason="The city buys its own sweeper.",
            authority="RES. NO. 26-40",
        ),
        corrects=first,
        because="The day was misread.",
        **said,
    )
