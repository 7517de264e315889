"""How several processes share the tests.

A file is the least that one process takes: what its tests build together (a world, a document, a
site) is built once. What takes longest is begun first, so that all end at about the same time.
Each process has a database of its own in the run's PostgreSQL, named by pytest-django; the roles,
the broker and the mail catcher are everybody's.
"""

from xdist.scheduler import LoadFileScheduling

MOST_WORKERS = 8
"""PostgreSQL takes 100 connections, and a process has 6 and those of the programs it starts."""
JOURNEYS = "tests/journeys"
"""One portal, and each file goes on where the one before has ended."""
FAULTS = "tests/faults"
"""One PostgreSQL of their own, and programs that must not share the CPUs with another fault's."""
TOGETHER = (JOURNEYS, FAULTS)
LONGEST = (
    "tests/pages/test_pages.py",
    "tests/access/test_",
    JOURNEYS,
    FAULTS,
    "tests/agreements/test_export_kills.py",
    "tests/agreements/test_races.py",
)


class ByFile(LoadFileScheduling):
    """Hands out whole files in the order of the collection; journeys, and faults, all together."""

    def __init__(self, config, log) -> None:
        config.option.loadscopereorder = False  # how many tests there are says little of the time
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        together = next((each for each in TOGETHER if nodeid.startswith(each)), None)
        return together or super()._split_scope(nodeid)


def place(nodeid: str) -> int:
    """When a test's turn comes: its place among the longest, or after them."""
    return next((at for at, name in enumerate(LONGEST) if nodeid.startswith(name)), len(LONGEST))
