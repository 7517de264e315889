"""Shares a cost among the cities; needs no database."""

from cities import shares
from collaborative.commands import FileCommand
from collaborative.documents import Node


class Command(FileCommand):
    """Prints what each party pays of a shared cost, and whom it would pay to go alone."""

    help = "Share a cost among cities by a formula, to the cent. Needs no database."
    file_help = "the total, the parties and the formula (docs/shares.md), or - for standard input"

    def answer(self, document: Node) -> object:
        """Return the shares and the warnings."""
        wanted = shares.parse(document.value)
        return shares.to_document(wanted, shares.allocate(wanted))
