"""An agreement's papers in short: who has signed, and how far the filing has come."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.models import Agreement
from agreements.results.filings import Log, filings_of
from agreements.results.signatures import Block, signatures_of


@dataclass(frozen=True, slots=True)
class Papers:
    """The signature blocks under the text before the councils, and the filing log."""

    blocks: tuple[Block, ...]
    log: Log

    @property
    def signed(self) -> int:
        """How many parties have signed with a date."""
        return sum(block.is_signed for block in self.blocks)

    @property
    def unsigned(self) -> list[str]:
        """The names of the parties of which no dated signature is on record."""
        return [block.party.organisation.name for block in self.blocks if not block.is_signed]


def papers_of(agreement: Agreement) -> Papers:
    """The papers of one agreement, none while all is draft. Costs six queries at most."""
    log = filings_of(agreement)
    blocks = signatures_of(log.version) if log.version else []
    return Papers(tuple(blocks), log)
