"""A round that was scored by three cities, for what is made of its results."""

from initiatives.models import Round
from initiatives.operations import decisions, rounds
from tests.initiatives.scenes import AFTER, marked, opened

MARKS = {
    "EJC-2026-001": {"raytown": (5, 2), "independence": (4, 2), "blue-springs": (5, 3)},
    "EJC-2026-002": {"raytown": (3, 5), "independence": (4, 5), "blue-springs": (2, 5)},
    "EJC-2026-003": {"raytown": (0, 0), "independence": (5, 5), "blue-springs": (1, 1)},
    "EJC-2026-004": {"raytown": (5, 5)},
}
"""Of savings and service, by proposal and city. The first has 74.67, the second 76 points."""


def weighed(evaluator_of, **fields) -> Round:
    """Four proposals, the last marked by one city alone, where two are needed."""
    evaluators = {city: evaluator_of(city) for city in ("raytown", "independence", "blue-springs")}
    round_ = opened(*evaluators.values(), proposals=4, **fields)
    for reference, by_city in MARKS.items():
        for city, (savings, service) in by_city.items():
            marked(evaluators[city], round_, reference, savings=savings, service=service, lawful=1)
    rounds.close_due(at=AFTER)
    round_.refresh_from_db()
    return round_


def released(round_: Round, facilitator) -> Round:
    """The round with a decision on each proposal, for everybody to read."""
    for entry in round_.entries.select_related("round", "proposal"):
        decisions.decide(entry, outcome="deferred", rationale="=1+1", by=facilitator, at=AFTER)
    rounds.release(round_, by=facilitator, at=AFTER)
    return round_


def marked_evenly(evaluator_of, *, proposals: int) -> Round:
    """Two cities give every proposal the same marks."""
    evaluators = [evaluator_of("raytown"), evaluator_of("independence")]
    round_ = opened(*evaluators, proposals=proposals)
    for number in range(proposals):
        for actor in evaluators:
            marked(actor, round_, f"EJC-2026-{number + 1:03}", savings=3, service=3, lawful=1)
    rounds.close_due(at=AFTER)
    round_.refresh_from_db()
    return round_
