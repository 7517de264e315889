"""Who signed for each party, and what a reader should look at again; blank lines stay blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.models import Act, Party, SignatureLine, Version
from agreements.results.doubts import BINDING
from agreements.results.entries import Kept, chains
from agreements.results.squares import Standing
from collaborative.wording import day

Part = SignatureLine.Part


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a signature block; all its words are "" and its day None while it is blank."""

    part: SignatureLine.Part
    kept: Kept[SignatureLine]

    @property
    def entry(self) -> SignatureLine | None:
        """What stands on the line."""
        entry = self.kept.standing
        return entry if entry and entry.name else None

    @property
    def name(self) -> str:
        """Who."""
        return self.entry.name if self.entry else ""

    @property
    def title(self) -> str:
        """In which office."""
        return self.entry.title if self.entry else ""

    @property
    def on(self) -> date | None:
        """The date on the paper."""
        return self.entry.on if self.entry else None

    @property
    def authority(self) -> str:
        """Which act authorises it, as in "RES. NO. 26-08 of March 3, 2026"."""
        if self.entry is None:
            return ""
        act = self.entry.act
        dated = f" of {day(act.acted_on)}" if act and act.acted_on else ""
        return ", ".join(
            filter(None, (f"{act.file_number}{dated}" if act else "", self.entry.authority))
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A party's signature block under one version: its three lines, in the order of the paper."""

    party: Party
    signature: Line
    attest: Line
    form: Line

    @property
    def lines(self) -> tuple[Line, Line, Line]:
        """The lines."""
        return self.signature, self.attest, self.form

    @property
    def blanks(self) -> list[str]:
        """The lines on which nothing is recorded, in words."""
        return [line.part.label for line in self.lines if line.entry is None]

    @property
    def is_signed(self) -> bool:
        """Whether the party has signed, with a date."""
        return self.signature.on is not None


def signatures_of(version: Version) -> list[Block]:
    """The signature blocks of all parties under one version. Costs two queries."""
    return signatures([version])[version.pk]


def signatures(versions: Sequence[Version]) -> dict[int, list[Block]]:
    """The signature blocks under each version, by its key. Costs two queries for any number."""
    lines: dict[tuple[int, int, str], list[SignatureLine]] = defaultdict(list)
    for line in SignatureLine.objects.filter(version__in=versions).select_related(
        "act", "recorded_by"
    ):
        lines[line.version_id, line.party_id, line.part].append(line)
    parties: dict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.filter(
        agreement__in={version.agreement_id for version in versions}
    ).select_related("organisation"):
        parties[party.agreement_id].append(party)

    def line_of(version: Version, party: Party, part: SignatureLine.Part) -> Line:
        return Line(part, chains(lines[version.pk, party.pk, part]))

    return {
        version.pk: [
            Block(party, *(line_of(version, party, part) for part in Part))
            for party in parties[version.agreement_id]
        ]
        for version in versions
    }


def signed_on(blocks: Sequence[Block]) -> date | None:
    """The day of the last signature, None while a party's is missing or has no date."""
    days = [block.signature.on for block in blocks]
    known = [on for on in days if on is not None]
    return max(known) if known and len(known) == len(days) else None


def doubts_of_signatures(
    found: Standing, blocks: Sequence[Block], *, effective_on: date | None
) -> dict[int, list[str]]:
    """What to look at again in the blocks, by the parties' keys.

    `effective_on` is the first day of effect, None where that is not known.
    """
    adopting = {
        square.party.pk: square.act
        for square in found.squares
        if square.act and square.act.result == Act.Result.PASSED
    }
    binds = found.agreement.kind in BINDING
    return {
        block.party.pk: signature_doubts(
            block,
            adopting=adopting.get(block.party.pk),
            effective_on=effective_on if binds else None,
        )
        for block in blocks
    }


def signature_doubts(block: Block, *, adopting: Act | None, effective_on: date | None) -> list[str]:
    """What to look at again in a party's block; it stands as recorded all the same.

    `adopting` is the act by which the party's council adopted a text, if one is on record;
    `effective_on` is the first day of effect of an agreement that binds money or duty.
    """
    return list(_doubts(block, adopting, effective_on))


def _doubts(block: Block, adopting: Act | None, effective_on: date | None) -> Iterator[str]:
    signature, name = block.signature, block.party.organisation.name
    if signature.entry is None:
        return
    act = signature.entry.act or adopting
    if act is not None and act.result != Act.Result.PASSED:
        yield f"The act that is named as authority, {act.file_number}, did not pass."
    if signature.on is None:
        yield f"The signature for {name} has no date. RSMo 432.070 asks for one."
        return
    if act is not None and act.acted_on and signature.on < act.acted_on:
        yield (
            f"{name} signed on {day(signature.on)}, before the council’s act {act.file_number} "
            f"of {day(act.acted_on)}."
        )
    if effective_on is not None and effective_on < signature.on:
        yield (
            f"It has effect from {day(effective_on)}, before {name} signed on "
            f"{day(signature.on)}. RSMo 432.070 asks that a contract is dated when it is made, and "
            "that what is paid for is done after it; ask the city attorney."
        )
    if block.attest.on is not None and block.attest.on < signature.on:
        yield (
            f"It was attested for {name} on {day(block.attest.on)}, before it was signed on "
            f"{day(signature.on)}."
        )
