"""The assignment itself: the rules, then the least greatest load, and so on in this order."""

from __future__ import annotations

from collections import Counter
from functools import partial
from hashlib import sha256

from initiatives.assigning.network import Network
from initiatives.assigning.openings import Openings, openings
from initiatives.assigning.shortfall import explain
from initiatives.assigning.terms import Assignment, Case, Evaluator, Proposal

LOTS = ("first", "second")
"""Draws that decide between equals; a second one should two draws of the first be equal."""
LOT_BITS = 19


def propose(case: Case) -> Assignment:
    """Assign evaluators to every proposal.

    In this order: every rule holds; the greatest load is the least possible; as few as possible
    of the reviews that stand are taken back; the points are the most possible; loads are as even
    as they then can be; the seed decides between equals. Reviews that are begun stay, whatever
    the rules say of them.

    Raises: CannotAssign, with all that stands in the way.
    """
    open_places = openings(case)
    network = _least_ceiling(open_places)
    asked = open_places.asked
    network.aim(pair=lambda proposal, evaluator: -((proposal.key, evaluator.key) in asked))
    network.aim(pair=lambda proposal, evaluator: -evaluator.points(proposal))
    network.aim(step=lambda height: 2 * height - 1)  # sums to the squares of the loads
    for word in LOTS:
        network.aim(pair=partial(_lot, f"{case.terms.seed}\n{word}"))
    return _assignment(open_places, network)


def _least_ceiling(open_places: Openings) -> Network:
    """Find the lowest ceiling on everybody's load under which nothing is lacking."""
    low, high = _lower_bound(open_places), open_places.most
    network = _filled(open_places, low)
    if not network.lacking():
        return network
    highest = _filled(open_places, max(low, high))
    if highest.lacking():
        explain(highest)
    while low + 1 < high:
        middle = (low + high) // 2
        if (tried := _filled(open_places, middle)).lacking():
            low = middle
        else:
            high, highest = middle, tried
    return highest


def _filled(open_places: Openings, ceiling: int) -> Network:
    network = Network(open_places, ceiling)
    network.aim(lack=1)
    return network


def _lower_bound(open_places: Openings) -> int:
    """Return the lowest ceiling that leaves room for all reviews, whoever may do which."""
    wanted = sum(open_places.needs.values())
    ceiling = max(open_places.begun.values(), default=0)
    while ceiling < open_places.most and wanted > sum(
        open_places.free(evaluator, ceiling) for evaluator in open_places.evaluators
    ):
        ceiling += 1
    return ceiling


def _lot(drawn_for: str, proposal: Proposal, evaluator: Evaluator) -> int:
    """Draw a number for a pair that no other pair, proposal or evaluator has a part in."""
    drawn = sha256(f"{drawn_for}\n{proposal.key}\n{evaluator.key}".encode()).digest()
    return int.from_bytes(drawn[:8], "big") >> (64 - LOT_BITS)


def _assignment(open_places: Openings, network: Network) -> Assignment:
    chosen = network.chosen()
    pairs = {(proposal.key, evaluator.key) for proposal, evaluator in chosen}
    begun = {(one.proposal, one.evaluator) for one in open_places.case.standing if one.is_begun}
    loads = Counter({evaluator.key: 0 for evaluator in open_places.evaluators})
    loads.update(open_places.begun)
    loads.update(evaluator.key for _, evaluator in chosen)
    return Assignment(
        pairs=frozenset(pairs | begun),
        new=frozenset(pairs - open_places.asked),
        gone=open_places.asked - pairs,
        loads=dict(sorted(loads.items())),
        greatest=max(loads.values(), default=0),
        points=sum(evaluator.points(proposal) for proposal, evaluator in chosen),
    )
