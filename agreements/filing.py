"""Where copies of an executed agreement are filed, and what is missing still.

Pure. What is asked for: a copy with the Secretary of State and with the recorder of deeds of each
county in which a party is situated (RSMo 70.300), and one with the officer who keeps each party's
contracts (RSMo 432.080). A statement of purpose binds to nothing and
needs the keepers' copies only.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Iterable, Mapping, Sequence


class FilingOffice(enum.StrEnum):
    """With whom a copy is filed."""

    STATE = "state"
    RECORDER = "recorder"
    KEEPER = "keeper"


SOURCES: Mapping[FilingOffice, str] = {
    FilingOffice.STATE: "RSMo 70.300, as printed in Senate Bill 1267 of 2002",
    FilingOffice.RECORDER: "RSMo 70.300, as printed in Senate Bill 1267 of 2002",
    FilingOffice.KEEPER: "RSMo 432.080",
}
"""The law that asks for each filing, as far as it was read."""


@dataclasses.dataclass(frozen=True, slots=True)
class Situated:
    """A party: its name, the counties it lies in, and whether the law asks where it lies.

    A city, a county or another public body is situated in a county; an association is not.
    """

    name: str
    counties: tuple[str, ...]
    is_public_body: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """One filing: the office, and which: the county of a recorder, the party of a keeper."""

    office: FilingOffice
    where: str = ""

    @property
    def key(self) -> tuple[FilingOffice, str]:
        """What two records of the same filing share, however the county is capitalised."""
        return self.office, self.where.casefold()

    @property
    def name(self) -> str:
        """The office in words."""
        match self.office:
            case FilingOffice.STATE:
                return "Secretary of State of Missouri"
            case FilingOffice.RECORDER:
                return f"Recorder of deeds, {self.where} County"
            case FilingOffice.KEEPER:
                return f"Keeper of contracts, {self.where}"

    @property
    def source(self) -> str:
        """The law that asks for it."""
        return SOURCES[self.office]


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What is needed, what is missing, and what keeps anybody from saying what is needed.

    `unplaced` are the public bodies of which no county is on record.
    """

    needed: tuple[Place, ...]
    missing: tuple[Place, ...]
    unplaced: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every filing is on record, and it is known which those are."""
        return bool(self.needed) and not self.missing and not self.unplaced

    @property
    def gaps(self) -> list[str]:
        """Every gap in a sentence; none exactly when the filing is complete."""
        said = [f"No filing is on record: {place.name}." for place in self.missing]
        said += [
            f"It is not on record in which county {name} lies, so its recorder of deeds cannot "
            "be named."
            for name in self.unplaced
        ]
        if not self.needed:
            said.append("No parties are named, so nobody can say where it is filed.")
        return said

    @property
    def summary(self) -> str:
        """How far the filing has come, in a sentence."""
        done = len(self.needed) - len(self.missing)
        if self.is_complete:
            return f"Filing is complete: {done} of {len(self.needed)} filings are on record."
        return f"Filing is not complete: {done} of {len(self.needed)} filings are on record."


def needed(parties: Sequence[Situated], *, binds: bool) -> tuple[Place, ...]:
    """Return the filings an agreement needs; `binds` is False for a statement of purpose."""
    keepers = [Place(FilingOffice.KEEPER, party.name) for party in parties]
    if not binds or not parties:
        return tuple(keepers)
    counties: dict[str, str] = {}
    for county in (county for party in parties for county in party.counties):
        counties.setdefault(county.casefold(), county)
    recorders = [Place(FilingOffice.RECORDER, counties[key]) for key in sorted(counties)]
    return (Place(FilingOffice.STATE), *recorders, *keepers)


def filing(parties: Sequence[Situated], *, binds: bool, filed: Iterable[Place]) -> Outcome:
    """Return what is needed and what is missing, given the filings on record."""
    there = {place.key for place in filed}
    wanted = needed(parties, binds=binds)
    return Outcome(
        needed=wanted,
        missing=tuple(place for place in wanted if place.key not in there),
        unplaced=_unplaced(parties) if binds else (),
    )


def _unplaced(parties: Collection[Situated]) -> tuple[str, ...]:
    return tuple(p.name for p in parties if p.is_public_body and not p.counties)
