"""Who puts a party's papers on record: signatures, filings and notices."""

from collections.abc import Collection
from datetime import date

from agreements.filing import FilingOffice, Place
from agreements.models import Agreement, Party
from agreements.rules import State, clerked, is_fixed, stands
from cities.models import Office
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import day


def kept_by(actor: Actor, agreement: Agreement, *, on: date) -> list[Party]:
    """The parties whose papers the actor puts on record: the own, or those without a clerk here.

    Reads the agreement's parties; costs one query for a facilitator.
    """
    parties = clerked(actor, agreement)
    if actor.may(Permission.DRAFT_AGREEMENT):
        clerks = Office.objects.held_on(on).carrying(Permission.RECORD_ACT)
        served = set(clerks.values_list("organisation", flat=True))
        parties += [p for p in agreement.parties.all() if p.organisation_id not in served]
    return parties


def why_not_keep_papers(actor: Actor, party: Party, *, on: date) -> str | None:
    """A party's papers are recorded by its own clerk; where it has none here, by a facilitator."""
    if reason := why_no_papers(party.agreement):
        return reason
    if party in kept_by(actor, party.agreement, on=on):
        return None
    return (
        f"What {party.organisation} signed is recorded by its own clerk; only for a body without "
        "a clerk in this portal does a facilitator record it."
    )


def why_not_leave(
    agreement: Agreement, *, given_on: date | None, leaves_on: date | None
) -> str | None:
    """A party leaves an agreement in force, as its terms let it; `leaves_on` is when they do."""
    if agreement.state != State.IN_FORCE:
        return f"“{agreement}” {stands(agreement)}; only an agreement in force is left."
    if given_on is None:
        return None
    if agreement.in_force_on and given_on < agreement.in_force_on:
        return (
            f"“{agreement}” is in force since {day(agreement.in_force_on)}; a notice of "
            f"{day(given_on)} is older."
        )
    if leaves_on is None:
        return (
            f"The terms of “{agreement}” say of no such notice when it takes effect. A facilitator "
            "can end the agreement, or circulate a version without the party."
        )
    return None


def why_not_file(
    actor: Actor, agreement: Agreement, place: Place, *, kept: Collection[Party]
) -> str | None:
    """A keeper's copy is the own clerk's to record, the rest any party's or a facilitator's.

    `kept` are the parties whose papers the actor puts on record.
    """
    if reason := why_no_papers(agreement):
        return reason
    if place.office is FilingOffice.KEEPER:
        if any(party.organisation.name == place.where for party in kept):
            return None
        return (
            f"The copy that {place.where} keeps is recorded by its own clerk; only for a body "
            "without a clerk in this portal does a facilitator record it."
        )
    if actor.may(Permission.DRAFT_AGREEMENT) or clerked(actor, agreement):
        return None
    return "Filings are recorded by a facilitator or the clerk of a party."


def why_no_papers(agreement: Agreement) -> str | None:
    """Papers are recorded once the text is fixed, also after the agreement has ended."""
    if agreement.state == State.WITHDRAWN or not is_fixed(agreement):
        return (
            f"“{agreement}” {stands(agreement)}; signatures and filings are recorded once its text "
            "is before the councils."
        )
    return None
