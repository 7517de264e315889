"""For how long the agreement holds, as the packet says it."""

from __future__ import annotations

from datetime import date

from agreements import results, typesetting
from agreements.packets.bodies import name
from agreements.packets.holdings import Holdings
from collaborative.wording import day


def term_facts(holdings: Holdings) -> list[typesetting.Fact]:
    """What is on record of the term: its days, and what the text says of its duration.

    As of the record's own day, so that the same state gives the same bytes on any other.
    """
    agreement = holdings.agreement
    found = holdings.duration
    assert found is not None
    said = results.facts(found.term, first=found.first) if found.term else []
    return [
        {"name": "In force since", "said": _said(agreement.in_force_on)},
        {"name": "Ended on", "said": _said(agreement.ended_on)},
        *(typesetting.Fact(name=what, said=words) for what, words in said),
    ]


def notices(holdings: Holdings) -> list[str]:
    """Which parties gave notice that they leave, and from when on."""
    found = holdings.duration
    assert found is not None
    return [
        f"{name(notice.party.organisation)} gave notice on {_said(entry.given_on)}; the first day "
        f"without it is {_said(entry.leaves_on)}."
        for notice in found.notices
        if (entry := notice.entry)
    ]


def _said(on: date | None) -> str:
    return day(on) if on else ""
