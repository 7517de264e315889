"""Load a small and a large collaborative, visit both in turn, and print the table."""

import sys
from contextlib import ExitStack

import django

django.setup()

from tests.bench.assigning import large_case, seconds, without_one  # noqa: E402 - likewise
from tests.bench.measuring import measure  # noqa: E402 - the models need Django ready
from tests.bench.site import loaded  # noqa: E402 - likewise
from tests.bench.table import table  # noqa: E402 - likewise
from tests.bench.works import FINDING, ONCE_CLOSED, WHILE_OPEN, close_round  # noqa: E402 - likewise

SMALL, LARGE = 400, 2_000
SIZE = {"evaluators": 40, "criteria": 8, "reviews": 10, "draws": 100}
FEW, MANY = 1_000, 10_000
"""Proposals to find among."""
LARGEST_ROUND = (1_000, 50)
"""Proposals and evaluators to assign."""
HARDLY_REVIEWED = {"evaluators": 10, "criteria": 1, "reviews": 1}


def main() -> None:
    """Print what takes how long."""
    assign()
    find()
    evaluate()


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
            closed = close_round(site)
            _say(
                f"Closing the round of {site.proposals:,} proposals took "
                f"{closed.milliseconds / 1000:.1f} s with {closed.statements} statements; "
                f"the web process has been {closed.megabytes} MB at its largest."
            )
        _print(ONCE_CLOSED, sites)


def _print(works, sites) -> None:
    small, large = measure(works, sites)
    numbers = [site.proposals for site in sites]
    _say(table(works, small=(numbers[0], small), large=(numbers[1], large)))
    largest = max(figures.megabytes for figures in large.values())
    _say(f"The web process has been {largest} MB at its largest.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
