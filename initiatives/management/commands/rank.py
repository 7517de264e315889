"""Recomputes an evaluation round from its published file; needs no database."""

from collaborative.commands import FileCommand
from collaborative.documents import Node
from initiatives.ranking import recompute


class Command(FileCommand):
    """Prints the result document of a published round."""

    help = "Recompute an evaluation round from its published file. Needs no database."
    file_help = "the published file of a round (docs/ranking.md), or - for standard input"

    def answer(self, document: Node) -> object:
        """Return scores, ranks, their firmness and the evaluators' agreement."""
        return recompute(document.value)
