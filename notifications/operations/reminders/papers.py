"""Signatures that are missing after the act, and filings that are missing once it is in force.

No law that is on record here sets a day for either; the portal asks after a month and after two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from agreements.adoption import CellState
from agreements.models import Agreement, Party
from agreements.results import filings, signatures, standings
from collaborative.roles import Permission
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, compose, link
from notifications.operations.reminders.ladders import Reach, seen_in
from notifications.operations.reminders.standing import Deadline, Told, morning, source
from notifications.schedule import Ladder

SIGN_WITHIN = timedelta(days=30)
"""How long after the council's act the portal expects the signature."""
FILE_WITHIN = timedelta(days=60)
"""How long after it came into force the portal expects the filings."""


SIGN = Ladder(before=(14, 7, 3, 1, 0), after=(7, 14), hand_up=14)
FILE = Ladder(before=(14, 7, 3, 1, 0), after=(7, 14), hand_up=14)
"""Both can be made up for, so they are asked for again, and then handed up."""
CLERKS = Told(
    Permission.READ_DRAFT_AGREEMENT, everywhere=Permission.DRAFT_AGREEMENT, only_instead=True
)
"""The clerks and liaisons of the parties; of a party without any, those who draft agreements."""


def _unsigned(asked: Reach, key: str | None) -> Iterator[Deadline]:
    """Parties whose council adopted the text not long ago, and which have not signed it."""
    since = timezone.localdate(asked.since) - SIGN_WITHIN
    agreements = Agreement.objects.filter(
        Q(parties__acts__acted_on__gte=since) | Q(in_force_on__gte=since),
        state__in=[Agreement.State.CIRCULATED, Agreement.State.IN_FORCE],
    ).distinct()
    found = standings(agreements.filter(parties=int(key)).distinct() if key else agreements)
    blocks = signatures([each.version for each in found if each.version])
    signed = {block.party.pk for rows in blocks.values() for block in rows if block.is_signed}
    for each in found:
        days = {
            square.party: square.cell.on
            for square in each.squares
            if square.cell.state is CellState.ADOPTED
        } | dict.fromkeys(each.signers, each.agreement.in_force_on)
        for party, on in days.items():
            if on and party.pk not in signed and key in {None, str(party.pk)}:
                yield Deadline(
                    party,
                    morning(on + SIGN_WITHIN),
                    f"Signature of {party.organisation.name}: {each.agreement}",
                    link("agreements:signatures", each.agreement.slug),
                    bodies=frozenset({party.organisation_id}),
                    facts={"on": on},
                )


def _unfiled(asked: Reach, key: str | None) -> Iterator[Deadline]:
    """Agreements that came into force not long ago and are not filed everywhere."""
    since = timezone.localdate(asked.since) - FILE_WITHIN
    agreements = Agreement.objects.filter(
        state=Agreement.State.IN_FORCE, in_force_on__gte=since
    ).prefetch_related("parties")
    rows = list(agreements.filter(pk=key) if key else agreements)
    for log in filings(rows):
        on = log.agreement.in_force_on
        if on and not log.outcome.is_complete:
            yield Deadline(
                log.agreement,
                morning(on + FILE_WITHIN),
                f"Filing: {log.agreement}",
                link("agreements:filing", log.agreement.slug),
                bodies=frozenset(party.organisation_id for party in log.agreement.parties.all()),
                facts={"gaps": log.outcome.gaps},
            )


def _signature_letter(message: Message, deadline: Deadline, at: datetime) -> Letter:
    party = deadline.about
    assert isinstance(party, Party)
    context = {
        "party": party,
        "agreement": party.agreement,
        "on": deadline.facts["on"],
        "url": link("agreements:signatures", party.agreement.slug),
    }
    return compose("reminder_signature", message, context, at=at)


def _filing_letter(message: Message, deadline: Deadline, at: datetime) -> Letter:
    agreement = deadline.about
    assert isinstance(agreement, Agreement)
    context = {
        "agreement": agreement,
        "gaps": deadline.facts["gaps"],
        "url": link("agreements:filing", agreement.slug),
    }
    return compose("reminder_filing", message, context, at=at)


SIGNATURES = source(
    ByClock.SIGNATURE_DUE,
    "signature",
    ahead=_unsigned,
    write=_signature_letter,
    ladder=SIGN,
    told=CLERKS,
    reads=seen_in(Agreement.objects.visible_to, by="parties"),
)
FILINGS = source(
    ByClock.FILING_DUE,
    "filing",
    ahead=_unfiled,
    write=_filing_letter,
    ladder=FILE,
    told=CLERKS,
    reads=seen_in(Agreement.objects.visible_to),
)
