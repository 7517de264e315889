"""A round in discussion whose ranking turns when its weights change."""

from decimal import Decimal

from initiatives import results
from initiatives.operations import reweighing, rounds
from initiatives.operations.reweighing import Change
from initiatives.results.reweighing import Weighed
from tests.initiatives.scenes import AFTER, marked, opened

BECAUSE = "The councils asked that service counts for more."


def discussed(*evaluators, **fields):
    """Idea 1 saves much, Idea 2 serves well: savings weigh 60, so that Idea 1 is first."""
    round_ = opened(*evaluators, proposals=2, has_discussion=True, **fields)
    for actor in evaluators:
        marked(actor, round_, "EJC-2026-001", savings=5, service=1, lawful=1)
        marked(actor, round_, "EJC-2026-002", savings=2, service=5, lawful=1)
    rounds.close_due(at=AFTER)
    round_.refresh_from_db()
    return round_


def weights(savings, service, *, least_saving=None):
    """What the two criteria are to weigh."""
    threshold = None if least_saving is None else Decimal(least_saving)
    return {
        "savings": Weighed(Decimal(savings), threshold),
        "service": Weighed(Decimal(service), None),
    }


def weigh_again(round_, by, given, *, reason=BECAUSE, at=AFTER, seen=None):
    """Change the weights, having looked at the comparison just now."""
    change = Change(weights=given, reason=reason, seen=seen or results.digest(round_))
    return reweighing.weigh_again(round_, change=change, by=by, at=at)
