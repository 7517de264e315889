"""Where an agreement's copies were filed, and what is missing still."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from agreements import filing
from agreements.filing import FilingOffice, Place, Situated
from agreements.models import Agreement, Filing, Party, Version
from agreements.results.doubts import BINDING
from agreements.results.entries import Kept, chains
from cities.models import Organisation

ASSOCIATIONS = frozenset(
    {Organisation.Kind.COUNCIL_OF_GOVERNMENTS, Organisation.Kind.TRAINING_INSTITUTE}
)
"""Kinds of body that are no municipality or political subdivision, so that no recorder is asked."""


@dataclass(frozen=True, slots=True)
class FilingRow:
    """One filing that is needed or was made, and what is on record of it."""

    place: Place
    kept: Kept[Filing]
    is_needed: bool = True

    @property
    def entry(self) -> Filing | None:
        """The filing on record."""
        entry = self.kept.standing
        return entry if entry and entry.on else None

    @property
    def where(self) -> str:
        """The last part of the filing's address."""
        return slugify(self.place.where) or "missouri"


@dataclass(frozen=True, slots=True)
class Log:
    """The filing log of an agreement's last circulated version; without one nothing is needed."""

    agreement: Agreement
    version: Version | None
    outcome: filing.Outcome
    rows: tuple[FilingRow, ...]

    @property
    def filed_on(self) -> date | None:
        """The day of the last filing, None while the filing is not complete."""
        days = [row.entry.on for row in self.rows if row.is_needed and row.entry and row.entry.on]
        return max(days) if days and self.outcome.is_complete else None

    def row(self, office: str, where: str) -> FilingRow | None:
        """The row of an address."""
        return next(
            (row for row in self.rows if (row.place.office, row.where) == (office, where)), None
        )


def filings_of(agreement: Agreement) -> Log:
    """The filing log of one agreement. Costs four queries."""
    return filings([agreement])[0]


def filings(
    agreements: Sequence[Agreement], *, of: Mapping[int, Version] | None = None
) -> list[Log]:
    """The filing logs of agreements, in the order given. Costs four queries for any number.

    `of` names the version of each, by the agreement's key; without it, the last circulated.
    """
    keys = [agreement.pk for agreement in agreements]
    parties: dict[int, list[Party]] = defaultdict(list)
    for party in (
        Party.objects.filter(agreement__in=keys)
        .select_related("organisation")
        .prefetch_related("organisation__counties")
    ):
        parties[party.agreement_id].append(party)
    versions = _circulated(keys) if of is None else of
    entries: dict[int, list[Filing]] = defaultdict(list)
    for entry in Filing.objects.filter(version__in=list(versions.values())).select_related(
        "party__organisation", "receipt", "recorded_by"
    ):
        entries[entry.version_id].append(entry)
    logs = []
    for agreement in agreements:
        version = versions.get(agreement.pk)
        own = entries[version.pk] if version else []
        logs.append(_log(agreement, version, parties[agreement.pk], own))
    return logs


def _circulated(agreements: Sequence[int]) -> dict[int, Version]:
    circulated = Version.objects.filter(agreement__in=agreements, text__isnull=False)
    return {version.agreement_id: version for version in circulated.order_by("number")}


def _log(
    agreement: Agreement,
    version: Version | None,
    parties: Sequence[Party],
    entries: Sequence[Filing],
) -> Log:
    by_place: dict[tuple[FilingOffice, str], list[Filing]] = defaultdict(list)
    for entry in entries:
        by_place[entry.place.key].append(entry)
    kept = {key: chains(chain) for key, chain in by_place.items()}
    outcome = filing.filing(
        [_situated(party) for party in parties],
        binds=agreement.kind in BINDING,
        filed=[one.standing.place for one in kept.values() if one.standing and one.standing.on],
    )
    rows = [FilingRow(place, kept.pop(place.key, Kept(None))) for place in outcome.needed]
    # A county that a party was said to lie in when it was filed there, and no more.
    rows += [
        FilingRow(one.standing.place, one, is_needed=False) for one in kept.values() if one.standing
    ]
    return Log(agreement, version, outcome, tuple(rows))


def _situated(party: Party) -> Situated:
    body = party.organisation
    return Situated(
        name=body.name,
        counties=tuple(county.name for county in body.counties.all()),
        is_public_body=body.kind not in ASSOCIATIONS,
    )
