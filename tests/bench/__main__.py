"""Load a small and a large collaborative, visit both in turn, and print the table."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

import django

django.setup()

from tests.bench.assigning import large_case, seconds, without_one  # noqa: E402 - likewise
from tests.bench.exports import report  # noqa: E402 - likewise
from tests.bench.mail import mailed  # noqa: E402 - likewise
from tests.bench.measuring import Figures, measure  # noqa: E402 - the models need Django ready
from tests.bench.needs import READING_NEEDS, assessed  # noqa: E402 - likewise
from tests.bench.plans import READING_PLANS, planned  # noqa: E402 - likewise
from tests.bench.site import Answer, Site, loaded  # noqa: E402 - likewise
from tests.bench.table import table  # noqa: E402 - likewise
from tests.bench.works import (  # noqa: E402 - likewise
    ADDED_UP,
    EXPORTS,
    FINDING,
    ONCE_CLOSED,
    SAVING,
    WEIGHED,
    WHILE_OPEN,
    Work,
    close_round,
)

SMALL, LARGE = 400, 2_000
SIZE = {"evaluators": 40, "criteria": 8, "reviews": 10, "draws": 100}
FEW, MANY = 1_000, 10_000
"""Proposals to find among."""
LARGEST_ROUND = (1_000, 50)
"""Proposals and evaluators to assign."""
FEW_ASKED, MANY_ASKED = 400, 2_000
"""People who answer a needs assessment."""
HARDLY_REVIEWED = {"evaluators": 10, "criteria": 1, "reviews": 1}
SOME, MOST = 200, 1_000
"""Proposals that fifty evaluators mark by ten criteria: 100,000 and 500,000 marks."""
MUCH_REVIEWED = {"evaluators": 65, "criteria": 10, "reviews": 50, "draws": 10_000}
"""Of 65 evaluators in five cities, the thirteen of the lead city do not review its proposal."""


def main() -> None:
    """Print what takes how long."""
    assign()
    find()
    evaluate()
    weigh()
    export()
    need()
    plan()
    mail()


def mail() -> None:
    """Print how fast ten thousand letters go out, beside tasks that do nothing."""
    _say("Measuring mail ...")
    for line in mailed():
        _say(line)


def plan() -> None:
    """Print how long a year's plan takes, how far from the best it is, and what its page takes."""
    with planned(_say) as site:
        (figures,) = measure(READING_PLANS, [site])
        for work in READING_PLANS:
            own = figures[work.name]
            _say(f"{work.name}: {own.milliseconds:.0f} ms, {own.statements} statements.")


def need() -> None:
    """Print what the figures of a large needs assessment take, beside the same sums by hand."""
    with ExitStack() as stack:
        sites = [stack.enter_context(assessed(number)) for number in (FEW_ASKED, MANY_ASKED)]
        _say("Measuring the gaps of a needs assessment, by people who answered 60 topics each ...")
        small, large = measure(READING_NEEDS, sites)
        _say(table(READING_NEEDS, small=(FEW_ASKED, small), large=(MANY_ASKED, large)))
        largest = max(figures.megabytes for figures in large.values())
        _say(f"The web process has been {largest} MB at its largest.")


def export() -> None:
    """Print what a large packet costs, and very many at once."""
    _say("Measuring packets, one by one and in bulk ...")
    for line in report():
        _say(line)


def assign() -> None:
    """Print how long it takes to assign evaluators, anew and after one of them has left."""
    case = large_case(*LARGEST_ROUND)
    _say(
        "Assigning {1} evaluators to {0:,} proposals takes {2:.1f} s, and {3:.1f} s again once one "
        "has left.".format(*LARGEST_ROUND, seconds(case), seconds(without_one(case)))
    )


def find() -> None:
    """Print how long it takes to find proposals among many."""
    with ExitStack() as stack:
        sites = [stack.enter_context(loaded(number, **HARDLY_REVIEWED)) for number in (FEW, MANY)]
        _say("Measuring how proposals are found ...")
        _print(FINDING, sites)


def evaluate() -> None:
    """Print how long a round takes, while it is open and once it is closed."""
    with ExitStack() as stack:
        sites = [stack.enter_context(loaded(number, **SIZE)) for number in (SMALL, LARGE)]
        _say("Measuring while the round is open ...")
        _print(WHILE_OPEN, sites)
        _say("Closing the rounds ...")
        for site in sites:
            _close(site)
        _print(ONCE_CLOSED, sites)


def weigh() -> None:
    """Print what a round of very many marks takes, beside the same SQL by hand."""
    with ExitStack() as stack:
        sites = [stack.enter_context(loaded(number, **MUCH_REVIEWED)) for number in (SOME, MOST)]
        _say("Measuring a round of very many marks ...")
        _print(SAVING, sites)
        closes = [_close(site) for site in sites]
        figures = _print(WEIGHED, sites)
        for closed, own in zip(closes, figures, strict=True):
            times = closed.milliseconds / own[ADDED_UP].milliseconds
            _say(f"The close took {times:.1f} times as long as adding up all scores by hand.")
        _print(EXPORTS, sites)
        for work in EXPORTS:
            _say(f"{work.name}: a new web process has been {_memory(work, sites)} at its largest.")


def _memory(work: Work, sites: list[Site]) -> str:
    """Do one thing in a process that has done nothing else."""
    found = []
    for site in sites:
        site.server.start()
        before = site.get("/bare/page/", by=site.facilitator).megabytes
        work.do(site)
        after = site.get("/bare/page/", by=site.facilitator).megabytes
        found.append(f"{after} MB ({before} before) at {site.proposals:,} proposals")
    return " and ".join(found)


def _close(site: Site) -> Answer:
    closed = close_round(site)
    _say(
        f"Closing the round of {site.proposals:,} proposals took "
        f"{closed.milliseconds / 1000:.1f} s with {closed.statements} statements; "
        f"the web process has been {closed.megabytes} MB at its largest."
    )
    return closed


def _print(works: Sequence[Work], sites: list[Site]) -> Sequence[Mapping[str, Figures]]:
    small, large = measure(works, sites)
    numbers = [site.proposals for site in sites]
    _say(table(works, small=(numbers[0], small), large=(numbers[1], large)))
    largest = max(figures.megabytes for figures in large.values())
    _say(f"The web process has been {largest} MB at its largest.")
    return small, large


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
