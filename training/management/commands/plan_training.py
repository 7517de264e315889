"""Judges whether a shared course pays; needs no database."""

from collaborative.commands import FileCommand
from collaborative.documents import Node
from training import feasibility


class Command(FileCommand):
    """Prints sessions, costs, break-even and verdict of a planned course."""

    help = "Judge whether a course shared by several cities pays. Needs no database."
    file_help = "the plan of a course (docs/feasibility.md), or - for standard input"

    def answer(self, document: Node) -> object:
        """Return the costs together and on the market, by city, and the verdict."""
        return feasibility.to_document(feasibility.judge(feasibility.parse(document.value)))
